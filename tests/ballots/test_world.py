"""The world of the tests is a good campaign: the verifier says so at every stage, and it is the same each time."""

from functools import cache

import pytest

from pingyi.protocol.parties import Party
from pingyi.tokens import ballots, envelopes
from tests.ballots import founding
from tests.ballots.plan import GOOD, STEPS, Plan
from tests.ballots.world import World


@cache
def whole() -> World:
    return World()


def test_the_same_each_time():
    plan = Plan(cast=(31, 5), fates={}, batches=())
    assert World(plan).package() == World(plan).package()


def test_another_seed_is_another_campaign():
    plans = [Plan(seed=name, cast=(1,), fates={}, batches=(), step="open") for name in ("one", "two")]
    assert len({World(plan).camp for plan in plans}) == 2


def test_trustees_can_open_what_is_good():
    world = whole()
    ballot = next(one for one in world.ballots if one.fate == GOOD)
    where = (world.camp, ballot.cell)
    inner = envelopes.open_(founding.hpke_key(Party.T1), envelopes.outer_info(*where), ballot.envelope)
    content = envelopes.open_(founding.hpke_key(Party.T2), envelopes.inner_info(*where), inner)
    assert inner == ballot.inner
    assert ballots.Plaintext.parse(content, 3).answers == ballot.answers


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_written(step, tmp_path):
    world = World(Plan(step=step, cast=(31, 5), fates={}, batches=((0,),)))
    assert (world.write(tmp_path) / "package.json").stat().st_size
