"""Evidence: what a campaign has of each kind, and a new batch by upload, dry run, confirmation."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pingyi.analysis.reading import refusals
from pingyi.analysis.reading.files import LARGEST_BYTES
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.campaigns.states import NAMES
from pingyi.evidence.actions import ImportReport, import_batch
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.queries import batches_in_force
from pingyi.evidence.timing import check_moment
from pingyi.polling.actions.counting import KIND as BALLOTS
from pingyi.polling.queries import appraisal_of
from pingyi.polling.refusals import not_by_hand
from pingyi.web.office.access import campaign_held, campaigns_seen, who
from pingyi.web.office.asking import Ask, Confirm, Upload, answered, done, posted, sheet, take
from pingyi.web.office.campaigns.reading import permitted
from pingyi.web.office.held_files import HeldFile, hold, keep_as_refused, refused_files, release
from pingyi.web.office.refused import gone, held_or_none
from pingyi.web.office.steps import standings
from pingyi.web.office.words import EVIDENCE_KINDS, said
from pingyi.wording import Refused, Text


class Batch(Ask):
    """A file of rows and where it comes from."""

    file = Upload(
        label=said("数据文件", "File of rows"),
        help_text=said(
            f"CSV（UTF-8 或 GB18030）或 Parquet，最大 {LARGEST_BYTES // 1_000_000} MB。",
            f"CSV (UTF-8 or GB18030) or Parquet, up to {LARGEST_BYTES // 1_000_000} MB.",
        ),
    )
    source = forms.CharField(
        label=said("数据来源", "From whom"),
        help_text=said("哪个单位、哪次调查提供的。", "Which body, which survey handed it in."),
        max_length=200,
    )
    replaces = forms.ChoiceField(
        label=said("更正哪一批", "Which batch it corrects"),
        help_text=said("不是更正就不选。原来的一批会留着，但不再计入。", "The old batch stays, but no longer counts."),
        required=False,
    )

    def __init__(self, *args: Any, batches: list[EvidenceBatch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(one.number), said(f"第{one.number}批", f"Batch {one.number}")) for one in batches]
        self.fields["replaces"].choices = [("", said("不是更正", "None")), *listed]  # type: ignore[attr-defined]


def imports(request: HttpRequest) -> HttpResponse:
    """List the campaigns into which evidence comes, and files that were refused."""
    me = who(request)
    rows = [(one, NAMES[one.state]) for one in standings(campaigns_seen(me))]
    return render(request, "office/imports.html", {"rows": rows, "refused": refused_files(me)})


def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Show the batches of a campaign by kind, each with its digest."""
    one = campaign_held(request, code, "evidence.view")
    batches = list(one.batches.select_related("imported_by", "replaces", "replaced_by").order_by("-number"))
    kinds = [(kind, name, [b for b in batches if b.kind == kind]) for kind, name in EVIDENCE_KINDS.items()]
    verified_only = BALLOTS if appraisal_of(one) else ""
    shown = {
        "campaign": one,
        "kinds": kinds,
        "verified_only": verified_only,
        "frozen": frozen_scheme(one),
        **permitted(request, one),
    }
    return render(request, "office/evidence.html", shown)


def bring(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Take a file in and look at it; nothing is kept as evidence yet."""
    one, name = campaign_held(request, code, "evidence.import"), _name(kind)
    form = Batch(*posted(request), batches=list(batches_in_force(one, kind)))
    if take(form, lambda asked: _held(request, one, kind, asked)):
        return redirect("office-evidence-check", code, form.outcome.key)
    lead = (
        Text("先检查每一行，您确认以后才导入。有错会指出第几行、哪一列、怎么改。",
             "Every row is checked first; nothing is imported before you confirm."),
    )  # fmt: skip
    title = Text(f"导入{name.zh}", f"Import: {name.en}")
    back = reverse("office-evidence", args=[code])
    return sheet(request, form, title, Text("上传并检查", "Upload and check"), lead=lead, back=back, back_name=one.name)


def check(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what the file would add; import it when confirmed."""
    one, held = campaign_held(request, code, "evidence.import"), held_or_none(request, key)
    if held is None or not held.about.startswith(f"evidence:{code}:"):
        return gone(request, "office-evidence", code)
    form = Confirm(*posted(request))
    try:
        if take(form, lambda _: _import(one, held, request, dry_run=False)):
            release(held)
            return done(request, _sentence(form.outcome), "office-evidence", code)
        report = _import(one, held, request, dry_run=True)
    except Refused as refused:
        return redirect("office-refused", keep_as_refused(held, refused).key)
    known = one.batches.filter(kind=report.kind, digest=report.digest).exists()
    shown = {"campaign": one, "held": held, "report": report, "kind": EVIDENCE_KINDS[report.kind], "known": known}
    return answered(request, "office/evidence_check.html", form, shown)


def _held(request: HttpRequest, one: Campaign, kind: str, asked: dict[str, Any]) -> HeldFile:
    if kind == BALLOTS and appraisal_of(one):
        raise not_by_hand()
    check_moment(one, kind, correction=bool(asked["replaces"]))
    if asked["file"].size > LARGEST_BYTES:
        raise refusals.too_large(asked["file"].size, LARGEST_BYTES)
    about = f"evidence:{one.code}:{kind}"
    return hold(who(request), asked["file"], about, source=asked["source"], replaces=asked["replaces"])


def _import(one: Campaign, held: HeldFile, request: HttpRequest, *, dry_run: bool) -> ImportReport:
    replaces = int(held.answers["replaces"]) if held.answers["replaces"] else None
    kind, source = held.about.split(":")[2], held.answers["source"]
    return import_batch(one, kind, held.path, source, replaces=replaces, dry_run=dry_run, by=who(request))


def _name(kind: str) -> Text:
    if kind not in EVIDENCE_KINDS:
        raise Http404(kind)
    return EVIDENCE_KINDS[kind]


def _sentence(report: ImportReport) -> Text:
    name = EVIDENCE_KINDS[report.kind]
    if not report.changed:
        return Text(
            f"这些记录早已是{name.zh}第{report.number}批，没有变化。",
            f"These rows are batch {report.number} of {name.en} already; nothing changed.",
        )
    return Text(
        f"已导入{name.zh}第{report.number}批，{report.rows}行。",
        f"Imported batch {report.number} of {name.en}: {report.rows} rows.",
    )
