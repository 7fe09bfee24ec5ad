"""Draw what `charts` measured, as SVG without a style of its own."""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pingyi.charts import Axis, Interval, IntervalBar, Nest
from pingyi.wording import Text

register = template.Library()

CAP = '<line class="ci" x1="{0}" x2="{0}" y1="13" y2="23"/>'
BAND = (
    '<rect class="band" x="{}" width="{}" y="8" height="20" rx="3"/><line class="mid" x1="{}" x2="{}" y1="5" y2="31"/>'
)
BAR = (
    '<svg role="img" aria-label="{}"><line class="grid" x1="0" x2="100%" y1="18" y2="18"/>{}'
    '<line class="ci" x1="{}" x2="{}" y1="18" y2="18"/>{}{}<circle class="pt{}" cx="{}" cy="18" r="5"/></svg>'
)
NEST = (
    '<svg class="nest" role="img" aria-label="{}">'
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" y2="6"/></pattern></defs><rect class="due" x="0.5" y="0.5" width="99.6%" height="15" rx="3"/>'
    '<rect class="claim" width="{}" height="16" rx="3"/><rect class="sure" width="{}" height="16" rx="3"/></svg>'
)
MARK = '<text class="axis" x="{}" y="14">{}</text>'
LINE = '<li><strong>{}</strong>{}<span class="val"><b>{}</b><span class="nb">{}</span></span>{}</li>'
WORD = '<span class="word {}">{}{}</span>'


class Verdict(Protocol):
    """A word with an icon."""

    @property
    def kind(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def says(self) -> Text: ...


class MeasuredLine(Protocol):
    """What a line of a list of bars needs."""

    @property
    def name(self) -> Text: ...
    @property
    def shown(self) -> Interval: ...
    @property
    def bar(self) -> IntervalBar: ...
    @property
    def verdict(self) -> Verdict | None: ...


@register.simple_tag
def interval(bar: IntervalBar, kind: str = "") -> SafeString:
    """Draw an interval bar; `kind` "open" draws the open dot of those who wished to answer."""
    band = BAND.format(bar.band_x, bar.band_width, bar.x_median, bar.x_median) if bar.band_width else ""
    low = "" if bar.ends_below else CAP.format(bar.x_lower)
    high = "" if bar.ends_above else CAP.format(bar.x_upper)
    says = escape(bar.says.say(get_language() or "zh"))  # all else is numbers of our own: no need to escape
    drawn = BAR.format(says, band, bar.x_lower, bar.x_upper, low, high, f" {kind}" if kind else "", bar.x)
    return SafeString(drawn)


@register.simple_tag
def measured(lines: Iterable[MeasuredLine], kind: str = "") -> SafeString:
    """Draw lines of a list `ivs`: name, bar, figures, verdict. In code, because a page has dozens of them."""
    language = get_language() or "zh"
    to = " to " if language.startswith("en") else "至"
    return SafeString("\n".join(_line(line, language, kind, to) for line in lines))


def _line(line: MeasuredLine, language: str, kind: str, to: str) -> str:
    shown, verdict = line.shown, line.verdict
    figures = (f"{shown.estimate:.1f}", f"{shown.lower:.1f}{to}{shown.upper:.1f}")
    word = WORD.format(verdict.kind, icon(verdict.icon), escape(verdict.says.say(language))) if verdict else ""
    return LINE.format(escape(line.name.say(language)), interval(line.bar, kind), *figures, word)


@register.simple_tag
@cache
def icon(name: str, kind: str = "icon") -> SafeString:
    """Draw an icon of the sprite; the word beside it says what it means."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', kind, static("icons.svg"), name)


@register.simple_tag
def axis_marks(axis: Axis) -> SafeString:
    """Draw the marks of the axis below the bars."""
    return format_html('<svg aria-hidden="true">{}</svg>', format_html_join("", MARK, axis.ticks))


@register.simple_tag
def nested(nest: Nest) -> SafeString:
    """Draw three counts in one bar: solid is confirmed by citizens, hatched only claimed by the unit."""
    return format_html(NEST, nest.says.say(get_language() or "zh"), nest.claimed_width, nest.confirmed_width)
