"""One person's question: every answer there is, each brought about by a campaign in which it is true."""

from functools import cache

import pytest

from pingyi.ledger.trees import leaf_hash
from pingyi.primitives import ed25519
from pingyi.tokens import casting, codes, receipts
from pingyi.tokens.casting import CastReply
from pingyi.tokens.receipts import Receipt
from tests.ballots.keys import seed
from tests.ballots.plan import DUPLICATE, LATE, MISSING, Plan
from tests.ballots.world import World

pytestmark = pytest.mark.browser

FATES = {(0, 1): LATE, (0, 2): DUPLICATE, (2, 4): MISSING}


@cache
def world(step="rows", withdrawn=(), seed="person", batches=((0,),)):
    """Cells 0 and 1 are released, 2 is opened and withheld, 3 is not opened."""
    plan = Plan(
        seed=seed, cast=(36, 33, 30, 5), fates=FATES, batches=batches, step=step, withdrawn=withdrawn, sealed=False
    )
    return World(plan)


@cache
def files(made):
    return made.package()


@pytest.fixture
def ask(verifier):
    def asked(made, typed, **more):
        answer = verifier.ask(files(made), typed, **more)
        return answer and answer.get("said", answer.get("stopped"))

    return asked


def typed_code(made, cell, nth):
    return codes.printed(made.people[cell][nth].code)


def signed(made, index, hashed, by="B"):
    signature = ed25519.sign(seed(by), casting.receipt_message(made.camp, index, hashed))
    return Receipt(made.camp, CastReply(index, hashed, signature)).text()


def test_receipts(ask):
    made = world()
    for place in (0, len(made.ballots) // 2, -1):
        assert ask(made, made.receipt(made.ballots[place])) == "receipt_there"
    assert ask(made, signed(made, len(made.history.entries), bytes(32))) == "receipt_soon"
    assert ask(made, signed(made, next(iter(made.indices)), bytes(32))) == "receipt_missing"
    assert ask(made, signed(made, 0, leaf_hash(made.history.entries[0]))) == "receipt_missing"
    assert ask(made, signed(made, 5, bytes(32), by="M")) == "receipt_unsigned"
    assert ask(made, world(seed="other").receipt(world(seed="other").ballots[0])) == "receipt_elsewhere"
    assert ask(made, "pyr1.AAAA") is None


def test_check_codes(ask):
    made = world()
    released, late, withheld = made.ballot(0, 5), made.ballot(0, 1), made.ballot(2, 5)
    assert ask(made, made.check_code(released)) == ask(made, made.check_code(late)) == "check_published"
    assert ask(made, made.check_code(withheld)) == "check_withheld"
    assert (
        ask(made, made.check_code(made.ballot(2, 4)))
        == ask(made, made.check_code(made.ballot(3, 0)))
        == "check_missing"
    )
    assert ask(made, receipts.check_code(bytes(32))) == "check_missing"


@pytest.mark.parametrize("step", ["open", "closed", "opened", "first"])
def test_check_codes_before_the_count(ask, step):
    made = world(step)
    assert ask(made, made.check_code(made.ballot(0, 5))) == "check_not_yet"


def test_check_codes_between_count_and_publication(ask):
    made = world("tags")
    assert ask(made, made.check_code(made.ballot(0, 5))) == "check_counted"
    assert ask(made, made.check_code(made.ballot(2, 5))) == "check_withheld"


def test_check_codes_after_the_retention_date(ask):
    made = world(withdrawn=("rows",))
    assert ask(made, made.check_code(made.ballot(0, 5))) == "check_rows_gone"
    assert ask(world(withdrawn=("tags",)), made.check_code(made.ballot(0, 5))) == "check_gone"


def test_a_row_that_is_missing(verifier):
    made = World(
        Plan(seed="person", cast=(36, 33), fates={}, batches=(), sealed=False),
        twists={"rows": lambda rows, world: [row for row in rows if row != world.ballot(0, 5).row]},
    )
    assert verifier.ask(made.package(), made.check_code(made.ballot(0, 5)))["said"] == "check_row_missing"
    assert verifier.ask(made.package(), made.check_code(made.ballot(0, 6)))["said"] == "check_published"


@pytest.mark.parametrize(
    ("cell", "nth", "said"),
    [(0, 0, "code_used"), (0, 2, "code_entry"), (0, -1, "code_unused"), (1, -1, "code_unused"), (3, 4, "code_used")],
)
def test_codes(ask, cell, nth, said):
    assert ask(world(), typed_code(world(), cell, nth)) == said


def test_codes_otherwise(ask):
    made = world()
    assert ask(world("open"), typed_code(made, 0, 0)) == "code_not_yet"
    assert ask(made, typed_code(world(seed="other"), 0, 0)) == "code_unknown"
    assert ask(world(withdrawn=("issuance",)), typed_code(made, 0, 0)) == "code_gone"
    assert ask(world(withdrawn=("roll",)), typed_code(made, 0, 0)) == "code_used"
    assert ask(world(withdrawn=("roll",)), typed_code(world(seed="other"), 0, 0)) == "code_gone"


def test_half_used(verifier):
    made = World(
        Plan(seed="person", cast=(31,), fates={}, batches=(), step="closed", sealed=False),
        twists={
            "issuance": lambda found, world: [
                one for one in found if one[32] == 1 or one[:32] != world.people[0][0].key
            ]
        },
    )
    assert verifier.ask(made.package(), typed_code(made, 0, 0))["said"] == "code_half"


def test_typed_in_every_way(ask):
    made = world()
    check = made.check_code(made.ballot(0, 5))
    grouped = "-".join(check[i : i + 4] for i in range(0, len(check), 4))
    for typed in (
        grouped,
        f"  {grouped.lower()}\n",
        grouped.replace("-", "－"),
        grouped.replace("0", "O").replace("1", "l"),
    ):
        assert ask(made, typed) == "check_published"
    code = made.people[0][0].code
    for typed in (codes.printed(code).lower(), codes.link("https://page.example/", code, 0, made.fingerprint)):
        assert ask(made, typed) == "code_used"


@pytest.mark.parametrize(
    "typed", ["", "pyr1.", "ABC", "U" * 21, "0" * 21, "0" * 53, "pyr1." + "A" * 181, "你好", "#", "x" * 5000]
)
def test_what_is_none_of_the_three(ask, typed):
    assert ask(world(), typed) is None


def broken(path, change):
    """The files of the campaign with one changed."""
    return {**files(world()), path: change(files(world())[path])}


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("manifest.json", "manifest"),
        ("manifest.sigs", "manifest"),
        ("log/checkpoint", "log"),
        ("log/tile/0/000.p/", "log"),
    ],
)
def test_nothing_is_answered_from_what_is_not_proven(verifier, path, part):
    place = min(one for one in files(world()) if one.startswith(path))
    changed = broken(place, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    check = world().check_code(world().ballot(0, 5))
    assert verifier.ask(changed, check) == {"stopped": part}


def test_lists_are_held_to_their_roots(verifier):
    made = world()
    place = f"tags/{made.roots['tags'][-1].hex()}.bin"
    changed = broken(place, lambda content: content[36:])
    assert verifier.ask(changed, made.check_code(made.ballot(0, 5))) == {"stopped": "list"}


def test_another_campaign_than_the_expected(ask):
    made, other = world(), world(seed="other")
    check = made.check_code(made.ballot(0, 5))
    assert ask(made, check, expect=made.fingerprint) == "check_published"
    assert ask(other, check, expect=made.fingerprint) == "campaign"
