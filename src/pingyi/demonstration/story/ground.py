"""The ground: areas and units, service points, calendars, a norm, staff with their postings."""

from typing import Final

from pingyi.accounts.actions import add_staff
from pingyi.accounts.models import Staff
from pingyi.demonstration.people import PASSWORD, everybody
from pingyi.demonstration.story.times import FOUNDED_ON
from pingyi.demonstration.world.places import all_places
from pingyi.demonstration.world.windows import KINDS
from pingyi.directory.actions.calendars import load_calendar_year
from pingyi.directory.actions.imports import import_divisions
from pingyi.directory.actions.norms import NormVersion, add_norm
from pingyi.directory.actions.postings import grant_posting
from pingyi.directory.actions.service_points import put_service_point
from pingyi.directory.importing.rows import AreaRow
from pingyi.directory.models import Unit
from pingyi.wording import Text

HOURS: Final = "工作日 9:00–12:00，13:00–17:00"
ARTICLES: Final = (
    ("1", Text("窗口人员上岗佩戴标识，执法亮明证件。", "Staff wear badges; officers show their card.")),
    ("2", Text("办事材料一次性告知，给书面清单。", "People are told everything they need at once, in writing.")),
    ("3", Text("公示的时间内，窗口始终有人。", "During posted hours somebody is always at the counter.")),
    (
        "4",
        Text("按叫号顺序办理；机器坏了，由人工叫号。", "People are served in order; if the machine fails, by voice."),
    ),
    ("5", Text("接警及时派警，到场及时告知进展。", "Calls are answered and people told what happens next.")),
    ("6", Text("执法过程按规定记录，不缺、不删、不改。", "What is done is recorded and never altered.")),
    ("7", Text("说话文明，不推诿，不训人。", "Staff speak civilly and send nobody from door to door.")),
    ("8", Text("便民设施能用，老人和残疾人方便。", "Facilities work, also for the old and the disabled.")),
    ("9", Text("按公示时间开门、关门。", "Doors open and close at the posted times.")),
)


def found_units() -> None:
    """Import the division tree and let the shipped rule make the units."""
    rows = [AreaRow(place.code, place.parent, place.level, place.name, place.name_en) for place in all_places()]
    import_divisions(rows, valid_from=FOUNDED_ON)


def open_counters() -> None:
    """Give every window of a county its one service point."""
    windows = Unit.objects.filter(kind__code__in=KINDS, level="county").order_by("path")
    for unit in windows:
        name = Text(f"{unit.name_zh}1号窗", f"{unit.name_en}, counter 1")
        put_service_point(f"{unit.code}-1", unit=unit, name=name, hours=HOURS)


def lay_down_rules() -> None:
    """Load the calendars of the two years and the norm that findings cite."""
    load_calendar_year(2025)
    load_calendar_year(2026)
    name = Text("云岭省公安窗口服务规范（演示）", "Yunling Standard of Service at Counters (demonstration)")
    add_norm(NormVersion("service", "2020", name, FOUNDED_ON, ARTICLES, source="虚构"))


def call_people() -> None:
    """Add the staff and grant their postings."""
    for person in everybody():
        staff = add_staff(person.username, name=person.name, password=PASSWORD, demonstration=True, by=None)
        unit = Unit.objects.get(code=person.unit) if person.unit else None
        grant_posting(staff, person.role, unit=unit)


def staff_called(username: str) -> Staff:
    """Return a member of staff by username."""
    return Staff.objects.get(username=username)
