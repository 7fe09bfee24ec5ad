"""The manifest: drafted from everybody's public files, looked at, signed elsewhere, taken in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as render_page
from django.urls import reverse

from pingyi.polling.actions import fix_manifest
from pingyi.polling.drafting import Agreed, PublicFiles, draft_manifest
from pingyi.polling.keepers import claimed_grade, keepers
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.refusals import file_too_large
from pingyi.protocol import manifest as manifests
from pingyi.protocol.fields import HOST
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.web.office.access import who
from pingyi.web.office.asking import Ask, Upload, done, posted, sheet, take
from pingyi.web.office.held_files import HeldFile, hold
from pingyi.web.office.polling.changes import BACK
from pingyi.web.office.polling.commands import (
    BALLOT_SIGNER,
    BOX,
    ENTRY_SIGNER,
    INNER,
    OUTER,
    ROLL_KEEPER,
    commands_of,
)
from pingyi.web.office.polling.reading import appraisal_held, attachment, groups
from pingyi.web.office.refused import gone, held_or_none
from pingyi.web.office.words import said
from pingyi.wording import Text

MOST_BYTES = 1 << 26
FILES = ("roll", "cells", "ballot_signer", "entry_signer", "outer_trustee", "inner_trustee", "page", "bodies")
NAMES = {
    Party.M: ROLL_KEEPER,
    Party.S: BALLOT_SIGNER,
    Party.R: ENTRY_SIGNER,
    Party.T1: OUTER,
    Party.T2: INNER,
    Party.B: BOX,
}
ORDER = (
    *("host_M", "roll_keeper_key", "roll", "cells", "host_S", "ballot_signer", "host_R", "entry_signer"),
    *("host_T1", "outer_trustee", "host_T2", "inner_trustee", "host_B", "log", "box_key", "relays"),
    *("witnesses", "quorum", "page_host", "page", "bodies", "batch_max", "batch_source", "beacon"),
)
_is_host = RegexValidator(
    HOST.pattern + r"\Z", said("请写主机名，例如 box.example。", "Write a host name such as box.example.")
)


class Parts(Ask):
    """Everything that the manifest is made of and the campaign does not know."""

    roll = Upload(label=said("名册方的 roll.json", "roll.json of the roll keeper"))
    cells = Upload(label=said("名册方的 cells.jsonl", "cells.jsonl of the roll keeper"))
    roll_keeper_key = forms.CharField(
        label=said("名册方的公钥", "Public key of the roll keeper"),
        help_text=said("manifest key 显示的64位。", "64 digits, as manifest key prints them."),
    )
    ballot_signer = Upload(label=said("评议凭证发证方的 public.json", "public.json of the signer of ballot tokens"))
    entry_signer = Upload(label=said("入箱凭证发证方的 public.json", "public.json of the signer of entry tokens"))
    outer_trustee = Upload(label=said("先开票一方的 public.json", "public.json of the trustee who opens first"))
    inner_trustee = Upload(label=said("后开票一方的 public.json", "public.json of the trustee who opens second"))
    log = forms.CharField(
        label=said("公开日志的公钥", "Public key of the log"),
        help_text=said(
            "ballotbox keys 显示的第一行，log 后面的。", "The first line that ballotbox keys prints, after log."
        ),
    )
    box_key = forms.CharField(
        label=said("票箱的公钥", "Public key of the box"),
        help_text=said("第二行，parties.B.key 后面的64位。", "The second line: 64 digits after parties.B.key."),
    )
    witnesses = forms.CharField(
        label=said("见证方的公钥", "Public keys of the witnesses"),
        help_text=said("每行一个。", "One to a line."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "input short"}),
        required=False,
    )
    quorum = forms.IntegerField(
        label=said("至少几家见证", "How many witnesses are demanded"), min_value=0, max_value=99, initial=2
    )
    page = Upload(
        label=said("评议页面 appraise.html", "The page, appraise.html"),
        help_text=said("和网站上的一字不差。", "Exactly as it is served."),
    )
    page_host = forms.CharField(label=said("评议页面的主机名", "Host of the page"), validators=[_is_host])
    relays = forms.CharField(
        label=said("代收的主机名", "Hosts that relay"),
        help_text=said(
            "票箱连不上时由它们转交，每行一个。", "They hand on when the box cannot be reached; one to a line."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "class": "input short"}),
        required=False,
    )
    bodies = Upload(
        label=said("机构名单", "List of bodies"),
        help_text=said(
            "哪家机构归谁管、有哪些公钥，格式同认定名单。", "Which body is controlled by whom and has which keys."
        ),
    )
    batch_max = forms.IntegerField(
        label=said("以后每批每单元最多加几人", "People that a later batch may add to a cell"),
        help_text=said("只评一次的写0。", "0 where there are no batches."),
        min_value=0,
        initial=0,
    )
    batch_source = forms.CharField(
        label=said("办件数由谁提供", "Who states the number of matters"), required=False, max_length=200
    )
    beacon = forms.CharField(
        label=said("回访抽查用哪个公开数值", "Public value that draws the call-back audit"),
        help_text=said(
            "例如某月某日的福彩3D号码。到时候才开出的，谁也猜不到。", "Of a later date, that nobody can know."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party, who_it_is in NAMES.items():
            self.fields[f"host_{party.name}"] = forms.CharField(
                label=said(f"{who_it_is.zh}的主机名", f"{who_it_is.en}: host"), validators=[_is_host], max_length=253
            )
            self.fields[f"host_{party.name}"].widget.attrs["class"] = "input"
        self.order_fields(ORDER)

    def public_files(self) -> PublicFiles:
        """Return the bytes of the files."""
        return PublicFiles(**{name: content_of(self.cleaned_data[name], name) for name in FILES})

    def agreed(self) -> Agreed:
        """Return what is settled in words."""
        asked = self.cleaned_data
        same = ("roll_keeper_key", "box_key", "log", "quorum", "page_host", "batch_max", "batch_source", "beacon")
        return Agreed(
            hosts={party: asked[f"host_{party.name}"] for party in Party},
            witnesses=tuple(asked["witnesses"].split()),
            relays=tuple(asked["relays"].split()),
            **{name: asked[name] for name in same},
        )


class Signed(Ask):
    """The manifest with its signatures, and the cells it names."""

    manifest = Upload(label=said("清单 manifest.json", "The manifest, manifest.json"))
    signatures = Upload(label=said("五方签名 manifest.sigs", "The five signatures, manifest.sigs"))
    cells = Upload(label=said("计票单元 cells.jsonl", "The cells, cells.jsonl"))


def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Put the draft together."""
    _, appraisal = appraisal_held(request, code, "polling.change")
    form = Parts(*posted(request), initial=_usual(appraisal))
    if take(form, lambda _: draft_manifest(appraisal, form.public_files(), form.agreed())):
        upload = SimpleUploadedFile("manifest.json", form.outcome)
        held = hold(who(request), upload, f"manifest:{code}")
        return redirect("office-polling-drafted", code, held.key)
    lead = (
        Text(
            "把各方交来的公开文件放在一起。里面没有秘密，也没有一个人的名字。",
            "Everybody's public files. None is secret.",
        ),
        Text(
            "时间、问卷、方案、计票单元由系统填写。",
            "Times, questionnaire, scheme and cells are filled in by the system.",
        ),
    )
    return _sheet(
        request, code, form, (Text("起草清单", "Draft the manifest"), Text("合成并检查", "Put together")), lead
    )


def drafted(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what the draft says, with its fingerprint, to be downloaded and signed."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    held = _held(request, code, key)
    if held is None:
        return gone(request, "office-polling-draft", code)
    content = held.path.read_bytes()
    manifest = Manifest.parse(content)
    channels = set(appraisal.cells.values_list("channel", flat=True))
    shown = {
        "campaign": one,
        "appraisal": appraisal,
        "held": held,
        "manifest": manifest,
        "fingerprint": groups(manifests.fingerprint(manifests.camp(content))),
        "keepers": keepers(manifest),
        "grade": claimed_grade(manifest, channels),
        "commands": commands_of(appraisal)["manifest"][-3:],
    }
    return render_page(request, "office/polling/drafted.html", shown)


def draft_file(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Hand out the draft."""
    appraisal_held(request, code, "polling.change")
    held = _held(request, code, key)
    if held is None:
        return gone(request, "office-polling-draft", code)
    return attachment(held.path.read_bytes(), "manifest.json", "application/json")


def take_in(request: HttpRequest, code: str) -> HttpResponse:
    """Take in the manifest that all five signed."""
    _, appraisal = appraisal_held(request, code, "polling.change")
    form = Signed(*posted(request))
    if take(form, lambda asked: _fixed(appraisal, asked, request)):
        return done(
            request, Text("清单已收下，以后不能再改。", "Taken in; it cannot change any more."), "office-polling", code
        )
    lead = (
        Text(
            "五方的签名齐全、内容和这次评议一致，才收得下来。收下以后不能再改。",
            "It must be signed by all five and say what the campaign says. Then it is final.",
        ),
    )
    return _sheet(
        request,
        code,
        form,
        (Text("收下签好的清单", "Take in the signed manifest"), Text("核对并收下", "Check and take in")),
        lead,
    )


def content_of(upload: Any, field: str) -> bytes:
    """Return the bytes of an upload; refuses what is far too large for any such file."""
    if upload.size > MOST_BYTES:
        raise file_too_large(field)
    content: bytes = upload.read()
    upload.seek(0)
    return content


def _fixed(appraisal: OnlineAppraisal, asked: dict[str, Any], request: HttpRequest) -> OnlineAppraisal:
    content = {name: content_of(asked[name], name) for name in ("manifest", "signatures", "cells")}
    return fix_manifest(appraisal, content["manifest"], content["signatures"], cells=content["cells"], by=who(request))


def _held(request: HttpRequest, code: str, key: str) -> HeldFile | None:
    held = held_or_none(request, key)
    return held if held and held.about == f"manifest:{code}" else None


def _usual(appraisal: OnlineAppraisal) -> dict[str, Any]:
    address = appraisal.page_address.partition("//")[2]
    return {"page_host": address.partition("/")[0].partition(":")[0]} if address else {}


def _sheet(
    request: HttpRequest, code: str, form: Ask, words: tuple[Text, Text], lead: tuple[Text, ...]
) -> HttpResponse:
    back = reverse("office-polling", args=[code])
    return sheet(request, form, *words, lead=lead, back=back, back_name=BACK)
