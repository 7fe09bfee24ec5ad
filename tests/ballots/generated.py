"""Generated campaigns, half of them corrupted: what two verifiers must agree on. The same for the same number.

    python -m tests.ballots.generated FOLDER --count 50

writes each into a folder of its number, and `expected.json` beside them: {"0001": {"ok": false, "attack": "..."}, ...}.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.ballots.attacks import ATTACKS, Attack, turned
from tests.ballots.keys import seed
from tests.ballots.plan import BATCH, FATES, GOOD, STEPS, Plan
from tests.ballots.world import World

SHOWS_ANYWAY = ("package", "manifest", "log", "entries")  # also when lists were withdrawn since
ONE_BYTE = "one byte changed and listed again"


class Dice:
    """Numbers that follow from a name."""

    def __init__(self, name: str) -> None:
        self._name, self._thrown = name, 0

    def below(self, count: int) -> int:
        """A number from 0 to count - 1."""
        self._thrown += 1
        return int.from_bytes(seed(f"{self._name} {self._thrown}"), "big") % count

    def one_of(self, choices: list) -> Any:
        return choices[self.below(len(choices))]


@dataclass(frozen=True)
class Campaign:
    """A campaign, and what is wrong with it: the name of an attack, empty for nothing."""

    number: int
    plan: Plan
    attack: str = ""

    def world(self) -> World:
        """Have it happen."""
        if self.attack == ONE_BYTE:
            return World(self.plan, twists={"files": lambda files, world: one_byte(files, self.number)})
        return World(self.plan, twists=ATTACKS[self.attack].twists if self.attack else {})

    def first_check(self) -> str:
        """The check that finds it first; empty where any may."""
        return ATTACKS[self.attack].check if self.attack in ATTACKS else ""


def campaign(number: int) -> Campaign:
    """Generate a campaign; odd numbers are corrupted."""
    dice = Dice(f"generated {number}")
    plan = _plan(number, dice)
    if number % 2 == 0:
        return Campaign(number, plan)
    attack = dice.one_of([*ATTACKS, ONE_BYTE, ONE_BYTE])
    if attack == ONE_BYTE:
        return Campaign(number, plan, attack)
    while not _shows(ATTACKS[attack], plan):
        plan = _plan(number, dice)
    return Campaign(number, replace(plan, **ATTACKS[attack].plan), attack)


def _shows(attack: Attack, plan: Plan) -> bool:
    return attack.fits(plan) and (not plan.withdrawn or attack.check in SHOWS_ANYWAY)


def _plan(number: int, dice: Dice) -> Plan:
    cast = tuple(dice.one_of([0, 3, 12, 29, 30, 31, 33, 36, 40]) for _ in range(1 + dice.below(4)))
    witnesses = dice.below(4)
    step = dice.one_of([*STEPS, *["rows"] * 6])
    idle = 5 + dice.below(40)
    return Plan(
        seed=f"generated-{number}",
        cast=(*cast, 2 + dice.below(40)),
        idle=idle,
        fates=_fates(cast, dice),
        batches=_batches(cast, idle, dice),
        step=step,
        options=tuple(1 + dice.below(255) for _ in range(1 + dice.below(12))),
        demonstration=dice.below(4) == 0,
        kind=dice.one_of(["external", "internal"]),
        quorum=dice.below(witnesses + 1),
        witnesses=witnesses,
        sealed=False,
        withdrawn=tuple(kind for kind in ("roll", "issuance", "tags", "rows") if step == "rows" and not dice.below(5)),
    )


def _fates(cast: tuple[int, ...], dice: Dice) -> dict[tuple[int, int], str]:
    """A few ballots of every cell fare otherwise; the first is good, so that there is something to hand in twice."""
    places = [(cell, 1 + dice.below(most - 1)) for cell, most in enumerate(cast) if most > 2 for _ in range(4)]
    return {place: dice.one_of([GOOD, GOOD, *FATES]) for place in places}


def _batches(cast: tuple[int, ...], idle: int, dice: Dice) -> tuple[tuple[int, ...], ...]:
    """At most one batch, for every cell that has the people for it."""
    cells = tuple(cell for cell, most in enumerate(cast) if most + idle > BATCH)
    return (cells,) if cells and dice.below(2) else ()


def one_byte(files: dict[str, bytes], number: int) -> dict[str, bytes]:
    """One bit of one file turned; the attacker lists the file as it is now."""
    dice = Dice(f"byte {number}")
    path = dice.one_of(sorted(path for path, content in files.items() if content))
    return files | {path: turned(files[path], dice.below(len(files[path])))}


def main() -> None:
    """Write the first campaigns and what is expected of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=50)
    asked = parser.parse_args()
    expected = {}
    for number in range(asked.count):
        one = campaign(number)
        one.world().write(asked.folder / f"{number:04}")
        expected[f"{number:04}"] = {"ok": not one.attack, "attack": one.attack, "check": one.first_check()}
    (asked.folder / "expected.json").write_text(json.dumps(expected, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
