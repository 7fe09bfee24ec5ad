"""Gate 4: two verifiers, written apart, agree on generated campaigns of which half are corrupted."""

from dataclasses import replace
from itertools import zip_longest

import pytest

from pingyi.tokens import codes
from pingyi.verifier.personal import Wishes
from pingyi.verifier.run import verify
from pingyi.verifier.sources import Folder
from tests.ballots import world
from tests.ballots.generated import campaign
from tests.ballots.plan import Plan
from tests.verifier_page.checking import differences

pytestmark = pytest.mark.browser


def compared(number, verifier, folder):
    """What the two verifiers say differently of a campaign."""
    one = campaign(number)
    made = one.world()
    files = made.package()
    expect = made.fingerprint if number % 3 else None
    ours = verify(Folder(world.write(files, folder / f"{number}")), expect=expect, processes=1)
    theirs = verifier.check(files, expect=expect or "")
    return [f"{number} {one.attack}: {found}" for found in differences(ours, theirs)]


@pytest.mark.parametrize("number", range(50))
def test_both_say_the_same(number, verifier, tmp_path):
    assert compared(number, verifier, tmp_path) == []


def wishes(made):
    """Everything that people of a campaign may ask, and some that do not belong."""
    cells = range(len(made.plan.cast))
    texts = {"receipt": ["pyr1.AAAA", *(made.receipt(one) for one in made.ballots[:2])]}
    texts["check"] = ["0" * 53, *(made.check_code(made.ballot(cell, 0)) for cell in cells)]
    texts["code"] = ["1" * 21, *(codes.with_check(one.code) for cell in cells for one in made.people[cell][::40])]
    return [dict(zip(texts, asked, strict=True)) for asked in zip_longest(*texts.values(), fillvalue="")]


SITUATIONS = [
    *((step, ()) for step in ("open", "first", "tags", "rows")),
    *(("rows", (kind,)) for kind in ("roll", "issuance", "tags", "rows")),
]


@pytest.mark.parametrize(("step", "withdrawn"), SITUATIONS)
def test_both_answer_people_alike(step, withdrawn, verifier, tmp_path):
    plan = Plan(seed="asked", cast=(36, 30, 5), fates={(1, 2): "missing"}, step=step, withdrawn=withdrawn, sealed=False)
    made = world.World(plan)
    files, folder = made.package(), Folder(made.write(tmp_path))
    for wish in wishes(made):
        ours = verify(folder, processes=1, wishes=Wishes(**wish))
        theirs = verifier.check(files, wishes=wish)
        assert differences(ours, theirs) == []
        assert [one.figures for one in ours.checks[10:]] == [one["figures"] for one in theirs["checks"][10:]]


def test_a_manifest_of_more_cells_than_there_can_be(verifier, tmp_path):
    plan = Plan(seed="vast", cast=(5,), fates={}, batches=(), sealed=False, step="open")
    made = world.World(plan, twists={"manifest": lambda manifest, _: replace(manifest, cells=2**32 - 1)})
    files = made.package()
    ours, theirs = verify(Folder(made.write(tmp_path)), processes=1), verifier.check(files)
    assert differences(ours, theirs) == []
    assert [one.name for one in ours.checks if not one.ok][:2] == ["package", "roll"]


@pytest.mark.soak
def test_both_say_the_same_of_a_thousand(verifier, tmp_path):
    assert [found for number in range(50, 1050) for found in compared(number, verifier, tmp_path)] == []
    print("soak: generated campaigns on which two verifiers agree: 1000")
