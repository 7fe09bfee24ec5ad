"""Which sums may be published, so that no sum over a small group can be had, not even by subtraction.

Primary rule: every stratum of a domain's item has either no answers or at least k. Complementary rule: what is left
of a published domain when the published domains right below it are taken away has, per stratum, no answers or at
least k. In a tree every group whose sum can be computed is a union of such remainders, so it is never small.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from pingyi.estimation.sums import Sums

SMALLEST: Final = 30

Counts = dict[str, int]  # stratum -> answers, no zeros


def published_items(
    sums: Mapping[str, Sums], parents: Mapping[str, str], *, smallest: int = SMALLEST
) -> dict[str, frozenset[str]]:
    """Return, per domain, the items whose sums may be published.

    `parents` gives the domain that holds a domain whole, if any; it must be a forest. A domain without a published
    item has an empty set.
    """
    items = sorted({item for one in sums.values() for item in one.items})
    shown: dict[str, set[str]] = {domain: set() for domain in sums}
    for item in items:
        counts = {domain: _counts(one, item) for domain, one in sums.items() if item in one.items}
        for domain in _published(counts, parents, smallest):
            shown[domain].add(item)
    return {domain: frozenset(names) for domain, names in shown.items()}


def _counts(sums: Sums, item: str) -> Counts:
    rows = sums.rows[sums.items.index(item)]
    return {stratum: n for stratum, n in zip(sums.strata, rows, strict=True) if n}


def _published(counts: Mapping[str, Counts], parents: Mapping[str, str], smallest: int) -> set[str]:
    """Return the domains to publish: all that are large enough, minus as many small ones as protection takes."""
    published = {domain for domain, rows in counts.items() if rows and min(rows.values()) >= smallest}
    while withdrawn := _to_withdraw(published, counts, parents, smallest):
        published -= withdrawn
    return published


def _to_withdraw(
    published: set[str], counts: Mapping[str, Counts], parents: Mapping[str, str], smallest: int
) -> set[str]:
    """Return, for each domain with a small remainder, the smallest published domain right below it."""
    below = _right_below(published, parents)
    return {
        min(below[domain], key=lambda child: (sum(counts[child].values()), child))
        for domain in below
        if _is_small(_remainder(counts[domain], (counts[child] for child in below[domain])), smallest)
    }


def _right_below(published: set[str], parents: Mapping[str, str]) -> dict[str, list[str]]:
    below: dict[str, list[str]] = defaultdict(list)
    for domain in sorted(published):
        above = parents.get(domain)
        while above is not None and above not in published:
            above = parents.get(above)
        if above is not None:
            below[above].append(domain)
    return below


def _remainder(whole: Counts, parts: Iterable[Counts]) -> Counts:
    left = dict(whole)
    for part in parts:
        for stratum, n in part.items():
            left[stratum] = left.get(stratum, 0) - n
    return left


def _is_small(remainder: Counts, smallest: int) -> bool:
    return any(0 < n < smallest for n in remainder.values())
