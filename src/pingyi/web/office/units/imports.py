"""Importing units: a file comes in, the page shows what it would change, a button does it."""

import hashlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pingyi.directory.actions.imports import import_file
from pingyi.directory.generation import default_rule
from pingyi.directory.importing.files import DirectoryFile, read_file
from pingyi.directory.importing.planning import Plan, plan_file
from pingyi.directory.importing.tables import check_size, read_bytes, read_table
from pingyi.web.office.access import require_everywhere, who
from pingyi.web.office.asking import Ask, Confirm, Upload, answered, done, posted, sheet, take
from pingyi.web.office.held_files import HeldFile, hold, keep_as_refused, release
from pingyi.web.office.refused import gone, held_or_none
from pingyi.web.office.words import COLUMNS, said
from pingyi.wording import Refused, Text

MOST_LISTED = 100


class UnitFile(Ask):
    """A table of divisions or of units."""

    file = Upload(
        label=said("单位文件", "File of units"),
        help_text=said(
            "CSV 或 XLSX，最大 20 MB。行政区划文件和单位文件都认得。", "CSV or XLSX, up to 20 MB: divisions or units."
        ),
    )
    areas_only = forms.BooleanField(
        label=said("只导入地区，不按规则生成单位", "Import areas only, make no units"), required=False
    )


def bring(request: HttpRequest) -> HttpResponse:
    """Take a file in and look at it; nothing changes yet."""
    require_everywhere(request, "directory.change")
    form = UnitFile(*posted(request))

    def act(asked: dict[str, Any]) -> HeldFile:
        check_size(asked["file"].size)
        return hold(who(request), asked["file"], "units", areas_only="yes" if asked["areas_only"] else "")

    if take(form, act):
        return redirect("office-units-check", form.outcome.key)
    lead = (
        Text(
            "先看会改什么，您确认以后才真的改。", "First you see what would change; nothing changes before you confirm."
        ),
        Text("同一个文件导入两次，不会变成两份。", "The same file twice changes nothing."),
    )
    title, verb = Text("导入单位", "Import units"), Text("上传并检查", "Upload and check")
    return sheet(request, form, title, verb, lead=lead, back=reverse("office-units"), back_name=Text("单位", "Units"))


def check(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the file would change; carry it out when confirmed."""
    require_everywhere(request, "directory.change")
    held = held_or_none(request, key)
    if held is None:
        return gone(request, "office-units-import")
    try:
        file, options = _read(held), _options(held)
        plan = plan_file(file, **options)
    except Refused as refused:
        return redirect("office-refused", keep_as_refused(held, refused).key)
    form = Confirm(*posted(request))
    digest = hashlib.sha256(held.path.read_bytes()).hexdigest()
    if take(form, lambda _: import_file(file, digest=digest, by=who(request), **options)):
        release(held)
        return done(request, _sentence(form.outcome), "office-units")
    return answered(request, "office/units_check.html", form, {"held": held, "plan": plan, **_listed(plan)})


def _read(held: HeldFile) -> DirectoryFile:
    return read_file(read_table(read_bytes(held.path)))


def _options(held: HeldFile) -> dict[str, Any]:
    return {"rule": default_rule(), "areas_only": bool(held.answers["areas_only"])}


def _listed(plan: Plan) -> dict[str, Any]:
    changes = [(one.code, COLUMNS.get(one.field, one.field), one.before, one.after) for one in plan.changes]
    return {
        "parts": ((Text("地区", "Areas"), plan.areas), (Text("单位", "Units"), plan.units)),
        "changes": changes[:MOST_LISTED],
        "more_changes": max(0, len(changes) - MOST_LISTED),
        "new_units": plan.units.new[:MOST_LISTED],
        "more_units": max(0, len(plan.units.new) - MOST_LISTED),
        "nothing": not plan.new and not plan.changed,
    }


def _sentence(plan: Plan) -> Text:
    return Text(
        f"已导入：新增{plan.new}，变更{plan.changed}，原样{plan.same}。",
        f"Imported: {plan.new} new, {plan.changed} changed, {plan.same} the same.",
    )
