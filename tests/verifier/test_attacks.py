"""Gate 3: each attack is performed, signed again by whoever can, and the check that finds it is named."""

from dataclasses import replace
from functools import cache

import pytest

from pingyi.protocol.entries import BallotEntry
from pingyi.verifier.personal import Wishes
from tests.ballots.attacks import ATTACKS
from tests.ballots.keys import seed
from tests.ballots.plan import GOOD, INVALID
from tests.ballots.world import World, write
from tests.verifier.checking import SMALL, checked, failing, found


@cache
def honest() -> World:
    return World(SMALL)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_named_check_finds(name, tmp_path):
    attack = ATTACKS[name]
    plan = replace(SMALL, **attack.plan)
    assert attack.fits(plan)
    report = checked(World(plan, twists=attack.twists).write(tmp_path))
    assert failing(report)[:1] == [attack.check], report.plain()
    if attack.check in ("manifest", "log"):  # nothing that stands on it is said to hold
        assert {check.name for check in report.checks if check.ok} <= {"package", "manifest"}


@pytest.mark.parametrize("changes", {tuple(attack.plan.items()) for attack in ATTACKS.values()})
def test_without_the_attack_all_is_well(changes, tmp_path):
    report = checked(World(replace(SMALL, **dict(changes))).write(tmp_path))
    assert failing(report) == []


def test_a_fake_manifest_agrees_with_itself_but_not_with_the_letter(tmp_path):
    fake = World(replace(SMALL, seed="fake", step="open")).write(tmp_path)
    assert checked(fake).ok
    assert checked(fake).origin == "self-consistent only"
    report = checked(fake, expect=honest().fingerprint)
    assert (failing(report), report.origin) == (["manifest"], "self-consistent only")


def test_an_isolated_voter_sees_it_by_the_fingerprint(tmp_path):
    """Somebody who was given a campaign of one: the log is hers alone, and so is its name."""
    alone = World(replace(SMALL, seed="alone", cast=(2,), fates={}, batches=(), step="open", quorum=0, witnesses=0))
    assert failing(checked(alone.write(tmp_path), expect=honest().camp.hex())) == ["manifest"]


def test_a_ballot_dropped_before_any_checkpoint_is_missed_by_its_receipt(tmp_path):
    ballot = honest().ballots[3]
    receipt = honest().receipt(ballot)
    dropped = World(SMALL, twists={"ballots": lambda found, world: [one for one in found if one != ballot]})
    report = checked(dropped.write(tmp_path), wishes=Wishes(receipt=receipt))
    assert failing(report)[-1] == "receipt"


def test_a_valid_ballot_called_invalid_is_missed_by_its_check_code(tmp_path):
    ballot = next(one for one in honest().ballots if one.fate == GOOD and one.cell == 0)
    lying = World(replace(SMALL, fates={**SMALL.fates, (0, ballot.person.nth): INVALID}))
    report = checked(lying.write(tmp_path), wishes=Wishes(check=honest().check_code(ballot)))
    assert failing(report) == ["check"]
    assert found(report, "accounts").figures["flagged_cells"]  # and everybody sees that something is amiss there


def test_a_receipt_for_something_that_is_no_ballot(tmp_path):
    """The box signs a receipt over an entry that holds no ballot."""
    from pingyi.ledger.trees import leaf_hash
    from pingyi.primitives import ed25519
    from pingyi.tokens.casting import CastReply, receipt_message
    from pingyi.tokens.receipts import Receipt

    world = honest()
    index = next(n for n, entry in enumerate(world.history.entries) if entry[0] != BallotEntry.type)
    hashed = leaf_hash(world.history.entries[index])
    signature = ed25519.sign(seed("B"), receipt_message(world.camp, index, hashed))
    receipt = Receipt(world.camp, CastReply(index, hashed, signature)).text()
    assert failing(checked(world.write(tmp_path), wishes=Wishes(receipt=receipt))) == ["receipt"]


@pytest.mark.parametrize("path", ["rows/extra.bin", "README", "log/tile/0/x000/000", "log/checkpoints/1x", ".hidden"])
def test_a_file_that_nobody_lists(path, tmp_path):
    write({**honest().package(), path: b"more"}, tmp_path)
    assert failing(checked(tmp_path)) == ["package"]


@pytest.mark.parametrize("path", [path for path in sorted(honest().package()) if seed(path)[0] % 4 == 0])
def test_a_file_taken_away(path, tmp_path):
    files = {name: content for name, content in honest().package().items() if name != path}
    assert failing(checked(write(files, tmp_path)))[:1] == ["package"]
