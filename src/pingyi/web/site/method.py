"""How the score comes about, written from the frozen scheme itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.campaigns.queries import current_campaign, frozen_scheme, public_campaigns
from pingyi.scoring.model import Scheme
from pingyi.scoring.scheme import read_scheme
from pingyi.web.site.freshness import kept_briefly
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs."""

    title: Text
    paragraphs: tuple[Text, ...]


@kept_briefly
def method(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show the frozen scheme of one campaign, or of the one that is going on, in words."""
    campaign = get_object_or_404(public_campaigns(), code=code) if code else current_campaign()
    scheme = frozen_scheme(campaign) if campaign else None
    if scheme is None:
        raise Http404("no frozen scheme")
    shown = {"campaign": campaign, "scheme": scheme, "sections": describe(read_scheme(scheme.text))}
    return render(request, "site/method.html", shown)


def describe(scheme: Scheme) -> tuple[Section, ...]:
    """Return the scheme in words: what each ranking group is scored by, and the grades."""
    groups = tuple(Section(group.name, (_weights(scheme, group.indicator_weights),)) for group in scheme.groups)
    bands = tuple(
        Text(f"{band.name.zh}：{float(band.least):g}分起", f"{band.name.say('en')}: from {float(band.least):g} points")
        for band in scheme.bands
    )
    return (*groups, Section(Text("等次", "Grades"), bands)) if bands else groups


def _weights(scheme: Scheme, indicator_weights: Mapping[str, Fraction]) -> Text:
    carried = [(scheme.indicator(code).name, float(points)) for code, points in indicator_weights.items()]
    zh = "，".join(f"{name.zh}占{points:g}分" for name, points in carried)
    en = ", ".join(f"{name.say('en')} carries {points:g} points" for name, points in carried)
    return Text(f"{zh}。", f"{en}.")
