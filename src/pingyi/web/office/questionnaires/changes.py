"""What the office does to questionnaires: start one from a template, take a version from a file, release."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pingyi.forms.reading import MOST_BYTES
from pingyi.questionnaires.actions import import_json, import_xlsform, release_version, start_from_template
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.templates import CODES
from pingyi.web.office.access import require_everywhere, who
from pingyi.web.office.asking import Ask, Confirm, Upload, done, posted, sheet, take
from pingyi.web.office.questionnaires.reading import version
from pingyi.web.office.words import said
from pingyi.web.site.vocabulary import CHANNELS
from pingyi.wording import Refused, Text

ZIP = b"PK\x03\x04"


class Start(Ask):
    """Which template, and what the questionnaire is called."""

    kind = forms.ChoiceField(
        label=said("用哪个模板", "From which template"),
        widget=forms.RadioSelect,
        choices=[(code, said(CHANNELS[code].zh, CHANNELS[code].en)) for code in CODES],
    )
    code = forms.CharField(
        label=said("代码", "Code"),
        help_text=said(
            "小写字母、数字、短横线，例如 online-2026。", "Lower-case letters, digits, hyphens: online-2026."
        ),
    )
    name_zh = forms.CharField(label=said("名称", "Chinese name"), max_length=200)
    name_en = forms.CharField(label=said("英文名称", "English name"), max_length=200, required=False)


class FormFile(Ask):
    """A questionnaire file."""

    file = Upload(
        label=said("问卷文件", "Questionnaire file"),
        help_text=said("本系统导出的 JSON，或 XLSForm 工作簿（XLSX）。", "JSON exported here, or an XLSForm workbook."),
    )


def start(request: HttpRequest) -> HttpResponse:
    """Start a questionnaire from a template."""
    require_everywhere(request, "questionnaires.change")
    form = Start(*posted(request))

    def act(asked: dict[str, Any]) -> QuestionnaireVersion:
        name = Text(asked["name_zh"], asked["name_en"])
        return start_from_template(asked["kind"], code=asked["code"], name=name, by=who(request))

    if take(form, act):
        told = Text("已建好，这是第1版。", "Created; this is version 1.")
        return done(request, told, "office-questionnaire", form.outcome.questionnaire.code)
    title, verb = Text("新建问卷", "New questionnaire"), Text("新建", "Create")
    return sheet(
        request, form, title, verb, back=reverse("office-questionnaires"), back_name=Text("问卷", "Questionnaires")
    )


def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Take the next version from a file."""
    require_everywhere(request, "questionnaires.change")
    one = get_object_or_404(Questionnaire, code=code)
    form = FormFile(*posted(request))

    def act(asked: dict[str, Any]) -> QuestionnaireVersion:
        content = _content(asked["file"])
        return (import_xlsform if content.startswith(ZIP) else import_json)(one, content, by=who(request))

    if take(form, act):
        n = form.outcome.number
        return done(
            request, Text(f"现在最新的是第{n}版。", f"Version {n} is the newest now."), "office-questionnaire", code
        )
    lead = (Text("导入会成为新的一版，旧版不动。内容一样就不新增。", "It becomes the next version; older ones stay."),)
    title, verb = (
        Text(f"导入“{one.name_zh}”的新一版", f"Import a version of {one.name.say('en')}"),
        Text("导入", "Import"),
    )
    return sheet(
        request, form, title, verb, lead=lead, back=reverse("office-questionnaire", args=[code]), back_name=one.name
    )


def release(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Release a version: it never changes again."""
    require_everywhere(request, "questionnaires.change")
    one = version(code, number)
    form = Confirm(*posted(request))
    if take(form, lambda _: release_version(one, by=who(request))):
        told = Text("已定稿，可以用到评议里。", "Released; campaigns can use it.")
        return done(request, told, "office-questionnaire", code)
    lead = (
        Text(
            "定稿以后，这一版一个字也不能再改；要改就出新的一版。",
            "After release not a word changes; a change is a new version.",
        ),
        Text("定稿前，系统会把留存的填写样例重新走一遍。", "Before release the kept examples are replayed."),
    )
    title = Text(f"定稿“{one.questionnaire.name_zh}”第{number}版", f"Release version {number}")
    back, name = reverse("office-questionnaire", args=[code]), one.questionnaire.name
    return sheet(request, form, title, Text("定稿", "Release"), lead=lead, back=back, back_name=name)


def _content(file: Any) -> bytes:
    if file.size > MOST_BYTES:
        raise Refused.because(
            "unreadable_form",
            Text(
                f"文件有{file.size / 1e6:.0f} MB，问卷最多2 MB。",
                f"The file has {file.size / 1e6:.0f} MB; 2 MB at most.",
            ),
            Text("请选择问卷文件。", "Choose a questionnaire file."),
            field="file",
        )
    content: bytes = file.read()
    return content
