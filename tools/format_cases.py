"""Cases of tests/vectors/protocol_formats.json that are judged rather than parsed: order, grade, accounts."""

from dataclasses import replace
from typing import Any

from pingyi.protocol import accounting
from pingyi.protocol.bodies import Body
from pingyi.protocol.grade import grade
from pingyi.protocol.manifest import Manifest, Page
from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld


def orders() -> dict[str, list[str]]:
    """Return the types of logs, as digits, that stand in order and that do not."""
    good = "1 12345 14444 18 18667 123454328 185 1856 185655 1856565 18565657 1234585655655755"
    bad = "0 2 4 11 181 1881 184 183 16 17 187 1867 18656568 1865678 186577 18565675554 18656576 19"
    return {"good": good.split(), "bad": bad.split()}


def grades(found: Manifest) -> list[dict[str, Any]]:
    """Return grades of variants of the manifest: what is changed, the letter, the reasons."""
    keys = [one.key for one in found.witnesses]
    variants: list[tuple[str, dict[str, Any], list[bytes], list[str]]] = [
        ("as it is, letters only", {}, keys, ["letter"]),
        ("a cell by SMS", {}, keys, ["letter", "sms"]),
        ("one witness cosigned all", {}, keys[:1], ["letter"]),
        ("no witness did", {}, [], ["letter"]),
        ("quorum 1", {"quorum": 1}, keys, ["letter"]),
        ("quorum 0", {"quorum": 0}, keys, ["letter"]),
        ("internal", {"kind": "internal"}, keys, ["letter"]),
        ("demonstration", {"demonstration": True}, keys, ["letter"]),
        ("rated body not listed", {"rated": "nobody"}, keys, ["letter"]),
        ("page elsewhere", {"page": Page("elsewhere.example", found.page.bundle)}, keys, ["letter"]),
        ("police hold T1", {"bodies": _held_by(found, "police", "T1")}, keys, ["letter"]),
        ("police hold T1 and T2", {"bodies": _held_by(found, "police", "T1", "T2")}, keys, ["letter"]),
        ("T1 and T2 in one hand", {"bodies": _held_by(found, "one", "T1", "T2")}, keys, ["letter"]),
        ("S and R in one hand", {"bodies": _held_by(found, "one", "S", "R")}, keys, ["letter"]),
        ("S and T2 in one hand", {"bodies": _held_by(found, "one", "S", "T2")}, keys, ["letter"]),
        ("R and T2 in one hand", {"bodies": _held_by(found, "one", "R", "T2")}, keys, ["letter"]),
        ("police sign", {"bodies": _held_by(found, "police", "S", "R")}, keys, ["letter"]),
        ("police hold S", {"bodies": _held_by(found, "police", "S")}, keys, ["letter"]),
        ("police keep the roll", {"bodies": _held_by(found, "police", "M")}, keys, ["letter"]),
    ]
    return [_graded(found, *variant) for variant in variants]


def _held_by(found: Manifest, controller: str, *parties: str) -> tuple[Body, ...]:
    names = {f"body {party}" for party in parties}
    return tuple(replace(body, controller=controller) if body.name in names else body for body in found.bodies)


def _graded(
    found: Manifest, what: str, change: dict[str, Any], cosigners: list[bytes], channels: list[str]
) -> dict[str, Any]:
    changed = replace(found, **change)
    result = grade(changed, bodies=None, cosigners=cosigners, channels=channels)
    return {
        "what": what,
        "manifest": changed.encode().hex(),
        "cosigners": [key.hex() for key in cosigners],
        "channels": channels,
        "letter": result.letter,
        "reasons": list(result.reasons),
    }


def accounts() -> list[dict[str, Any]]:
    """Return counts of three cells (k = 30) and whether they add up."""
    good: dict[str, Any] = {
        "cells": [
            [0, 30, 200, 61, 70, 66, 55, 56, 56],
            [1, 30, 200, 29, 40, 33, 0, 0, 0],
            [2, 30, 90, 30, 30, 30, 29, 29, 0],
        ],
        "opened": [[0, 1, 2], [2, 0, 0]],
        "first": [[0, 60, 55, 2, 3, 1], [2, 30, 29, 1, 0, 0]],
        "final": [[0, 60, 56, 2, 2, 1], [2, 30, 29, 1, 0, 0]],
        "withheld": [[1, 29, 4], [2, 30, 0]],
    }
    changes: list[tuple[str, str, int, list[int]]] = [
        ("more ballots than entry tokens", "cells", 0, [0, 30, 200, 61, 70, 60, 55, 56, 56]),
        ("more entry tokens than keys", "cells", 0, [0, 30, 65, 61, 60, 66, 55, 56, 56]),
        ("more ballot tokens than keys", "cells", 0, [0, 30, 66, 61, 70, 66, 55, 56, 56]),
        ("more tags than ballot tokens", "cells", 0, [0, 30, 200, 61, 55, 66, 55, 56, 56]),
        ("rows of a withheld cell", "cells", 2, [2, 30, 90, 30, 30, 30, 29, 29, 29]),
        ("a row too few", "cells", 0, [0, 30, 200, 61, 70, 66, 55, 56, 55]),
        ("T1 misses another number", "opened", 0, [0, 0, 2]),
        ("fewer invalid than T1 could not open", "opened", 0, [0, 1, 4]),
        ("a sum is wrong", "first", 0, [0, 60, 55, 2, 2, 1]),
        ("received and missing are not the box", "first", 0, [0, 60, 55, 2, 3, 0]),
        ("valid is not the tags", "final", 0, [0, 60, 55, 3, 2, 1]),
        ("duplicates fall", "final", 0, [0, 60, 56, 1, 3, 1]),
        ("a cell is withheld with another count", "withheld", 0, [1, 29, 5]),
        ("another cell is opened", "opened", 1, [1, 0, 0]),
    ]
    told = [{"what": "as it should be", **good, "ok": True}]
    for what, key, place, row in changes:
        rows = [row if one == place else old for one, old in enumerate(good[key])]
        told.append({"what": what, **good, key: rows, "ok": False})
    return told


def counts(told: dict[str, Any]) -> tuple[list[accounting.CellCounts], accounting.Stated]:
    """Return the values of one case of `accounts`; a row of `cells` is in the order of the keys below."""
    keys = ("cell", "k", "roll", "cast", "ballot", "entry", "first_tags", "final_tags", "rows")
    rows = [accounting.CellCounts(**dict(zip(keys, row, strict=True))) for row in told["cells"]]
    stated = accounting.Stated(
        opened=[CellOpened(*row) for row in told["opened"]],
        first=[CellCounted(*row) for row in told["first"]],
        final=[CellCounted(*row) for row in told["final"]],
        withheld=[CellWithheld(*row) for row in told["withheld"]],
    )
    return rows, stated
