"""Covariances between the means of two items of a domain, as published: decimal text, and the numbers it means.

One number per pair tells nothing of the few who answered one item and not the other. A result is computed from the
published number, not from the one before it was written, so that everybody computes the same.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pingyi.analysis.canonical import csv_bytes, decimal_text
from pingyi.analysis.public_sums.files import grouped, unreadable
from pingyi.estimation.means import Means, Number

COVARIANCE_FILE: Final = "covariances.csv"
_HEADING: Final = ("domain", "item_i", "item_j", "covariance")

Covariances = Mapping[tuple[str, str], str]  # (item, item), in the order of the sums -> decimal text


def covariances_of(found: Means) -> dict[tuple[str, str], str]:
    """Return what is published of the covariances between different items."""
    return {
        (one, found.items[j]): decimal_text(covariance)
        for i, one in enumerate(found.items)
        for j in range(i + 1, len(found.items))
        if (covariance := found.covariance[i][j]) is not None
    }


def with_covariances(found: Means, covariances: Covariances) -> Means:
    """Return `found` with the published covariances between items put in."""
    return replace(
        found,
        covariance=tuple(
            tuple(_entry(found, covariances, i, j) for j in range(len(found.items))) for i in range(len(found.items))
        ),
    )


def write_covariances(covariances: Mapping[str, Covariances]) -> bytes:
    """Return the file, sorted by domain, pairs in the order of the items."""
    return csv_bytes(_HEADING, _rows(covariances))


def read_covariances(content: bytes) -> dict[str, dict[tuple[str, str], str]]:
    """Return domain -> covariances. Raises `Refused` when the file is not what was written."""
    try:
        return {domain: {_pair(row): _text(row) for row in rows} for domain, rows in grouped(content, _HEADING).items()}
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise unreadable() from error


def _rows(covariances: Mapping[str, Covariances]) -> Iterator[list[str]]:
    for domain in sorted(covariances):
        for (one, other), text in covariances[domain].items():
            yield [domain, one, other, text]


def _pair(row: Mapping[str, str]) -> tuple[str, str]:
    return row["item_i"], row["item_j"]


def _text(row: Mapping[str, str]) -> str:
    float(row["covariance"])  # a number, or it is refused
    return row["covariance"]


def _entry(found: Means, covariances: Covariances, i: int, j: int) -> Number:
    if i == j:
        return found.covariance[i][i]
    text = covariances.get((found.items[min(i, j)], found.items[max(i, j)]))
    return None if text is None else float(text)
