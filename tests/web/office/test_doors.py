"""Who may open which page: signed in, with a right, over the thing it shows."""

import re

import pytest
from django.urls import get_resolver

from pingyi.directory.models import Unit
from pingyi.directory.roles import ROLES, verbs_of
from tests.web.invented import build_province
from tests.web.office.conftest import text_of

GIVEN = {
    "code": "99-department",
    "key": "1-abc",
    "kind": "sample",
    "number": "1",
    "pk": "1",
    "suffix": "csv",
    "point": "p1",
    "month": "1",
    "date": "1",
}


def office_routes(resolver=None, prefix=""):
    """Address and rule of every office route, filled in with something."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from office_routes(pattern, path)
        elif (pattern.name or "").startswith("office-"):
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: GIVEN[found[1]], path), pattern.callback.rule


ROUTES = sorted(set(office_routes()))


def test_there_are_routes_to_try():
    assert len(ROUTES) > 40


def test_nobody_enters_without_signing_in(client, db):
    answers = [client.get(address) for address, _ in ROUTES]
    assert {answer.status_code for answer in answers} == {302}
    assert all("/office/account/login/" in answer["Location"] for answer in answers)


def test_an_account_without_a_posting_opens_nothing(land, seat):
    client = seat("ye", role=None)
    assert {client.get(address).status_code for address, _ in ROUTES} == {403}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_a_role_opens_only_what_its_verbs_open(land, seat, role):
    client = seat("ye", role, land["990102-bureau"])
    lacking = [address for address, rule in ROUTES if rule not in verbs_of(role)]
    assert {client.get(address).status_code for address in lacking} <= {403}


def test_the_navigation_names_only_doors_that_open(land, seat):
    for role in ("liaison", "survey_supervisor", "auditor", "organiser"):
        client = seat(role, role)
        nav = text_of(client.get("/office/")).split("</nav>")[0]
        doors = set(re.findall(r'href="(/office/[^"]+)"', nav))
        assert doors and {client.get(door).status_code for door in doors} == {200}


@pytest.fixture
def unpublished(db):
    return build_province(published=False)


def test_before_publication_the_rated_side_sees_no_figure(unpublished, seat):
    department = Unit.objects.get(code="53-province_dept")
    for username, role, unit in (("zhou", "leading_group", department), ("gu", "unit_head", department)):
        rated = seat(username, role, unit)
        assert rated.get("/office/campaigns/yunling-2025/results/1/").status_code == 404
        assert "/results/1/" not in text_of(rated.get("/office/campaigns/yunling-2025/results/"))


def test_the_organiser_and_the_auditor_see_it(unpublished, seat):
    for username, role in (("shen", "organiser"), ("jiang", "auditor")):
        assert seat(username, role).get("/office/campaigns/yunling-2025/results/1/").status_code == 200


def test_after_publication_the_rated_side_sees_it_too(db, seat):
    build_province()
    rated = seat("gu", "unit_head", Unit.objects.get(code="530102-county_bureau"))
    assert rated.get("/office/campaigns/yunling-2025/results/1/").status_code == 200


def test_the_journal_is_for_those_who_hold_the_whole(unpublished, seat):
    local = seat("jiang", "auditor", Unit.objects.get(code="5301-prefecture_bureau"))
    assert local.get("/office/journal/").status_code == 403
