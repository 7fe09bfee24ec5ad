"""Rights: held by posting, over a scope, for a time; refused otherwise."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from pingyi.accounts.models import Staff
from pingyi.directory import rules  # noqa: F401 - names the rules
from pingyi.directory.models import Posting, Unit, UnitKind
from pingyi.directory.queries.postings import units_held
from pingyi.directory.roles import ROLES, VERBS, verbs_of

DAY = dt.date(2026, 5, 1)


@pytest.fixture
def units(db) -> dict[str, Unit]:
    kind = UnitKind.objects.create(code="traffic", name_zh="交警")

    def unit(code: str, path: str, line_path: str | None = None) -> Unit:
        return Unit.objects.create(
            code=code, name_zh=code, path=path, line_path=line_path, level="county", kind=kind, valid_from=DAY
        )

    return {
        "bureau": unit("bureau", "0001"),
        "brigade": unit("brigade", "00010001", "00010001"),
        "detachment": unit("detachment", "00020001", "0001"),
        "other": unit("other", "0002"),
    }


def post(staff: Staff, role: str, unit: Unit | None, **columns: object) -> Posting:
    return Posting.objects.create(**{"staff": staff, "role": role, "unit": unit, "from_on": DAY, **columns})


def test_every_role_names_only_verbs_of_the_table():
    assert all(role.verbs <= set(VERBS) for role in ROLES.values())
    assert verbs_of("nobody") == frozenset()


def test_nobody_holds_anything_without_a_posting(lan, units):
    assert not any(lan.has_perm(verb) for verb in VERBS)
    assert not AnonymousUser().has_perm("office.view")
    assert not lan.has_perm("no.such.verb", units["other"])


def test_a_posting_reaches_its_subtree_and_nothing_beside_it(lan, units):
    post(lan, "organiser", units["bureau"])
    assert lan.has_perm("directory.change")
    assert lan.has_perm("directory.change", units["bureau"])
    assert lan.has_perm("directory.change", units["brigade"])
    assert not lan.has_perm("directory.change", units["other"])
    assert not lan.has_perm("staff.change", units["bureau"])


def test_a_posting_by_line_reaches_the_brigade_in_another_area(lan, units):
    post(lan, "organiser", units["detachment"], by="line")
    assert lan.has_perm("directory.change", units["brigade"])
    assert not lan.has_perm("directory.change", units["bureau"])
    assert {unit.code for unit in units_held(lan, "directory.change")} == {"brigade", "detachment"}


def test_a_posting_by_line_of_a_unit_in_no_line_gives_nothing(lan, units):
    post(lan, "organiser", units["bureau"], by="line")
    assert not lan.has_perm("directory.change")


@pytest.mark.parametrize(
    ("from_on", "to_on", "held"),
    [
        (dt.date(2026, 5, 10), dt.date(2026, 5, 10), True),
        (dt.date(2026, 5, 11), None, False),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 9), False),
    ],
)
def test_a_posting_lasts_from_its_first_to_its_last_day(lan, units, from_on, to_on, held):
    post(lan, "organiser", None, from_on=from_on, to_on=to_on)
    assert lan.has_perm("directory.change", units["other"]) is held
    assert bool(units_held(lan, "directory.change")) is held


def test_a_thing_of_the_whole_needs_a_posting_of_the_whole(lan, units):
    thing = post(lan, "organiser", units["bureau"])
    assert lan.has_perm("directory.change", thing)
    thing.unit = None
    assert not lan.has_perm("directory.change", thing)
    assert not lan.has_perm("directory.change", "bureau")


def test_staff_who_may_no_longer_sign_in_hold_nothing(lan, units):
    post(lan, "administrator", None)
    assert lan.has_perm("staff.change")
    lan.is_active = False
    assert not lan.has_perm("staff.change")
