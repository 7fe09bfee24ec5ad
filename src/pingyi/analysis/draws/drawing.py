"""From an open frame to the rows drawn, each with its exact probability."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Protocol

import numpy as np

from pingyi.analysis.draws.design import Design
from pingyi.analysis.draws.frame import CHUNK, Clusters, Frame
from pingyi.sampling.inclusion import (
    Floats,
    conditional_poisson_joint,
    inclusion_probabilities,
    sampford_joint,
)
from pingyi.sampling.refusals import refused
from pingyi.sampling.selection import Ints, Points, Smallest
from pingyi.sampling.unequal import conditional_poisson, sampford
from pingyi.sampling.words import Chance, Words

SMALL: Final = 20_000  # units of a stratum that a draw with joint probabilities holds in memory
PICKS: Final = {"sampford": sampford, "conditional_poisson": conditional_poisson}
JOINTS: Final = {"sampford": sampford_joint, "conditional_poisson": conditional_poisson_joint}


class Units(Protocol):
    """What is drawn in the first stage: rows of a frame, or clusters."""

    @property
    def counts(self) -> Sequence[int]:
        """Units per stratum."""

    @property
    def totals(self) -> Sequence[int]:
        """Summed sizes per stratum."""

    def chunks(self) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Rows, strata and sizes in the order of the file."""

    def at_least(self, tops: Sequence[int], bottoms: Sequence[int]) -> list[tuple[int, int]]:
        """Count and summed size per stratum of those with size times bottom at or above top."""


@dataclass(frozen=True)
class Drawn:
    """Rows drawn, rising, the place of each one's stratum, its probability; joint ones per stratum where asked."""

    rows: Ints
    strata: Ints
    probability: Sequence[Fraction]
    cluster: Sequence[str] | None = None
    joint: Mapping[int, Floats] = field(default_factory=dict)


def drawn(frame: Frame, n: Sequence[int], chance: Chance) -> Drawn:
    """Draw `n` units of each stratum, and within clusters as the design says."""
    if not frame.design.cluster:
        return _first_stage(frame, frame.design, n, chance)
    clusters = frame.clusters()
    return _second_stage(clusters, _first_stage(clusters, frame.design, n, chance), chance)


def words_of(rows: Ints, chance: Chance, stage: int) -> Words:
    """Return the words of some rising rows, made in pieces."""
    found = np.empty(len(rows), dtype=np.uint64)
    at = 0
    while at < len(rows):
        start = int(rows[at])
        end = int(np.searchsorted(rows, start + CHUNK))
        piece = rows[at:end] - start
        found[at:end] = chance.rows(start, int(piece[-1]) + 1, stage=stage)[piece]
        at = end
    return found


def _first_stage(units: Units, design: Design, n: Sequence[int], chance: Chance) -> Drawn:
    if design.method in PICKS:
        return _unequal(units, n, chance, design)
    return {"srs": _simple, "systematic": _systematic, "pps_systematic": _by_size}[design.method](units, n, chance)


def _simple(units: Units, n: Sequence[int], chance: Chance) -> Drawn:
    smallest = Smallest(n)
    for rows, strata, _ in units.chunks():
        smallest.offer(rows, strata, words_of(rows, chance, 0))
    rows, strata = smallest.taken()
    return Drawn(rows, strata, [Fraction(n[h], units.counts[h]) for h in strata.tolist()])


def _systematic(units: Units, n: Sequence[int], chance: Chance) -> Drawn:
    points = Points(n, units.counts, _starts(units.counts, chance))
    hits = [(rows[at], strata[at]) for rows, strata, _ in units.chunks() for at in [points.offer(strata, rows * 0 + 1)]]
    rows, strata = (np.concatenate(column) for column in zip(*hits, strict=True))
    return Drawn(rows, strata, [Fraction(n[h], units.counts[h]) for h in strata.tolist()])


def _by_size(units: Units, n: Sequence[int], chance: Chance) -> Drawn:
    left, totals = _after_certain(units, n)
    points = Points(left, totals, _starts(totals, chance))
    bar = np.array([-(-total // k) if k else total + 1 for k, total in zip(left, totals, strict=True)], dtype=np.int64)
    hits = []
    for rows, strata, sizes in units.chunks():
        certain = sizes >= bar[strata]
        at = points.offer(strata, np.where(certain, 0, sizes))
        at = np.sort(np.concatenate([at, np.flatnonzero(certain)]))
        hits.append((rows[at], strata[at], sizes[at], certain[at]))
    rows, strata, sizes, certain = (np.concatenate(column) for column in zip(*hits, strict=True))
    every = zip(strata.tolist(), sizes.tolist(), certain.tolist(), strict=True)
    return Drawn(rows, strata, [Fraction(1) if sure else Fraction(left[h] * x, totals[h]) for h, x, sure in every])


def _after_certain(units: Units, n: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return what is left of n and of the summed sizes when all units of probability 1 are taken, until it settles."""
    left, totals = list(n), [int(one) for one in units.totals]
    while True:
        sure = units.at_least([total if k else 1 << 62 for k, total in zip(left, totals, strict=True)], left)
        new = [k - count for k, (count, _) in zip(n, sure, strict=True)]
        if new == left:
            return left, totals
        left, totals = new, [int(all_) - size for all_, (_, size) in zip(units.totals, sure, strict=True)]


def _unequal(units: Units, n: Sequence[int], chance: Chance, design: Design) -> Drawn:
    method = design.method
    if max(units.counts) > SMALL:
        raise refused(
            "too_large",
            f"{method} 每层最多 {SMALL} 个单位，这里有 {max(units.counts)} 个。",
            f"{method} takes at most {SMALL} units per stratum; there are {max(units.counts)}.",
            "请改用 pps_systematic，或把层分细。",
            "Use pps_systematic, or make smaller strata.",
        )
    rows, strata, sizes = (np.concatenate(column) for column in zip(*units.chunks(), strict=True))
    found, shares, joints = [], [], {}
    for h, k in enumerate(n):
        inside = np.flatnonzero(strata == h)
        pi = inclusion_probabilities(sizes[inside], k)
        open_ = np.flatnonzero(pi < 1)
        picked = PICKS[method](pi[open_], chance.stream(h)) if k > len(pi) - len(open_) else []
        at = np.sort(np.concatenate([np.flatnonzero(pi >= 1), open_[picked]])).astype(np.int64)
        found.append(inside[at])
        shares += _shares(sizes[inside], pi, k, at)
        if design.joint:
            joints[h] = _joint(pi, method)[np.ix_(at, at)]
    places = np.concatenate(found)
    back = np.argsort(places)
    return Drawn(rows[places[back]], strata[places[back]], [shares[k] for k in back.tolist()], joint=joints)


def _shares(sizes: Ints, pi: Floats, n: int, at: Ints) -> list[Fraction]:
    left, total = n - int((pi >= 1).sum()), int(sizes[pi < 1].sum())
    return [Fraction(1) if pi[k] >= 1 else Fraction(left * int(sizes[k]), total) for k in at.tolist()]


def _joint(pi: Floats, method: str) -> Floats:
    """Return the joint probabilities of a stratum; who is certain is independent of all others."""
    whole = np.outer(pi, pi)
    open_ = np.flatnonzero(pi < 1)
    if len(open_):
        whole[np.ix_(open_, open_)] = JOINTS[method](pi[open_])
    np.fill_diagonal(whole, pi)
    return whole


def _second_stage(clusters: Clusters, first: Drawn, chance: Chance) -> Drawn:
    at = np.searchsorted(clusters.first, first.rows)
    names = [clusters.names[k] for k in at.tolist()]
    rows, place = clusters.frame.members(first.strata, names)
    take = clusters.frame.design.take
    if take is not None:
        smallest = Smallest([take] * len(at))
        smallest.offer(rows, place, words_of(rows, chance, 1))
        rows, place = smallest.taken()
    inside = [
        Fraction(1) if take is None else min(Fraction(1), Fraction(take, m)) for m in clusters.members[at].tolist()
    ]
    whole = [one * other for one, other in zip(first.probability, inside, strict=True)]
    return Drawn(rows, first.strata[place], [whole[k] for k in place.tolist()], [names[k] for k in place.tolist()])


def _starts(totals: Sequence[int], chance: Chance) -> list[int]:
    return [chance.below(chance.stream(h), int(total)) if total else 0 for h, total in enumerate(totals)]
