"""Somebody who has every byte of S, R and B, and of one dishonest trustee, and guesses which row is whose.

A `Clue` orders the people of a cell in a way that the attacker can see (arrival, place in a store, any bytes of a
request), a `Trait` orders its rows. A guess pairs the two orders, the same way round and turned; what a correct program
gives is about one hit per cell by chance. Besides `relations` looks for what algebra and copies of bytes would give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats import poisson

Order = Mapping[str, Any]  # person (or row) -> something that can be compared
CHANCE = 1e-5  # that a correct program is called broken, over all guesses together
WINDOW = 8  # bytes that two secrets do not share by accident


@dataclass(frozen=True, slots=True)
class Guess:
    """A way to guess, how many people of how many it hit, and how alike the two orders are (in standard deviations)."""

    clue: str
    trait: str
    hits: int
    likeness: float


def guesses(people: Mapping[int, Sequence[str]], clues: Mapping[str, Order], traits: Mapping[str, Order], truth):
    """Try every clue with every trait, in every cell; `truth` gives the row of a person. Yields guesses."""
    for clue, seen in clues.items():
        for trait, shown in traits.items():
            hits, alike, cells = [0, 0], 0.0, 0
            for names in people.values():
                by_clue = sorted(names, key=seen.__getitem__)
                by_trait = sorted((truth[name] for name in names), key=shown.__getitem__)
                place = {row: number for number, row in enumerate(by_trait)}
                found = [place[truth[name]] for name in by_clue]
                hits[0] += sum(one == number for number, one in enumerate(found))
                hits[1] += sum(len(found) - 1 - one == number for number, one in enumerate(found))
                alike += np.corrcoef(found, range(len(found)))[0, 1] * sqrt(len(found) - 1)
                cells += 1
            yield Guess(clue, trait, max(hits), abs(float(alike)) / sqrt(cells))


def most_by_chance(cells: int, tries: int) -> int:
    """The most hits that guessing gives: matches of two random orders are Poisson with mean 1 in each cell."""
    return int(poisson.isf(CHANCE / (2 * tries), cells))


def likest_by_chance(tries: int) -> float:
    """The greatest likeness of orders that have nothing to do with each other."""
    from scipy.stats import norm

    return float(norm.isf(CHANCE / (2 * tries))) + 0.5  # with few rows the tails are a little heavier


def shared(needles: Mapping[str, bytes], haystack: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Which secrets share eight bytes in a row with which files; at most one finding for each offset modulo 8."""
    windows = np.concatenate(
        [np.lib.stride_tricks.sliding_window_view(_bytes(one), WINDOW) for one in needles.values()]
    )
    wanted = np.unique(np.ascontiguousarray(windows).view("<u8"))
    whole = bytes(WINDOW).join(haystack.values())
    found = []
    for shift in range(WINDOW):
        pieces = np.frombuffer(whole, "<u8", count=(len(whole) - shift) // WINDOW, offset=shift)
        hits = np.flatnonzero(np.isin(pieces, wanted))
        found += [_named(needles, haystack, whole[one * WINDOW + shift :][:WINDOW]) for one in hits[:1]]
    return found


def _bytes(content: bytes) -> Any:
    return np.frombuffer(content, np.uint8)


def _named(needles: Mapping[str, bytes], haystack: Mapping[str, bytes], piece: bytes) -> tuple[str, str]:
    """Say whose bytes these are and where they stand."""
    owner = next(name for name, content in needles.items() if piece in content)
    return owner, next((path for path, content in haystack.items() if piece in content), "between files")
