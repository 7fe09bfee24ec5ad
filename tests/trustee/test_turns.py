"""Every step in its turn: early, late, twice, or by the other trustee it is refused, and nothing is written."""

import shutil
from dataclasses import replace

import pytest

from pingyi.trustee.destruction import destroy
from pingyi.trustee.opening.objections import finish, hand_on
from pingyi.trustee.opening.outer import open_outer
from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from pingyi.wording import Refused
from tests.trustee.world import LATER, trustee


def inner(home):
    return home / "t1" / "handover" / "inner.bin"


def objections(home):
    return home / "t1" / "handover" / "objections.bin"


STEPS = {
    "outer": lambda home: open_outer(trustee(home, 1), with_missing=True, processes=1),
    "inner": lambda home: open_inner(trustee(home, 2), inner(home), processes=1),
    "objection": lambda home: hand_on(trustee(home, 1), [], now=LATER),
    "tags": lambda home: finish(trustee(home, 2), objections(home), now=LATER),
    "rows": lambda home: publish_rows(trustee(home, 2), processes=1),
    "destroy 1": lambda home: destroy(trustee(home, 1)),
    "destroy 2": lambda home: destroy(trustee(home, 2)),
}
TURN = ["open", "closed", "outer", "tags", "final", "rows"]
FIRST = {"outer": 1, "inner": 2, "objection": 3, "tags": 3, "rows": 4, "destroy 1": 5, "destroy 2": 5}
WRONG = [(stage, step) for stage in TURN for step in STEPS if TURN.index(stage) != FIRST[step]]


def forget(home):
    """What the trustees wrote is gone; the log still knows."""
    for which in (1, 2):
        shutil.rmtree(home / f"t{which}" / "outbox", ignore_errors=True)


def written(home):
    """Every file with its time of writing."""
    return {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("stage", "step"), WRONG, ids=str)
def test_out_of_turn_nothing_happens(at, stage, step):
    home = at(stage)
    forget(home)
    before = written(home)
    with pytest.raises(Refused) as caught:
        STEPS[step](home)
    early = TURN.index(stage) < FIRST[step]
    assert [issue.code for issue in caught.value.issues] == ["step_early" if early else "step_over"]
    assert written(home) == before


@pytest.mark.parametrize("step", ["objection", "tags"])
def test_objections_are_not_over_before_seven_days(at, step):
    home, early = at("tags"), LATER - 2 * 86_400
    act = {"objection": lambda: hand_on(trustee(home, 1), [], now=early)}
    act["tags"] = lambda: finish(trustee(home, 2), objections(home), now=early)
    with pytest.raises(Refused) as caught:
        act[step]()
    assert caught.value.issues[0].code == "objections_open"


def test_the_other_trustees_step_is_refused(at):
    home = at("closed")
    (home / "t1").rename(home / "t")
    (home / "t2").rename(home / "t1")
    with pytest.raises(Refused) as caught:
        STEPS["outer"](home)
    assert caught.value.issues[0].code == "other_trustee"


@pytest.mark.parametrize(
    ("stage", "step"), [("outer", "outer"), ("tags", "inner"), ("final", "tags"), ("rows", "rows")]
)
def test_a_step_that_is_done_changes_nothing(at, stage, step):
    home = at(stage)
    before = written(home)
    STEPS[step](home)
    assert written(home) == before


def test_an_opening_needs_the_close_under_a_witnessed_checkpoint(at, tmp_path):
    home = at("closed")
    checkpoint = home / "c1" / "log" / "checkpoint"
    lines = checkpoint.read_text().splitlines(keepends=True)
    checkpoint.write_text("".join(lines[:-1]))  # the witness's line
    with pytest.raises(Refused) as caught:
        STEPS["outer"](home)
    assert caught.value.issues[0].code == "log_damaged"


def test_a_copy_of_the_log_that_was_changed_is_not_believed(at):
    home = at("closed")
    bundle = next((home / "c1" / "log" / "tile" / "entries").glob("000.p/*"))
    content = bytearray(bundle.read_bytes())
    content[-200] ^= 1
    bundle.write_bytes(content)
    with pytest.raises(Refused) as caught:
        STEPS["outer"](home)
    assert caught.value.issues[0].code == "log_damaged"


def test_a_demonstration_does_not_wait(at):
    home = at("tags")
    real = trustee(home, 1)
    shown = replace(real.campaign, manifest=replace(real.campaign.manifest, demonstration=True))
    target, looked = hand_on(replace(real, campaign=shown), [], now=LATER - 8 * 86_400)
    assert target.exists() and looked == []
