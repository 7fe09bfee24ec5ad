"""Counters, windows and desks where people are served."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.directory.actions.journalled import note
from pingyi.directory.models import ServicePoint, Unit
from pingyi.directory.names import clean_name
from pingyi.wording import Text


@transaction.atomic
def put_service_point(
    code: str, *, unit: Unit, name: Text, address: str = "", hours: str = "", by: Staff | None = None
) -> ServicePoint:
    """Add the service point with this code, or bring it to this state. The same once more changes nothing."""
    name = clean_name(name)
    wanted = {"unit": unit, "name_zh": name.zh, "name_en": name.en, "address": address, "hours": hours}
    there = ServicePoint.objects.filter(code=code).first()
    if there is not None and all(getattr(there, column) == value for column, value in wanted.items()):
        return there
    point, new = ServicePoint.objects.update_or_create(code=code, defaults=wanted)
    note(by, f"service_point:{'added' if new else 'changed'}", f"service_point:{code}", unit=unit.code)
    return point


@transaction.atomic
def remove_service_point(point: ServicePoint, *, by: Staff | None = None) -> None:
    """Take away a service point that no longer exists."""
    note(by, "service_point:removed", f"service_point:{point.code}", unit=point.unit.code, name=point.name_zh)
    point.delete()
