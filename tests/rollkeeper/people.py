"""Invented lists and units for the tests of the roll keeper."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.primitives import canonical
from pingyi.protocol.manifest import Page, Roll
from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.eligibility import HEADING
from pingyi.tokens import envelopes
from tests.protocol import samples

AUDITOR = envelopes.derive_private_key(b"auditor of the tests, 32 bytes..")
CAMPAIGN = "yunling-2026"
# One province, two counties, three stations each.
UNITS = [
    ("yl", "", "云岭省公安厅", "Yunling department"),
    ("yl-ld", "yl", "柳渡县公安局", "Liudu bureau"),
    ("yl-ld-1", "yl-ld", "城关派出所", "Chengguan station"),
    ("yl-ld-2", "yl-ld", "河口派出所", "Hekou station"),
    ("yl-ld-3", "yl-ld", "石桥派出所", "Shiqiao station"),
    ("yl-sj", "yl", "松筠区公安分局", "Songyun bureau"),
    ("yl-sj-1", "yl-sj", "松风派出所", "Songfeng station"),
    ("yl-sj-2", "yl-sj", "竹园派出所", "Zhuyuan station"),
]
EVERYBODY = range(0x20, 0x30000)  # a font with every character


def units_file(folder: Path) -> Path:
    path = folder / "units.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("code", "parent", "name_zh", "name_en"))
        table.writerows(UNITS)
    return path


def line(number, unit="yl-ld-1", channel="letter", staff="no", name="张三") -> str:
    phone = f"139{number:08d}"
    return f"P-{number},{name},650000,云岭省柳渡县人民路{number}号,{phone},{unit},{channel},{staff}"


def list_file(folder: Path, lines, name="people.csv", encoding="utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADING, *lines)) + "\n", encoding=encoding)
    return path


def moduli_files(folder: Path, cells: int) -> tuple[Path, Path]:
    """Two files of odd numbers of 2048 bits: the roll keeper never signs, so nothing need be prime."""
    paths = folder / "ballot-keys.json", folder / "entry-keys.json"
    for role, path in enumerate(paths, 1):
        moduli = [f"{(1 << 2047) + 2_000_000 * role + 2 * cell + 1:0512x}" for cell in range(cells)]
        keys = {"format": "pingyi/v1/signer-keys", "role": role, "identity": f"{role:064x}", "moduli": moduli}
        path.write_bytes(canonical.encode(keys))
    return paths


@dataclass
class Prepared:
    desk: Desk
    people: Path
    units: Path
    folder: Path


def prepared(folder: Path, lines) -> Prepared:
    return Prepared(Desk(folder / "desk"), list_file(folder, lines), units_file(folder), folder)


def manifest_of(made, **changes) -> bytes:
    """A manifest for a roll: the one of the format vectors, with this roll, these cells, this page."""
    start = samples.manifest()
    known = {
        "id": made.campaign,
        "cells": made.cells,
        "cells_root": made.cells_root,
        "roll": Roll(made.count, made.root, made.map_root),
        "closes": "2026-12-10T16:00:00Z",
        "opens": "2026-11-25T00:00:00Z",
        "page": Page("pingyi.example.org", bytes(32)),
        "batch_max": 400,
    }
    return replace(start, **(known | changes)).encode()


LETTER_TOML = """
organiser_zh = "云岭省群众评议委员会"
organiser_en = "Public Appraisal Committee of Yunling Province"
title_zh = "2026年群众评议机关作风：派出所"
title_en = "Public appraisal 2026: police stations"
about_zh = "请您评议城关派出所这样的派出所一年来的工作和作风。"
about_en = "Please appraise the work and conduct of your police station over the past year."
minutes = 2
phone = "0000-12345"
return_address = "退回请寄：云岭省青岚市人民路1号 群众评议委员会 650000"
page = "https://pingyi.example.org/appraise"
deleted_by = "2027-03-31"
comments = true
"""
