"""Beginning an online appraisal, its list of people, its cells, its addresses, objections to the count."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import IO, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pingyi.campaigns.models import Campaign
from pingyi.foundation import clock
from pingyi.foundation.places import var_folder
from pingyi.polling.actions import (
    hand_out_eligibility,
    note_objection,
    plan_cells,
    prepare,
    say_where,
    tell_objection,
)
from pingyi.polling.matters import NOT_INVITED
from pingyi.polling.models import BallotObjection, OnlineAppraisal
from pingyi.polling.queries import deeds
from pingyi.web.office.access import campaign_held, who
from pingyi.web.office.asking import Ask, Upload, answered, done, posted, sheet, take
from pingyi.web.office.polling.reading import appraisal_held
from pingyi.web.office.words import said
from pingyi.wording import Text

BACK = Text("网络评议", "Online appraisal")
PASSING = dt.timedelta(hours=1)  # a list that a killed process left behind is older than this


class Preparing(Ask):
    """Id and the controller of the rated side."""

    public_id = forms.CharField(
        label=said("编号", "Id"),
        help_text=said(
            "小写字母、数字、连字符，例如 yunling-2026。", "Lower-case letters, digits, hyphens: yunling-2026."
        ),
        max_length=64,
    )
    rated = forms.CharField(
        label=said("被评一方归谁管", "Who controls the rated side"),
        help_text=said(
            "和机构名单里写的一样，例如“云岭省公安厅”。谁独立于它，按这个名称判断。",
            "As in the list of bodies. Who is independent of the rated side is judged by this name.",
        ),
        max_length=200,
    )


class People(Ask):
    """The list of people."""

    file = Upload(
        label=said("参评人员名单", "List of people"),
        help_text=said("CSV，UTF-8 或 GB18030。", "CSV in UTF-8 or GB18030."),
    )


class Draft(Ask):
    """The roll keeper's draft."""

    draft = Upload(
        label=said("计票单元草案", "Draft of the cells"),
        help_text=said("名册方运行 roll plan 得到的 cells-draft.csv。", "cells-draft.csv as roll plan wrote it."),
    )


class Places(Ask):
    """Where residents and everybody else find it."""

    page_address = forms.CharField(
        label=said("评议页面的网址", "Address of the page"),
        help_text=said(
            "到 # 以前为止，例如 https://pingyi.example/。", "Up to the #, such as https://pingyi.example/."
        ),
        max_length=500,
        required=False,
    )
    public_place = forms.CharField(
        label=said("公开文件的网址", "Address of the public files"),
        help_text=said(
            "票箱公开文件夹的网址。总数从这里读，票数据从这里收。",
            "Of the box's public folder: totals and rows come from there.",
        ),
        max_length=500,
        required=False,
    )


class Objecting(Ask):
    """One objection."""

    log_index = forms.IntegerField(
        label=said("回执上的序号", "Number on the receipt"),
        help_text=said("不要记姓名，也不要问投了什么。", "No name, and never what the ballot says."),
        min_value=0,
        max_value=2**53,
    )


class Found(Ask):
    """What the trustees found."""

    added = forms.ChoiceField(
        label=said("开票方怎么说", "What the trustees say"),
        choices=[
            ("yes", said("漏了，已经补上", "It was missing and is added")),
            ("no", said("不用补，理由写在开票方的声明里", "Not added; their statement says why")),
        ],
        widget=forms.RadioSelect,
    )


def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin."""
    one = campaign_held(request, code, "polling.change")
    form = Preparing(*posted(request), initial={"public_id": one.code})
    if take(form, lambda asked: prepare(one, asked["public_id"], asked["rated"], by=who(request))):
        return _done(request, one, Text("已开始筹备。", "Begun."))
    lead = (Text("编号写进每个评议码，定了以后不能改。", "The id goes into every code and cannot change."),)
    return _sheet(
        request, one, form, (Text("筹备网络评议", "Prepare the online appraisal"), Text("开始", "Begin")), lead
    )


def people(request: HttpRequest, code: str) -> HttpResponseBase:
    """Check a list of people and answer with the list for the roll keeper; neither is kept."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    form = People(*posted(request))
    if form.is_valid():
        with _passing() as folder:
            cleaned = folder / "out.csv"
            if take(form, lambda asked: _handed_out(appraisal, asked["file"], cleaned, request)):
                return _download(cleaned.open("rb"))
    entry = deeds(one).get("polling:eligibility:handed_out")
    left_out = entry.details["left_out"].items() if entry else ()
    shown = {"campaign": one, "entry": entry, "left_out": [(NOT_INVITED[matter], n) for matter, n in left_out]}
    return answered(request, "office/polling/people.html", form, shown)


def bring_cells(request: HttpRequest, code: str) -> HttpResponse:
    """Take the roll keeper's draft in."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    form = Draft(*posted(request))
    if take(form, lambda asked: _planned(appraisal, asked["draft"], request)):
        n = form.outcome
        return done(request, Text(f"已收下{n}个计票单元。", f"{n} cells taken in."), "office-polling-cells", code)
    lead = (
        Text("清单签名以前可以再收，新的代替旧的。", "Until the manifest is signed a new draft replaces the old one."),
    )
    return _sheet(
        request, one, form, (Text("收下计票单元草案", "Take in the draft of the cells"), Text("收下", "Take in")), lead
    )


def places(request: HttpRequest, code: str) -> HttpResponse:
    """Note where the page and the public files are."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    now = {"page_address": appraisal.page_address, "public_place": appraisal.public_place}
    form = Places(*posted(request), initial=now)
    if take(form, lambda asked: say_where(appraisal, **asked, by=who(request))):
        return _done(request, one, Text("已登记。", "Noted."))
    return _sheet(request, one, form, (Text("登记网址", "Note addresses"), Text("登记", "Note")), ())


def objections(request: HttpRequest, code: str) -> HttpResponse:
    """List the objections and note another."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    form = Objecting(*posted(request))
    if take(form, lambda asked: note_objection(appraisal, asked["log_index"], by=who(request))):
        told = Text("已登记，请把凭证文件转给开票方。", "Noted. Hand the evidence on to the trustees.")
        return done(request, told, "office-polling-objections", code)
    shown = {"campaign": one, "appraisal": appraisal, "objections": appraisal.objections.all()}
    return answered(request, "office/polling/objections.html", form, shown)


def objection(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Note what the trustees found."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    noted = get_object_or_404(BallotObjection, appraisal=appraisal, log_index=number)
    form = Found(*posted(request))
    if take(form, lambda asked: tell_objection(noted, added=asked["added"] == "yes", by=who(request))):
        return done(request, Text("已登记。", "Noted."), "office-polling-objections", code)
    title = Text(f"第{number}号的结果", f"What came of number {number}")
    return _sheet(request, one, form, (title, Text("登记", "Note")), ())


@contextmanager
def _passing() -> Iterator[Path]:
    """Yield a folder for one request; what a killed process left there goes first."""
    kept = var_folder("passing")
    for left in kept.iterdir():
        with suppress(OSError):
            if left.stat().st_mtime < (clock.now() - PASSING).timestamp():
                rmtree(left)
    with TemporaryDirectory(dir=kept) as folder:
        yield Path(folder)


def _written(upload: "UploadedFile[bytes]", path: Path) -> Path:
    with path.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return path


def _handed_out(appraisal: OnlineAppraisal, upload: "UploadedFile[bytes]", out: Path, request: HttpRequest) -> Any:
    listed = _written(upload, out.with_name("in.csv"))
    return hand_out_eligibility(appraisal, listed, out, by=who(request))


def _download(cleaned: IO[bytes]) -> FileResponse:
    """Stream the file, which has no name any more and is gone when the answer is sent."""
    answer = FileResponse(cleaned, as_attachment=True, filename="people.csv", content_type="text/csv; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


def _planned(appraisal: OnlineAppraisal, upload: "UploadedFile[bytes]", request: HttpRequest) -> int:
    with TemporaryDirectory() as folder:
        return plan_cells(appraisal, _written(upload, Path(folder, "cells-draft.csv")), by=who(request))


def _done(request: HttpRequest, one: Campaign, told: Text) -> HttpResponse:
    return done(request, told, "office-polling", one.code)


def _sheet(
    request: HttpRequest, one: Campaign, form: Ask, words: tuple[Text, Text], lead: tuple[Text, ...]
) -> HttpResponse:
    back = reverse("office-polling", args=[one.code])
    return sheet(request, form, *words, lead=lead, back=back, back_name=BACK)
