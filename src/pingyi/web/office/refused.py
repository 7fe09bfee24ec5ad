"""Files that were not taken in: what is wrong row by row, and the file with its errors to download."""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from pingyi.directory.importing.refused import keep_refused
from pingyi.directory.importing.tables import MOST_BYTES
from pingyi.web.office.access import who
from pingyi.web.office.held_files import HeldFile, held_file, release
from pingyi.web.office.words import EVIDENCE_KINDS
from pingyi.wording import Refused, Text

HEADINGS = (Text("第几行", "Row"), Text("哪一列", "Column"), Text("问题", "What is wrong"), Text("怎么改", "Remedy"))


def refused(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was wrong with a file; let it go when its owner is done with it."""
    held = held_or_none(request, key)
    if held is None or not held.issues:
        return gone(request, "office-today")
    if request.method == "POST":
        release(held)
        return redirect("office-today")
    return render(request, "office/refused.html", {"held": held, "for_what": _for_what(held), "again": _again(held)})


def marked(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the file with its errors beside each row; for what is no table, the list of errors."""
    held = held_or_none(request, key)
    if held is None or not held.issues:
        return gone(request, "office-today")
    name, content = _marked(held, get_language() or "zh")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'.encode("ascii", "replace").decode()}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def held_or_none(request: HttpRequest, key: str) -> HeldFile | None:
    """Return the file the person has waiting under `key`."""
    return held_file(who(request), key)


def gone(request: HttpRequest, route: str, *args: str) -> HttpResponse:
    """Say that the file is not there any more, and lead back."""
    told = Text("这个文件已经办完或过期，请重新上传。", "This file is done with or has expired: upload it again.")
    messages.warning(request, told.say(get_language() or "zh"))
    return redirect(route, *args)


def _marked(held: HeldFile, language: str) -> tuple[str, bytes]:
    if held.path.stat().st_size <= MOST_BYTES:
        kept = keep_refused(held.path.read_bytes(), Refused(held.issues), name=held.name, language=language)
        if kept is not None and kept.suffix == ".csv":
            return "errors.csv", kept.read_bytes()
    out = io.StringIO(newline="")
    rows = [(one.row or "", one.field or "", one.what.say(language), one.remedy.say(language)) for one in held.issues]
    csv.writer(out).writerows([[heading.say(language) for heading in HEADINGS], *rows])
    return "errors.csv", out.getvalue().encode("utf-8-sig")


def _for_what(held: HeldFile) -> Text:
    kind = held.about.split(":")[-1]
    return EVIDENCE_KINDS.get(kind, Text("单位", "Units"))


def _again(held: HeldFile) -> tuple[str, list[str]]:
    what, *rest = held.about.split(":")
    return ("office-evidence-bring", rest) if what == "evidence" else ("office-units-import", [])
