"""Counters, windows and desks where people are served."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import hold_the_directory, note
from pingyi.directory.importing.issues import bad_code
from pingyi.directory.models import ServicePoint, Unit
from pingyi.directory.names import clean_name, is_proper_code
from pingyi.wording import Refused, Text

LONGEST = {"code": 40, "address": 200, "hours": 120}


@transaction.atomic
def add_service_point(
    code: str, *, unit: Unit, name: Text, address: str = "", hours: str = "", by: Staff | None = None
) -> ServicePoint:
    """Add a service point; refused when the code is in use, whoever uses it."""
    hold_the_directory()
    if ServicePoint.objects.filter(code=code).exists():
        raise Refused.because(
            "service_point.code_taken",
            Text(f"编码 {code} 已有窗口在用。", f"Code {code} is in use."),
            Text("请另给一个编码。", "Choose another."),
            field="code",
        )
    return put_service_point(code, unit=unit, name=name, address=address, hours=hours, by=by)


@transaction.atomic
def put_service_point(
    code: str, *, unit: Unit, name: Text, address: str = "", hours: str = "", by: Staff | None = None
) -> ServicePoint:
    """Add the service point with this code, or bring it to this state. The same once more changes nothing."""
    if not is_proper_code(code, LONGEST["code"]):
        raise Refused(bad_code(code, LONGEST["code"], None))
    name, address, hours = clean_name(name), _line("address", address), _line("hours", hours)
    wanted = {"unit": unit, "name_zh": name.zh, "name_en": name.en, "address": address, "hours": hours}
    there = ServicePoint.objects.filter(code=code).first()
    if there is not None and all(getattr(there, column) == value for column, value in wanted.items()):
        return there
    point, new = ServicePoint.objects.update_or_create(code=code, defaults=wanted)
    told = "added" if new else "changed"
    note(by, f"service_point:{told}", f"service_point:{code}", unit=unit.code, name=name.zh)
    return point


@transaction.atomic
def remove_service_point(point: ServicePoint, *, by: Staff | None = None) -> None:
    """Take away a service point that no longer exists."""
    note(by, "service_point:removed", f"service_point:{point.code}", unit=point.unit.code, name=point.name_zh)
    point.delete()


def _line(field: str, text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST[field] or not text.isprintable():
        raise Refused.because(
            "service_point.bad_line",
            Text(f"超过{LONGEST[field]}字，或有换行。", f"Longer than {LONGEST[field]} characters, or several lines."),
            Text("请写成一行，短一些。", "Write one shorter line."),
            field=field,
        )
    return text
