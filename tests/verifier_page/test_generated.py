"""Gate 4: two verifiers, written apart, agree on generated campaigns of which half are corrupted."""

import pytest

from pingyi.verifier.run import verify
from pingyi.verifier.sources import Folder
from tests.ballots import world
from tests.ballots.generated import campaign
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


@pytest.mark.soak
def test_both_say_the_same_of_a_thousand(verifier, tmp_path):
    assert [found for number in range(50, 1050) for found in compared(number, verifier, tmp_path)] == []
    print("soak: generated campaigns on which two verifiers agree: 1000")
