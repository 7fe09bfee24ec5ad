"""Gate 4, our half: on generated campaigns the verifier says ok exactly for those that nobody corrupted."""

import pytest

from tests.ballots.attacks import ATTACKS
from tests.ballots.generated import campaign
from tests.verifier.checking import checked, failing


def judge(number: int, folder) -> str:
    """What is wrong with the verdict on a campaign; nothing when it is right."""
    one = campaign(number)
    wrong = failing(checked(one.world().write(folder / f"{number}")))
    right = wrong[:1] == [one.first_check()] if one.attack in ATTACKS else bool(wrong) == bool(one.attack)
    return "" if right else f"{number} {one.attack}: {wrong}"


@pytest.mark.parametrize("number", range(50))
def test_ok_exactly_when_uncorrupted(number, tmp_path):
    assert judge(number, tmp_path) == ""


@pytest.mark.soak
def test_a_thousand(tmp_path):
    assert [found for number in range(50, 1050) if (found := judge(number, tmp_path))] == []
    print("soak: generated campaigns, half of them corrupted, judged rightly: 1000")


def test_they_are_many_sorts():
    drawn = [campaign(number) for number in range(1000)]
    assert {one.plan.step for one in drawn} == {"open", "closed", "opened", "first", "tags", "rows"}
    assert set(ATTACKS) <= {one.attack for one in drawn}
    assert sum(not one.attack for one in drawn) == 500
