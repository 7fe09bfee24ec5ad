"""Good campaigns at every stage: what the report says, for everybody and for one person."""

from dataclasses import replace
from functools import cache

import pytest

from pingyi.protocol.bodies import Policy
from pingyi.verifier.personal import Wishes
from pingyi.verifier.report import NAMES, PERSONAL
from tests.ballots import founding
from tests.ballots.plan import GOOD, STEPS
from tests.ballots.world import World
from tests.verifier.checking import SMALL, checked, failing, found

STAGES = {"open": "open", "closed": "closed", "opened": "closed", "first": "closed", "tags": "tags", "rows": "rows"}
WAITING = {
    "open": {"issuance", "tags", "rows", "accounts", "statements"},
    "closed": {"tags", "rows", "accounts", "statements"},
    "opened": {"tags", "rows", "accounts", "statements"},
    "first": {"tags", "rows", "accounts", "statements"},
    "tags": {"rows", "statements"},
    "rows": set(),
}


@cache
def world(step: str = "rows") -> World:
    return World(replace(SMALL, step=step))


@pytest.mark.parametrize("step", STEPS)
def test_every_stage_holds(step, tmp_path):
    report = checked(world(step).write(tmp_path))
    assert (report.ok, report.stage) == (True, STAGES[step])
    assert {check.name for check in report.checks if check.detail == "not yet"} == WAITING[step]
    assert [check.name for check in report.checks] == [name for name in NAMES if name not in PERSONAL]


def test_the_figures_are_those_of_the_campaign(tmp_path):
    report = checked(world().write(tmp_path))
    figures = {check.name: check.figures for check in report.checks}
    assert figures["roll"] == {"cells": 4, "keys": 105 + 80, "batches": 1}
    assert figures["entries"] == {"ballots": 105}
    assert figures["issuance"] == {"S_records": 104, "R_records": 105, "entry_without_ballot": 1}
    assert figures["tags"] == {"first": 34 + 32 + 29, "final": 35 + 32 + 29}
    assert figures["rows"] == {"rows": 35 + 32, "released_cells": 2}
    assert figures["accounts"] == {"cast": 105, "review_cells": [], "lost": 3, "flagged_cells": [1, 2]}
    assert figures["statements"]["withheld_cells"] == [2, 3]


@pytest.mark.parametrize("expect", ["fingerprint", "hash", "as typed"])
def test_expect_names_the_campaign(expect, tmp_path):
    one = world("open")
    typed = f"{one.fingerprint[:5]}-{one.fingerprint[5:]}".lower()
    asked = {"fingerprint": one.fingerprint, "hash": one.camp.hex(), "as typed": typed}[expect]
    assert checked(one.write(tmp_path), expect=asked).origin == "checked"


def test_the_grade_is_claimed_until_a_list_is_pinned(tmp_path):
    folder = world("open").write(tmp_path)
    assert str(checked(folder).grade) == "claimed A"
    assert str(checked(folder, policy=Policy.parse(founding.policy())).grade) == "A"
    assert str(checked(folder, policy=Policy(())).grade) == "D"


def test_a_demonstration_is_grade_d(tmp_path):
    report = checked(World(replace(SMALL, demonstration=True)).write(tmp_path))
    assert (report.ok, str(report.grade)) == (True, "claimed D")


@pytest.mark.parametrize(
    "kinds", [("roll",), ("issuance",), ("tags",), ("rows",), ("tags", "rows", "issuance", "roll")]
)
def test_withdrawn_lists_may_be_absent(kinds, tmp_path):
    report = checked(World(replace(SMALL, withdrawn=kinds)).write(tmp_path))
    assert report.ok, report.plain()
    assert {check.name for check in report.checks if "withdrawn" in check.detail} == {"package", *kinds}


def test_withdrawn_lists_need_a_statement(tmp_path):
    one = World(SMALL, twists={"files": lambda files, _: {k: v for k, v in files.items() if not k.startswith("rows/")}})
    assert failing(checked(one.write(tmp_path)))[:1] == ["package"]


def asked(folder, **wishes):
    """The last check of a report to somebody who asks."""
    report = checked(folder, wishes=Wishes(**wishes))
    assert failing(report) in ([], [next(iter(wishes))])
    return found(report, next(iter(wishes)))


def test_receipts(tmp_path):
    one = world("open")
    folder = one.write(tmp_path)
    answer = asked(folder, receipt=one.receipt(one.ballots[5]))
    assert (answer.ok, answer.figures["log_size"]) == (True, len(one.history.entries))
    assert not asked(folder, receipt="pyr1.AAAA").ok
    good = one.receipt(one.ballots[5])
    assert not asked(folder, receipt=good[:100] + ("A" if good[100] != "A" else "B") + good[101:]).ok


@pytest.mark.parametrize(
    ("step", "cell", "said"),
    [
        ("first", 0, "not yet"),
        ("tags", 0, "not yet"),
        ("rows", 0, "counted as cast"),
        ("rows", 2, "counted; its cell is withheld for too few ballots"),
    ],
)
def test_check_codes(step, cell, said, tmp_path):
    one = world(step)
    ballot = next(one for one in one.ballots if (one.cell, one.fate) == (cell, GOOD))
    answer = asked(one.write(tmp_path), check=one.check_code(ballot))
    assert (answer.ok, answer.detail) == (True, said)


@pytest.mark.parametrize("place", [(2, 3), (2, 4), (3, 0)])
def test_check_codes_of_ballots_that_were_not_counted(place, tmp_path):
    one = world()
    assert not asked(one.write(tmp_path), check=one.check_code(one.ballot(*place))).ok


def test_a_late_ballot_counts(tmp_path):
    one = world()
    assert asked(one.write(tmp_path), check=one.check_code(one.ballot(0, 1))).detail == "counted as cast"


def test_codes(tmp_path):
    from pingyi.tokens import codes

    one = world()
    folder = one.write(tmp_path)
    voter, idle, twice = one.people[3][0], one.people[3][-1], one.people[0][2]
    answers = [asked(folder, code=codes.printed(person.code)) for person in (voter, idle, twice)]
    assert [one.detail for one in answers] == ["used", "unused", "used for one token of two"]
    assert [(one.figures["S_used"], one.figures["R_used"]) for one in answers] == [(1, 1), (0, 0), (0, 1)]
    assert not asked(folder, code=codes.with_check("0" * 20)).ok
    assert not asked(folder, code="nonsense").ok


def test_codes_before_the_close(tmp_path):
    from pingyi.tokens import codes

    one = world("open")
    assert asked(one.write(tmp_path), code=codes.printed(one.people[0][-1].code)).detail == "not yet"
