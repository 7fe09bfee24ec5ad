"""Nobody can grant what he lacks, whatever the roles, the scopes and the terms."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.accounts.models import Staff
from pingyi.directory import rules  # noqa: F401 - names the rules
from pingyi.directory.actions.postings import Term, end_posting, grant_posting
from pingyi.directory.models import Posting, Unit
from pingyi.directory.roles import ROLES
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused
from tests.directory.conftest import TODAY, unit

pytestmark = pytest.mark.django_db
DAYS = [TODAY + dt.timedelta(days=number) for number in (-400, -1, 0, 1, 30, 400)]
ROLLED_BACK = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
PLACES = [
    "53-department",
    "5301-bureau",
    "530124-bureau",
    "530124-traffic",
    "5303-bureau",
    "53-traffic",
    "5301-traffic",
]


@pytest.fixture
def mei(db) -> Staff:
    return Staff.objects.create(username="mei", name="梅")


def told(act) -> str:
    entries, postings = JournalEntry.objects.count(), Posting.objects.count()
    with pytest.raises(Refused) as refused:
        act()
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (entries, postings)
    return refused.value.issues[0].code


def reached(posting: Posting, links: list[tuple[int, int | None, int | None]]) -> set[int | None]:
    """The units of a scope, found by walking from superior to subordinate; None stands for the whole."""
    if posting.unit_id is None:
        return {None, *(unit for unit, _, _ in links)}
    found, grown = {posting.unit_id}, True
    while grown:
        below = {unit for unit, parent, superior in links if (superior if posting.by == "line" else parent) in found}
        grown = not below <= found
        found |= below
    return found


def rights(staff: Staff, day: dt.date, links: list[tuple[int, int | None, int | None]]) -> set[tuple[str, int | None]]:
    """Every verb over every unit on a day, told from the postings alone."""
    lasting = [p for p in staff.postings.all() if p.from_on <= day and (p.to_on is None or day <= p.to_on)]
    return {(verb, place) for p in lasting for verb in ROLES[p.role].verbs for place in reached(p, links)}


@st.composite
def grants(draw: st.DrawFn, roles: tuple[str, ...], firsts: list[dt.date]) -> dict:
    """A role over some scope for some term, as `grant_posting` takes it."""
    code = draw(st.none() | st.sampled_from(PLACES))
    place = Unit.objects.get(code=code) if code else None
    through = draw(st.sampled_from(["area", "line"])) if place and place.line_path else "area"
    first = draw(st.sampled_from(firsts))
    last = draw(st.sampled_from([None, *(day for day in DAYS if day >= first)]))
    return {"role": draw(st.sampled_from(roles)), "unit": place, "through": through, "term": Term(first, last)}


OWN = grants(("administrator", "organiser", "leading_group", "liaison"), DAYS[:3])
ASKED = grants(("liaison", "organiser", "auditor"), DAYS)


@given(st.data())
@settings(max_examples=100, **ROLLED_BACK)
def test_a_grant_never_gives_what_the_granter_lacks(few, lan, mei, data):
    with transaction.atomic():
        for own in data.draw(st.lists(OWN, min_size=1, max_size=2)):
            with suppress(Refused):  # the same posting twice
                grant_posting(lan, **own)
        try:
            grant_posting(mei, **data.draw(ASKED), by=lan)
        except Refused:
            assert not mei.postings.exists()
        else:
            assert lan.has_perm("postings.grant")
        links = list(Unit.objects.values_list("pk", "parent", "line_superior"))
        for day in DAYS:
            assert rights(mei, day, links) <= rights(lan, day, links)
        transaction.set_rollback(True)


@given(st.data())
@settings(max_examples=30, **ROLLED_BACK)
def test_an_administrator_of_everything_for_good_can_grant_anything_from_now_on(few, lan, mei, data):
    with transaction.atomic():
        grant_posting(lan, "administrator", term=Term(min(DAYS)))
        grant_posting(mei, **data.draw(ASKED), by=lan)
        assert mei.postings.count() == 1
        transaction.set_rollback(True)


def test_the_office_of_a_leading_group_appoints_liaisons_below_it_and_nobody_else(few, lan, mei):
    grant_posting(lan, "leading_group", unit=unit("5301-bureau"))
    grant_posting(mei, "liaison", unit=unit("530124-bureau"), by=lan)
    assert mei.has_perm("directory.view", unit("530124-traffic"))
    for role, place in (("liaison", "5303-bureau"), ("organiser", "530124-bureau"), ("auditor", "530124-bureau")):
        code = told(lambda: grant_posting(mei, role, unit=unit(place), by=lan))  # noqa: B023
        assert code == "posting.beyond_own_rights"
    assert told(lambda: grant_posting(mei, "liaison", by=lan)) == "posting.beyond_own_rights"


def test_who_holds_every_verb_of_a_role_but_not_the_right_to_grant_cannot(few, lan, mei):
    grant_posting(lan, "unit_head", unit=unit("5301-bureau"))
    assert told(lambda: grant_posting(mei, "interviewer", unit=unit("530124-bureau"), by=lan)) == (
        "posting.beyond_own_rights"
    )


def test_an_area_does_not_cover_a_line_nor_a_line_an_area(few, lan, mei):
    grant_posting(lan, "organiser", unit=unit("5301-bureau"))
    by_line = {"unit": unit("530124-traffic"), "through": "line"}
    assert told(lambda: grant_posting(mei, "liaison", **by_line, by=lan)) == "posting.beyond_own_rights"
    grant_posting(lan, "organiser", unit=unit("53-traffic"), through="line")
    grant_posting(mei, "liaison", **by_line, by=lan)


def test_a_term_cannot_outlast_the_granters_own(few, lan, mei):
    grant_posting(lan, "organiser", term=Term(TODAY, DAYS[4]))
    assert told(lambda: grant_posting(lan, "organiser", term=Term(DAYS[4] + dt.timedelta(1)), by=lan)) == (
        "posting.beyond_own_rights"
    )
    assert told(lambda: grant_posting(mei, "liaison", by=lan)) == "posting.beyond_own_rights"
    grant_posting(mei, "liaison", term=Term(TODAY, DAYS[4]), by=lan)


def test_ending_takes_the_right_away_at_once_and_is_journalled(few, lan, mei):
    grant_posting(lan, "administrator", term=Term(DAYS[0]))
    old = grant_posting(mei, "liaison", unit=unit("5301-bureau"), term=Term(DAYS[0]), by=lan)
    new = grant_posting(mei, "liaison", unit=unit("5303-bureau"), by=lan)
    end_posting(old, by=lan)
    end_posting(new, by=lan)
    assert not mei.has_perm("office.view")
    assert list(mei.postings.values_list("unit__code", "to_on")) == [("5301-bureau", TODAY - dt.timedelta(days=1))]
    acts = list(JournalEntry.objects.filter(thing="staff:mei").values_list("actor", "act", "details__unit"))
    assert acts == [
        ("lan", f"directory:posting:{act}", place)
        for act in ("granted", "ended")
        for place in ("5301-bureau", "5303-bureau")
    ]


def test_nobody_takes_away_what_he_could_not_grant(few, lan, mei):
    grant_posting(lan, "leading_group", unit=unit("5301-bureau"))
    above = grant_posting(mei, "organiser", unit=unit("5301-bureau"))
    beside = grant_posting(mei, "liaison", unit=unit("5303-bureau"))
    for posting in (above, beside):
        assert told(lambda: end_posting(posting, by=lan)) == "posting.beyond_own_rights"  # noqa: B023


def test_a_posting_that_makes_no_sense_is_refused(few, mei):
    assert told(lambda: grant_posting(mei, "king")) == "posting.unknown_role"
    assert told(lambda: grant_posting(mei, "liaison", term=Term(TODAY, DAYS[1]))) == "posting.bad_span"
    centre = unit("53-service_centre")
    assert told(lambda: grant_posting(mei, "liaison", unit=centre, through="line")) == "posting.no_line"
    grant_posting(mei, "liaison", unit=centre)
    assert told(lambda: grant_posting(mei, "liaison", unit=centre, term=Term(DAYS[4]))) == "posting.exists"
