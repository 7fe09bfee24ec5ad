"""Any one byte changed anywhere is found, whether or not somebody lists the changed file again."""

from functools import cache
from hashlib import sha256

import pytest

from pingyi.protocol import package
from tests.ballots.attacks import turned
from tests.ballots.generated import Dice
from tests.ballots.world import World, write
from tests.verifier.checking import SMALL, checked, failing


@cache
def files() -> dict[str, bytes]:
    return World(SMALL).package()


def listed_again(changed: dict[str, bytes]) -> dict[str, bytes]:
    """The files with a listing that agrees with them."""
    listed = [
        package.File(path, sha256(content).digest(), len(content))
        for path, content in changed.items()
        if path != package.NAME
    ]
    return {**changed, package.NAME: package.listing(listed)}


def change(number: int, folder, *, again: bool) -> list[str]:
    """Turn one bit and return the checks that fail."""
    dice = Dice(f"bytes {number}")
    path = dice.one_of(sorted(path for path, content in files().items() if content and not (again and "pack" in path)))
    place = dice.below(len(files()[path]))
    changed = {**files(), path: turned(files()[path], place)}
    write(listed_again(changed) if again else changed, folder)
    return failing(checked(folder))


@pytest.mark.parametrize("number", range(12))
def test_one_byte(number, tmp_path):
    assert change(number, tmp_path, again=False)[0] == "package"


@pytest.mark.parametrize("number", range(12))
def test_one_byte_listed_again(number, tmp_path):
    assert change(number, tmp_path, again=True)


@pytest.mark.soak
def test_many_bytes(tmp_path):
    unseen = [number for number in range(25, 4000) if not change(number, tmp_path, again=number % 2 == 0)]
    assert unseen == []
    print("soak: bytes of a package changed, all found: 3975")


@pytest.mark.parametrize("keep", [0, -1])
@pytest.mark.parametrize("number", range(8))
def test_a_file_cut_short_and_listed_again(number, keep, tmp_path):
    path = Dice(f"cut {number}").one_of(sorted(path for path in files() if files()[path] and path != package.NAME))
    changed = {**files(), path: files()[path][:keep]}
    assert failing(checked(write(listed_again(changed), tmp_path)))
