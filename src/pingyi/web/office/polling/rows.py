"""Taking the published rows in, with the verifier's report check by check."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from pingyi.foundation.places import var_folder
from pingyi.polling.actions import take_in_rows
from pingyi.polling.actions.counting import TakenIn
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.refusals import NotVerified, place_wrong
from pingyi.verifier.meanings import MEANINGS
from pingyi.verifier.report import NOT_YET, WITHDRAWN
from pingyi.web.office.access import who
from pingyi.web.office.asking import Ask, Upload, answered, done, posted, take
from pingyi.web.office.polling.manifests import content_of
from pingyi.web.office.polling.reading import appraisal_held
from pingyi.web.office.words import said
from pingyi.web.site.vocabulary import ASSURANCE
from pingyi.wording import Refused, Text

DETAILS = {
    NOT_YET: Text("还没到这一步", "not yet"),
    "flagged": Text(
        "开不出或者找不到的票偏多，请向开票方问明原因",
        "many ballots could not be opened or are missing: ask the trustees why",
    ),
    WITHDRAWN: Text("有的名单过了保存期，已经撤下", "a list was withdrawn after its retention date"),
}


class Package(Ask):
    """Where the package lies, and the pinned list."""

    place = forms.CharField(
        label=said("票数据在哪里", "Where the rows are"),
        help_text=said(
            "公开文件的网址；已经放在本机的，写文件夹名。",
            "The address of the public files, or the name of a folder on this machine.",
        ),
        max_length=500,
    )
    policy = Upload(
        label=said("认定的机构名单", "Pinned list of bodies"),
        help_text=said("没有就不传，保密等级会注明“自报”。", "Without it the assurance grade is said to be claimed."),
        required=False,
    )


def rows(request: HttpRequest, code: str) -> HttpResponse:
    """Verify and take in; show every check, whether it came to that or not."""
    one, appraisal = appraisal_held(request, code, "polling.change")
    form = Package(*posted(request), initial={"place": appraisal.public_place})
    refused: list[NotVerified] = []
    if take(form, lambda asked: _taken_in(appraisal, asked, request, refused)):
        n = form.outcome.ballots
        told = Text(f"全部符合，已收下{n}张票。", f"Everything holds: {n} ballots taken in.")
        return done(request, told, "office-polling-rows", code)
    failed = refused[0].report if refused else None
    verified = getattr(appraisal, "verified", None)
    report: Any = failed.plain() if failed else verified.report if verified else {"checks": []}
    shown = {
        "campaign": one,
        "appraisal": appraisal,
        "verified": verified,
        "checks": [_check(check) for check in report["checks"]],
        "failed": failed,
        "grade_says": ASSURANCE.get(verified.grade) if verified else None,
    }
    return answered(request, "office/polling/rows.html", form, shown)


def _taken_in(
    appraisal: OnlineAppraisal, asked: dict[str, Any], request: HttpRequest, refused: list[NotVerified]
) -> TakenIn:
    policy = content_of(asked["policy"], "policy") if asked["policy"] else None
    try:
        return take_in_rows(appraisal, _place(asked["place"], appraisal), policy=policy, by=who(request))
    except NotVerified as found:
        refused.append(found)
        short = Text("没有通过核对，一张票也没有收下。", "It does not hold: not one ballot was taken in.")
        raise Refused.because(
            "not_verified", short, Text("看下面哪一项不符。", "See below which check fails.")
        ) from None


def _place(asked: str, appraisal: OnlineAppraisal) -> str:
    """Return the address, or the folder below public/ballots: nobody points at other files of this machine."""
    if asked.startswith(("https://", "http://")) or asked == appraisal.public_place:
        return asked
    if "/" in asked or "\\" in asked or asked.startswith("."):
        raise place_wrong("place")
    return str(var_folder("public", "ballots") / asked)


def _check(check: dict[str, Any]) -> dict[str, Any]:
    detail = check["detail"]
    return {
        "meaning": MEANINGS[check["name"]],
        "name": check["name"],
        "ok": check["ok"],
        "detail": DETAILS.get(detail, Text(detail, detail)) if detail else None,
    }
