"""A print file: so many letters as one PDF by Typst, each on one A4 page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pingyi.rollkeeper import wrongs
from pingyi.rollkeeper.desk import write_private
from pingyi.rollkeeper.eligibility import parse
from pingyi.rollkeeper.invitations import Invitation
from pingyi.rollkeeper.letters.glyphs import FAMILY, lacking
from pingyi.rollkeeper.letters.offers import Offer
from pingyi.rollkeeper.letters.pictures import qr_png
from pingyi.tokens import codes
from pingyi.wording import Refused, Text

TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True, slots=True)
class Face:
    """What all letters of a roll share: font file, words, names of units; name, k and channel of each cell."""

    font: Path
    offer: Offer
    until: Text
    text: dict[str, Any]
    fingerprint: str
    units: dict[str, str]
    cells: dict[int, tuple[str, int, str]]

    def link(self, one: Invitation) -> str:
        """Return the address that carries the code of one person."""
        return codes.link(self.offer.page, one.code, one.cell, self.fingerprint)


def print_sheet(work: tuple[Face, Path, list[Invitation]]) -> int:
    """Write one PDF of letters and return how many; raises `Refused` when the texts do not fit the page."""
    face, path, letters = work
    groups = " ".join(face.fingerprint[place : place + 4] for place in range(0, len(face.fingerprint), 4))
    sheet = {"text": face.text, "fingerprint": groups, "letters": [_letter(face, letter) for letter in letters]}
    try:
        pdf, warnings = _compiler(face.font).compile_with_warnings(
            input=TEMPLATE.read_bytes(), format="pdf", sys_inputs={"sheet": json.dumps(sheet)}, pdf_tags=False
        )
    except typst.TypstError as error:
        raise _unprintable(str(error.message)) from None
    if warnings:
        raise _unprintable(str(warnings[0].message))
    if not isinstance(pdf, bytes):
        raise _unprintable("no PDF")
    write_private(path, pdf)
    return len(letters)


def _letter(face: Face, letter: Invitation) -> dict[str, Any]:
    person = parse(0, letter.line)
    check_printable((person.name, person.address), face.font)
    name, k, _ = face.cells[letter.cell]
    return {
        "name": person.name,
        "address": person.address,
        "postcode": person.postcode,
        "unit": face.units[person.unit],
        "cell": f"{letter.cell} · {name}",  # a typed code needs the number
        "k": str(k),
        "code": codes.printed(letter.code),
        "qr": list(qr_png(face.link(letter))),
    }


def check_printable(texts: Iterable[str], font: Path) -> None:
    """Refuse texts with characters that the font lacks, before an empty box is printed in their place."""
    if missing := lacking(texts, font):
        what = Text(f"字库里没有：{missing}。", f"The letter font has no: {missing}.")
        raise Refused.because("character_missing", what, wrongs.OTHER_FONT)


@lru_cache(maxsize=1)
def _compiler(font: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font.parent)])
    if FAMILY not in fonts.families():
        raise _unprintable(f"no font {FAMILY}")
    return typst.Compiler(TEMPLATE.read_bytes(), root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True)


def _unprintable(why: str) -> Refused:
    return Refused.because(
        "letter_unprintable",
        Text(f"信件排不出来：{why}。", f"The letters cannot be set: {why}."),
        Text("请缩短 letter.toml 中的文字，或换字体。", "Shorten the texts of letter.toml, or use another font."),
    )
