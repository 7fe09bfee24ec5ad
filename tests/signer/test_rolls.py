"""Who may ask: exactly the keys of the roll and of signed batches, in their cells."""

import pytest

from pingyi.primitives import ed25519
from pingyi.protocol import lists
from pingyi.signer.campaign import Campaign
from pingyi.signer.rolls import RollFile, Rolls
from pingyi.wording import Refused
from tests.signer.world import CELLS, PEOPLE, roll, seed


class Clock:
    """Seconds that pass when told."""

    moment = 0.0

    def __call__(self):
        return self.moment


def key(person):
    return ed25519.public_key(seed(f"person {person}"))


def rolls_of(world, clock=None):
    return Rolls(Campaign.read(world.campaign), world.folder(1) / "batches", now=clock or Clock())


def test_exactly_the_roll_may_ask(world):
    rolls = rolls_of(world)
    assert all(rolls.holds(n % CELLS, key(n)) for n in range(PEOPLE))
    assert not any(rolls.holds((n + 1) % CELLS, key(n)) for n in range(PEOPLE))
    assert not any(rolls.holds(n % CELLS, key(n)) for n in range(PEOPLE, PEOPLE + 200))
    assert not rolls.holds(0, bytes(32)) and not rolls.holds(2**32 - 1, b"\xff" * 32)


@pytest.mark.parametrize("people", [0, 1, 2, 3, 7, 64])
def test_rolls_of_any_size_are_searched(tmp_path, people):
    records = roll(range(people))
    path = tmp_path / "roll.bin"
    path.write_bytes(b"".join(records))
    file = RollFile(path, root=lists.root(records), count=people)
    assert [file[place] for place in range(len(file))] == records
    assert all(file.holds(n % CELLS, key(n)) for n in range(people)) and not file.holds(0, key(999))


def spoiled(content):
    record = lists.ROLL
    yield content[:-1]
    yield content[:-record]
    yield content + content[-record:]
    yield content[record : 2 * record] + content[:record] + content[2 * record :]
    yield bytes([content[0]]) + bytes([content[1] ^ 1]) + content[2:]
    yield b""


def test_a_roll_that_is_not_what_its_name_says_is_refused(tmp_path):
    records = roll(range(20))
    for content in spoiled(b"".join(records)):
        (tmp_path / "roll.bin").write_bytes(content)
        with pytest.raises(Refused) as refused:
            RollFile(tmp_path / "roll.bin", root=lists.root(records), count=20)
        assert refused.value.issues[0].code == "unreadable_roll"


def test_a_batch_counts_as_soon_as_it_lies_there(world):
    clock = Clock()
    rolls = rolls_of(world, clock)
    new = range(PEOPLE, PEOPLE + 50)
    world.add_batch(new)
    assert not rolls.holds(PEOPLE % CELLS, key(PEOPLE))  # looked a moment ago
    clock.moment += 11
    assert all(rolls.holds(n % CELLS, key(n)) for n in (*new, 0))
    assert not rolls.holds(0, key(5000))


def test_a_batch_lying_there_at_the_start_counts(world):
    world.add_batch(range(PEOPLE, PEOPLE + 50))
    assert rolls_of(world).holds(PEOPLE % CELLS, key(PEOPLE))


def test_a_batch_that_the_roll_keeper_did_not_sign_counts_nothing(world):
    world.add_batch(range(PEOPLE, PEOPLE + 50), signer="B")
    assert not rolls_of(world).holds(PEOPLE % CELLS, key(PEOPLE))


def test_a_batch_waits_for_its_whole_file(world):
    clock = Clock()
    root = world.add_batch(range(PEOPLE, PEOPLE + 50))
    file = world.folder(1) / "batches" / f"{root.hex()}.bin"
    content = file.read_bytes()
    file.write_bytes(content[:360])
    rolls = rolls_of(world, clock)
    assert not rolls.holds(PEOPLE % CELLS, key(PEOPLE))
    file.unlink()
    (world.campaign / "roll" / file.name).write_bytes(content)  # where the package keeps it will do, too
    clock.moment += 11
    assert rolls.holds(PEOPLE % CELLS, key(PEOPLE))
