"""Norms: the list, one with its versions and articles, a new one or a new version from its text."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pingyi.directory.actions.norms import MOST, NormVersion, add_norm
from pingyi.directory.articles import Reading, read_articles
from pingyi.directory.models import Norm
from pingyi.directory.queries.norms import in_force, norms_with_versions
from pingyi.foundation import clock
from pingyi.web.office.access import holds_everywhere, require_everywhere, who
from pingyi.web.office.asking import Ask, Day, Upload, answered, done, posted, take
from pingyi.web.office.words import said
from pingyi.wording import Refused, Text

MOST_BYTES = 1_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
LIST = Text("规范", "Norms")


class Pasted(forms.CharField):
    """A text that may come as a file instead: not required, and yet not to be left out."""

    instead = True


class Version(Ask):
    """A version of a norm, as text or as a file."""

    name_zh = forms.CharField(label=said("规范名称", "Chinese name"))
    name_en = forms.CharField(label=said("英文名称", "English name"), required=False)
    version = forms.CharField(
        label=said("版次", "Version"), help_text=said("例如 2026。", "For example 2026."), max_length=MOST["version"]
    )
    in_force_on = Day(label=said("从哪天起施行", "In force from"))
    source = forms.CharField(
        label=said("出处", "Source"),
        help_text=said("哪个机关、哪个文号。", "Which body, which document."),
        max_length=MOST["source"],
        required=False,
    )
    text = Pasted(
        label=said("条文", "Articles"),
        help_text=said(
            "整篇粘贴进来，每一条另起一行，以“第一条”或“1.”开头。",
            "Paste the whole text; each article begins on a line of its own: “Article 1” or “1.”.",
        ),
        max_length=MOST_BYTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = Upload(
        label=said("或者上传文本文件", "Or a text file"),
        help_text=said(
            "TXT（UTF-8 或 GB18030）。上传了文件，就以文件为准。", "TXT; a file goes before what was pasted."
        ),
        required=False,
    )
    text_en = forms.CharField(
        label=said("英文条文", "Articles in English"),
        help_text=said("条数要和中文一样。", "As many as the Chinese has."),
        max_length=MOST_BYTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "input short"}),
    )

    def reading(self) -> Reading:
        """Return the articles; what a file holds takes the place of what was pasted."""
        if self.cleaned_data["file"]:
            self.cleaned_data["text"] = _decoded(self.cleaned_data["file"])
            self.data = {**self.data.dict(), "text": self.cleaned_data["text"]}  # type: ignore[attr-defined]
        return read_articles(self.cleaned_data["text"], self.cleaned_data["text_en"])


class NewNorm(Version):
    """With the code under which findings and cases will cite it."""

    code = forms.CharField(
        label=said("代码", "Code"),
        help_text=said(
            "数字、英文字母、短横线、下划线，各版共用，例如 service。",
            "Digits, Latin letters, - and _; kept by all versions.",
        ),
    )
    field_order = ("name_zh", "name_en", "code", "version", "in_force_on", "source", "text", "file", "text_en")


def norms(request: HttpRequest) -> HttpResponse:
    """List the norms with the version in force."""
    today = clock.today()
    rows = [(code, all_[0], in_force(all_, today), len(all_)) for code, all_ in norms_with_versions().items()]
    return render(request, "office/norms.html", {"rows": rows, "may_change": _may_change(request)})


def norm(request: HttpRequest, code: str) -> HttpResponse:
    """Show one norm: its versions, and the articles of one of them."""
    versions = _versions(code)
    current = in_force(versions, clock.today())
    asked = {one.version: one for one in versions}.get(request.GET.get("version", ""))
    shown = asked or current or versions[0]
    return render(
        request,
        "office/norm.html",
        {
            "shown": shown,
            "versions": versions,
            "current": current,
            "today": clock.today(),
            "articles": shown.articles.order_by("pk"),
            "may_change": _may_change(request),
        },
    )


def add(request: HttpRequest) -> HttpResponse:
    """Add a norm with its first version."""
    require_everywhere(request, "directory.change")
    form = NewNorm(*posted(request))
    shown = {"title": Text("登记一份规范", "Add a norm"), "back": reverse("office-norms"), "back_name": LIST}
    return _form(request, form, "", shown)


def add_version(request: HttpRequest, code: str) -> HttpResponse:
    """Add a version to a norm."""
    require_everywhere(request, "directory.change")
    newest = _versions(code)[0]
    form = Version(*posted(request), initial={"name_zh": newest.name_zh, "name_en": newest.name_en})
    title = Text(f"《{newest.name_zh}》新的一版", f"A new version of {newest.name.say('en')}")
    shown = {"title": title, "back": reverse("office-norm", args=[code]), "back_name": newest.name}
    return _form(request, form, code, shown)


def _form(request: HttpRequest, form: Version, code: str, shown: dict[str, Any]) -> HttpResponse:
    """Take a text in two steps: first its articles are shown, and only what was shown is kept."""
    reading: Reading | None = None
    if take(form, lambda _: form.reading()):
        reading = form.outcome
        seen = request.POST.get("seen") == form.outcome.digest
        if seen and take(form, lambda asked: add_norm(_wanted(asked, code, form.outcome), by=who(request))):
            told = Text("已登记。这一版以后不能再改。", "Added. This version never changes.")
            return done(request, told, "office-norm", form.outcome.code)
    return answered(request, "office/norm_form.html", form, {**shown, "reading": reading})


def _wanted(asked: dict[str, Any], code: str, reading: Reading) -> NormVersion:
    if not code and Norm.objects.filter(code=asked["code"]).exists():
        raise Refused.because(
            "norm.code_taken",
            Text(f"代码 {asked['code']} 已有规范在用。", f"Code {asked['code']} is in use."),
            Text("请另给一个代码，或在那份规范下加新的一版。", "Choose another, or add a version to that norm."),
            field="code",
        )
    return NormVersion(
        code=code or asked["code"],
        version=asked["version"],
        name=Text(asked["name_zh"], asked["name_en"]),
        in_force_on=asked["in_force_on"],
        articles=reading.articles,
        source=asked["source"],
    )


def _versions(code: str) -> list[Norm]:
    versions = norms_with_versions().get(code)
    if not versions:
        raise Http404(code)
    return versions


def _may_change(request: HttpRequest) -> bool:
    return holds_everywhere(who(request), "directory.change")


def _decoded(file: Any) -> str:
    content = file.read(MOST_BYTES + 1)
    if len(content) <= MOST_BYTES and b"\x00" not in content:
        for encoding in ENCODINGS:
            try:
                return str(content.decode(encoding))
            except UnicodeDecodeError:
                continue
    raise Refused.because(
        "unreadable.text",
        Text("这不是文本文件，或超过1 MB。", "This is no text file, or larger than 1 MB."),
        Text("请另存为 UTF-8 文本，或直接粘贴。", "Save it as UTF-8 text, or paste it."),
        field="file",
    )
