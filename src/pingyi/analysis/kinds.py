"""The kinds of evidence and their columns: the table of `docs/formats/evidence.md`, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

ITEM_PREFIX: Final = "q_"
DONT_KNOW, DECLINED, NOT_APPLICABLE = -1, -2, -3
SPECIAL_CODES: Final = frozenset({DONT_KNOW, DECLINED, NOT_APPLICABLE})
SCHEMA_VERSION: Final = 1

MOST_WEIGHT_E6: Final = 10**15  # a design weight of a thousand million people per answer
MOST_INTEGER: Final = 10**15

ColumnType = Literal["integer", "text", "date", "boolean", "item"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether a cell may be empty, and what it may hold."""

    name: str
    type: ColumnType
    required: bool = True
    low: int = 0
    high: int = MOST_INTEGER
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence.

    `key` names the columns that together occur once in a batch, `at_most` pairs (a, b) of columns with a <= b.
    `fact` names the columns that tell which fact a row is about: two batches in force never speak of the same one.
    `level_of` names the column that tells by which scale of the scheme a `level` counts ("": by the one of the kind).
    `takes_items`: the kind carries one `q_NAME` column per questionnaire item.
    """

    name: str
    columns: tuple[Column, ...]
    takes_items: bool = False
    key: tuple[str, ...] = ()
    fact: tuple[str, ...] = ()
    at_most: tuple[tuple[str, str], ...] = ()
    level_of: str | None = None


def _text(name: str, *choices: str, required: bool = True) -> Column:
    return Column(name, "text", required, choices=choices)


def _count(name: str, low: int = 0, high: int = MOST_INTEGER, *, required: bool = True) -> Column:
    return Column(name, "integer", required, low, high)


_UNIT = _text("unit")

_ALL = (
    Kind(
        "sample",
        (
            _count("row", 1),
            _UNIT,
            _text("stratum"),
            _text("psu"),
            _count("weight_e6", 1, MOST_WEIGHT_E6),
            _text("mode", required=False),
            _count("replicate_group", required=False),
        ),
        takes_items=True,
        key=("row",),
    ),
    Kind("ballots", (_text("cell"), _UNIT, _text("grade", "A", "B", "C", "D")), takes_items=True),
    Kind(
        "ratings",
        (
            _UNIT,
            _text("service_point", required=False),
            Column("day", "date"),
            _text("channel"),
            Column("open", "boolean"),
            _count("level", 1, 5),
            _text("reasons", required=False),
        ),
        level_of="",
    ),
    Kind(
        "inspection",
        (
            _UNIT,
            _text("visit"),
            Column("day", "date"),
            _text("kind", "open", "covert", "work", "self"),
            _text("item"),
            _text("found_by"),
            _count("repeat"),
            _text("severity", required=False),
            _count("deduction_e2", 0, 10**6),
            Column("upheld", "boolean"),
        ),
        fact=("unit", "visit", "item"),
    ),
    Kind(
        "assessment",
        (_UNIT, _text("criterion"), _count("level", 0, 10), _text("assessor"), _text("session", required=False)),
        key=("unit", "criterion", "assessor", "session"),
        fact=("unit", "criterion", "assessor", "session"),
        level_of="criterion",
    ),
    Kind(
        "rectification",
        (_UNIT, *map(_count, ("due", "confirmed", "claimed", "late", "reopened")), _text("period")),
        key=("unit", "period"),
        fact=("unit", "period"),
        at_most=(("confirmed", "due"), ("claimed", "due"), ("late", "due")),
    ),
    Kind(
        "commitment",
        (
            _UNIT,
            _text("measure"),
            _count("grade", 0, 4),
            *map(_count, ("known_n", "used_n", "delivered_n", "asked_n")),
        ),
        key=("unit", "measure"),
        fact=("unit", "measure"),
        at_most=(("known_n", "asked_n"), ("used_n", "asked_n"), ("delivered_n", "asked_n")),
    ),
    Kind(
        "external",
        (
            _UNIT,
            _count("year", 1990, 2100),
            _text("body"),
            _text("grade", required=False),
            Column("score_e2", "integer", required=False, low=-(10**9), high=10**9),
            _text("document", required=False),
        ),
        key=("unit", "year", "body"),
        fact=("unit", "year", "body"),
    ),
)
KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _ALL}


def item_column(item: str) -> Column:
    """Return the column of the questionnaire item called `item`; empty = not asked."""
    return Column(f"{ITEM_PREFIX}{item}", "item", required=False, low=-32768, high=32767)


def columns_in_order(kind: Kind, names: frozenset[str]) -> tuple[Column, ...]:
    """Return the columns of a batch in canonical order: those of the kind, then its items sorted by name."""
    items = sorted(name.removeprefix(ITEM_PREFIX) for name in names if is_item(kind, name))
    return (*kind.columns, *map(item_column, items))


def is_item(kind: Kind, name: str) -> bool:
    """Tell whether the column called `name` holds answers to an item."""
    return kind.takes_items and name.startswith(ITEM_PREFIX)
