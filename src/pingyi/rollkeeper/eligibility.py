"""The eligibility list: who is invited, one line each (docs/formats/eligibility.md). Read as a stream."""

import csv
import re
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pingyi.rollkeeper import wrongs
from pingyi.wording import Issue, Refused, Text

COLUMNS = ("person", "name", "postcode", "address", "phone", "unit", "channel", "staff")
HEADING = ",".join(COLUMNS)
LETTER, SMS = "letter", "sms"
LONGEST_LINE = 1000  # bytes of UTF-8; keeps what is sealed of every person equally long and small
_ENCODINGS = ("utf-8-sig", "gb18030")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)  # control signs, and those that turn text
_PERSON = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_IDENTITY_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PATTERNS = {
    "postcode": (re.compile(r"([0-9]{6})?"), Text("应为6位数字，或留空", "must be six digits or empty")),
    "phone": (
        re.compile(r"(\+?[0-9]{6,15})?"),
        Text("应只有数字，可带+", "must be digits, with a + in front if need be"),
    ),
    "staff": (re.compile(r"(yes|no)?"), Text("应为yes、no，或留空", "must be yes, no or empty")),
    "channel": (re.compile(r"letter|sms"), Text("应为letter或sms", "must be letter or sms")),
}
_LONGEST = {"name": 40, "address": 120}


class Person(NamedTuple):
    """One invited person. `line` is the row as it is committed to; `row` counts the heading as row 1."""

    row: int
    line: str
    person: str
    name: str
    postcode: str
    address: str
    phone: str
    unit: str
    channel: str
    staff: str

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the unit that is rated."""
        return self.staff == "yes"


def read(path: Path) -> Iterator[Person | Issue]:
    """Yield every row of a list: a person, or what makes the row unreadable. Raises `Refused` for a wrong heading."""
    for row, line in _lines(path):
        try:
            yield parse(row, line)
        except Refused as refused:
            yield from refused.issues


def people(path: Path) -> Iterator[Person]:
    """Yield the people of a list that was found good before."""
    return (parse(row, line) for row, line in _lines(path))


def parse(row: int, line: str) -> Person:
    """Return the person of one line; raises `Refused` unless it has exactly the columns."""
    try:
        fields = next(csv.reader([line], strict=True))
    except csv.Error:
        fields = []
    if len(fields) != len(COLUMNS):
        raise Refused.because(
            "row_columns",
            Text(f"这一行不是{len(COLUMNS)}列。", f"This row does not have {len(COLUMNS)} columns."),
            Text(f"每行一人，列为 {HEADING}，单元格内不能换行。", f"One person a row, no line breaks: {HEADING}"),
            row=row,
        )
    return Person(row, line, *fields)


def problems(person: Person, units: Set[str], glyphs: Set[int]) -> Iterator[Issue]:
    """Yield what is wrong with one row: `units` that exist, `glyphs` (code points) that can be printed."""
    if _UNSEEN.search(person.line) or len(person.line.encode()) > LONGEST_LINE:
        yield wrongs.row(
            person, None, "row_unfit", Text("有控制字符，或超过1000字节。", "Control characters, or over 1000 bytes.")
        )
    if not _PERSON.fullmatch(person.person):
        what = Text(
            "编号应为1至64个字母、数字或 . _ : -。", "The reference must be 1 to 64 letters, digits or . _ : - signs."
        )
        yield wrongs.row(person, "person", "person_wrong", what)
    elif is_identity_number(person.person):
        what = Text("编号是居民身份证号。", "The reference is an identity card number.")
        yield wrongs.row(person, "person", "person_identity_number", what, wrongs.OTHER_REFERENCE)
    yield from _ill_formed(person)
    if person.unit not in units:
        what = Text(f"单位文件里没有“{person.unit}”。", f"The unit file has no “{person.unit}”.")
        yield wrongs.row(person, "unit", "unit_unknown", what)
    yield from _unreachable(person, glyphs)


def is_identity_number(text: str) -> bool:
    """Whether `text` is a resident identity number by its check digit: too telling to stand for a person here."""
    if not _IDENTITY_NUMBER.fullmatch(text):
        return False
    total = sum(int(digit) * factor for digit, factor in zip(text, _FACTORS, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def _ill_formed(person: Person) -> Iterator[Issue]:
    for column, (pattern, meaning) in _PATTERNS.items():
        value = getattr(person, column)
        if not pattern.fullmatch(value):
            yield wrongs.row(
                person, column, f"{column}_wrong", Text(f"“{value}”{meaning.zh}。", f"“{value}” {meaning.en}.")
            )
    for column, longest in _LONGEST.items():
        if len(getattr(person, column)) > longest:
            what = Text(f"超过{longest}个字。", f"Longer than {longest} characters.")
            yield wrongs.row(person, column, f"{column}_long", what)


def _unreachable(person: Person, glyphs: Set[int]) -> Iterator[Issue]:
    needed = ("name", "address") if person.channel == LETTER else ("phone",)
    for column in needed:
        if not getattr(person, column).strip():
            what = Text("不能为空，否则邀请送不到。", "Must not be empty, or the invitation cannot arrive.")
            yield wrongs.row(person, column, f"{column}_empty", what)
    for column in ("name", "address") if person.channel == LETTER else ():
        missing = "".join(sorted({sign for sign in getattr(person, column) if ord(sign) not in glyphs}))
        if missing:
            what = Text(f"字库里没有：{missing}。", f"The letter font has no: {missing}.")
            yield wrongs.row(person, column, "character_missing", what, wrongs.OTHER_FONT)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding=encoding_of(path), newline="") as source:
        lines = (line.removesuffix("\n").removesuffix("\r") for line in source)
        if next(lines, None) != HEADING:
            raise Refused.because(
                "unreadable_heading",
                Text("第一行不是规定的列名。", "The first row is not the heading asked for."),
                Text(f"第一行应为 {HEADING}", f"It must be {HEADING}"),
                row=1,
            )
        yield from ((row, line) for row, line in enumerate(lines, 2) if line)


def encoding_of(path: Path) -> str:
    """Return the encoding in which the whole file can be read; raises `Refused` when none fits."""
    for encoding in _ENCODINGS:
        with suppress(UnicodeDecodeError), path.open(encoding=encoding, newline="") as source:
            while source.read(1 << 20):
                pass
            return encoding
    raise Refused.because(
        "unreadable_encoding",
        Text(f"“{path.name}”不是UTF-8，也不是GB18030。", f"“{path.name}” is neither UTF-8 nor GB18030."),
        Text("请另存为UTF-8的CSV。", "Save it as CSV in UTF-8."),
    )
