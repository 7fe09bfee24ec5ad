"""`roll letters`: print files and the list of text messages, from the codes of one roll."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pingyi.ledger import trees
from pingyi.protocol import cells as cell_files
from pingyi.protocol import grade as grades
from pingyi.protocol import manifest as manifests
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest
from pingyi.rollkeeper import making, planning, wrongs
from pingyi.rollkeeper.crew import Progress, chunks, spread, unseen
from pingyi.rollkeeper.desk import Desk, write_private
from pingyi.rollkeeper.eligibility import LETTER, parse
from pingyi.rollkeeper.invitations import Invitation, stored
from pingyi.rollkeeper.letters.glyphs import SHIPPED
from pingyi.rollkeeper.letters.offers import Offer
from pingyi.rollkeeper.letters.points import deadline, points, text_message
from pingyi.rollkeeper.letters.sheets import Face, check_printable, print_sheet
from pingyi.rollkeeper.units import read_units
from pingyi.wording import Refused, Text

LETTERS = "secret/letters"
MESSAGES = "messages.csv"
PER_FILE = 250


@dataclass(frozen=True, slots=True)
class Printed:
    """How many letters, in how many files, and how many text messages."""

    letters: int
    files: int
    messages: int


@dataclass(frozen=True, slots=True)
class Press:
    """Font file, letters in a file, processes, and who counts along; `policy` is the pinned list of bodies."""

    font: Path = SHIPPED
    per_file: int = PER_FILE
    workers: int = 1
    progress: Progress = unseen
    policy: grades.Policy | None = None


def print_roll(desk: Desk, number: int, manifest_bytes: bytes, offer: Offer, press: Press) -> Printed:
    """Print the letters of roll `number` and list its text messages; all or nothing."""
    manifest = Manifest.parse(manifest_bytes)
    cells = check_manifest(desk, manifest)
    folder = desk.roll(number)
    if not (folder / making.CODES).exists():
        raise wrongs.missing(
            making.CODES, Text("请先制作名册；码销毁后不能再印。", "Make the roll first; destroyed codes stay so.")
        )
    face = _face(desk, manifest_bytes, offer, cells, press)
    with desk.locked(), desk.making(folder / LETTERS) as target:
        return _print(face, target, folder / making.CODES, press)


def check_manifest(desk: Desk, manifest: Manifest) -> list[CellRecord]:
    """Return the cells; raises `Refused` unless the manifest is of this desk's campaign, cells and roll."""
    made = making.read_made(desk.roll(0))
    lines = (desk.roll(0) / "public" / making.CELLS_FILE).read_bytes().splitlines(keepends=True)
    said = (manifest.id, manifest.cells, manifest.cells_root)
    roll = (manifest.roll.count, manifest.roll.root, manifest.roll.map_root)
    same = said == (made.campaign, made.cells, made.cells_root) and roll == (made.count, made.root, made.map_root)
    if not same or trees.root(line[:-1] for line in lines) != manifest.cells_root:
        raise Refused.because(
            "manifest_differs",
            Text("评议清单与这份名册不符。", "The manifest is not of this roll and these cells."),
            Text("请主办方按 roll.json 重新制作。", "Ask the organiser to make it anew from roll.json."),
        )
    return list(cell_files.records(lines))


def _print(face: Face, target: Path, kept: Path, press: Press) -> Printed:
    messages: list[Invitation] = []
    letters = _only_letters(face, stored(kept), messages)
    work = ((face, target / f"{n:04d}.pdf", piece) for n, piece in enumerate(chunks(letters, press.per_file), 1))
    count = files = 0
    for done in spread(print_sheet, work, press.workers):
        count, files = count + done, files + 1
        press.progress(done)
    if messages:
        write_private(target / MESSAGES, _messages(face, messages))
    return Printed(count, files, len(messages))


def _only_letters(face: Face, everybody: Iterator[Invitation], messages: list[Invitation]) -> Iterator[Invitation]:
    """Yield those who get a letter; put the others aside."""
    for one in everybody:
        if face.cells[one.cell][-1] == LETTER:
            yield one
        else:
            messages.append(one)


def _messages(face: Face, messages: list[Invitation]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("phone", "text"))
    for one in messages:
        person = parse(0, one.line)
        table.writerow((person.phone, text_message(face.offer, face.units[person.unit], face.until, face.link(one))))
    return out.getvalue().encode("utf-8")


def _face(desk: Desk, manifest_bytes: bytes, offer: Offer, cells: list[CellRecord], press: Press) -> Face:
    manifest = Manifest.parse(manifest_bytes)
    fingerprint = manifests.fingerprint(manifests.camp(manifest_bytes))
    names = {code: unit.name_zh for code, unit in read_units(desk.plan / planning.UNITS).items()}
    shown = (value for value in asdict(offer).values() if isinstance(value, str))
    check_printable((*shown, *names.values(), *(cell.name_zh for cell in cells)), press.font)
    return Face(
        font=press.font,
        offer=offer,
        until=deadline(manifest.closes),
        text=_text(offer, manifest, cells, press),
        fingerprint=fingerprint,
        units=names,
        cells={cell.index: (cell.name_zh, cell.k, cell.channel) for cell in cells},
    )


def _text(offer: Offer, manifest: Manifest, cells: list[CellRecord], press: Press) -> dict[str, Any]:
    until = deadline(manifest.closes)
    letter = expected_grade(manifest, cells, press.policy).letter
    listed = {
        str(k): [
            {"label": [label.zh, label.en], "words": [words.zh, words.en]}
            for label, words in points(offer, letter, k, manifest.questions)
        ]
        for k in {cell.k for cell in cells}
    }
    return {
        "organiser": [offer.organiser_zh, offer.organiser_en],
        "title": [offer.title_zh, offer.title_en],
        "deadline": [until.zh, until.en],
        "return_address": offer.return_address,
        "address": offer.page,
        "demonstration": manifest.demonstration,
        "points": listed,
    }


def expected_grade(manifest: Manifest, cells: list[CellRecord], policy: grades.Policy | None) -> grades.Grade:
    """Return the grade that the campaign will have if every witness of the manifest does its part."""
    return grades.grade(
        manifest,
        bodies=policy.bodies if policy else None,
        cosigners=[witness.key for witness in manifest.witnesses],
        channels={cell.channel for cell in cells},
    )
