"""Invented lists and units for the tests of the roll keeper."""

import csv
from dataclasses import dataclass
from pathlib import Path


from pingyi.rollkeeper.desk import Desk
from pingyi.rollkeeper.eligibility import HEADING
from pingyi.tokens import envelopes

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
    top = 1 << 2047
    paths = folder / "ballot-keys.csv", folder / "entry-keys.csv"
    for path, start in zip(paths, (1, 2_000_001), strict=True):
        rows = "".join(f"{cell},{top + start + 2 * cell:0512x}\n" for cell in range(cells))
        path.write_text("cell,modulus\n" + rows)
    return paths


@dataclass
class Prepared:
    desk: Desk
    people: Path
    units: Path
    folder: Path


def prepared(folder: Path, lines) -> Prepared:
    return Prepared(Desk(folder / "desk"), list_file(folder, lines), units_file(folder), folder)
