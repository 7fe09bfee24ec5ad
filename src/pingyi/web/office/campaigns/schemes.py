"""The scheme of a campaign: versions and what changed between them, presets, freezing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pingyi.campaigns.actions import add_scheme, freeze_scheme
from pingyi.campaigns.models import SchemeVersion
from pingyi.campaigns.queries import current_scheme
from pingyi.scoring.describing import changes, describe
from pingyi.scoring.presets import RUNNABLE, incomplete, preset, preset_text
from pingyi.scoring.scheme import Scheme, read_scheme
from pingyi.web.office.access import campaign_held, campaign_seen, who
from pingyi.web.office.asking import Ask, Confirm, Upload, done, posted, sheet, take
from pingyi.web.office.campaigns.reading import permitted
from pingyi.web.office.words import said
from pingyi.wording import Refused, Text

MOST_BYTES = 500_000
BACK = Text("评议方案", "Scheme")


class SchemeFile(Ask):
    """A scheme file."""

    file = Upload(
        label=said("方案文件", "Scheme file"),
        help_text=said("TOML 文件，可以先下载现在的一版改。", "A TOML file; download the present one to start from."),
    )


def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions, what changed between two, and the presets to choose from."""
    one = campaign_seen(request, code)
    versions = list(one.schemes.select_related("created_by").order_by("-number"))
    by_number = {str(version.number): version for version in versions}
    new = by_number.get(request.GET.get("new", "")) or (versions[0] if versions else None)
    before = next((version for version in versions if new and version.number < new.number), None)
    old = by_number.get(request.GET.get("old", "")) or before
    shown = {
        "campaign": one,
        "versions": versions,
        "frozen": next((version for version in versions if version.frozen_at), None),
        "old": old,
        "new": new,
        "changes": changes(read_scheme(old.text), read_scheme(new.text)) if old and new else (),
        "described": describe(read_scheme(new.text)) if new else (),
        "presets": [(name, preset(name)) for name in RUNNABLE],
        "incomplete": incomplete(),
        **permitted(request, one),
    }
    return render(request, "office/scheme.html", shown)


def add_preset(request: HttpRequest, code: str) -> HttpResponse:
    """Take a preset as the next version."""
    one = campaign_held(request, code, "campaigns.change")
    name = request.POST.get("preset", request.GET.get("preset", ""))
    chosen = get_preset(name)
    form = Confirm(*posted(request))
    if take(form, lambda _: add_scheme(one, preset_text(name), by=who(request))):
        return done(request, _now(form.outcome), "office-scheme", code)
    lead = (chosen.name, chosen.source, *chosen.notes)
    title = Text("采用这个方案", "Take this scheme")
    return sheet(request, form, title, title, lead=lead, back=reverse("office-scheme", args=[code]), back_name=BACK)


def add_text(request: HttpRequest, code: str) -> HttpResponse:
    """Take a scheme file as the next version."""
    one = campaign_held(request, code, "campaigns.change")
    form = SchemeFile(*posted(request))
    if take(form, lambda asked: add_scheme(one, _text(asked["file"]), by=who(request))):
        return done(request, _now(form.outcome), "office-scheme", code)
    lead = (Text("有错会逐条说明，什么都不会改。", "Every fault is named and nothing is changed."),)
    title, verb = Text("上传方案", "Upload a scheme"), Text("上传", "Upload")
    return sheet(request, form, title, verb, lead=lead, back=reverse("office-scheme", args=[code]), back_name=BACK)


def as_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand out a version as a file."""
    version = get_object_or_404(SchemeVersion, campaign=campaign_seen(request, code), number=number)
    headers = {"Content-Disposition": f'attachment; filename="{code}-scheme-{number}.toml"'}
    return HttpResponse(version.text, content_type="application/toml; charset=utf-8", headers=headers)


def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze the newest version; say first what that means."""
    one = campaign_held(request, code, "campaigns.freeze")
    newest = current_scheme(one)
    form = Confirm(*posted(request))
    if newest and take(form, lambda _: freeze_scheme(newest, by=who(request))):
        return done(request, Text("方案已锁定。", "The scheme is frozen."), "office-campaign", code)
    shown = {
        "campaign": one,
        "newest": newest,
        "form": form,
        "covered": one.covered.count(),
        "asked": one.forms.count(),
    }
    return render(request, "office/freeze.html", shown, status=422 if form.is_bound else None)


def get_preset(name: str) -> Scheme:
    """Return the preset called `name`; not found where there is none."""
    if name not in RUNNABLE:
        raise Http404(name)
    return preset(name)


def _now(version: SchemeVersion) -> Text:
    return Text(f"现在最新的是第{version.number}版。", f"Version {version.number} is the newest now.")


def _text(file: Any) -> str:
    if file.size > MOST_BYTES:
        what = Text("文件太大，不像是方案。", "The file is too large for a scheme.")
        raise Refused.because("unreadable_scheme", what, Text("请选方案文件。", "Choose a scheme file."), field="file")
    content: bytes = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            what = Text("文件的文字编码认不出来。", "The text encoding of the file is not known.")
            remedy = Text("请另存为 UTF-8。", "Save it as UTF-8.")
            raise Refused.because("unreadable_encoding", what, remedy, field="file") from None
