"""The bytes of a file that was handed in: size, format, encoding."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from pingyi.analysis.reading import refusals

LARGEST_BYTES: Final = 150_000_000
_PARQUET_MARK: Final = b"PAR1"
_ENCODINGS: Final = ("utf-8-sig", "gb18030")  # in the order tried; hardly any UTF-8 is also GB18030 by chance
_LINES_AT_ONCE: Final = 1_000_000  # bytes


def is_parquet(path: Path, largest_bytes: int = LARGEST_BYTES) -> bool:
    """Tell a Parquet file (True) from text that may be CSV (False), by content and not by name.

    Raises `Refused` for a file that is missing, empty, larger than `largest_bytes`, an Excel workbook, or a Parquet
    file cut short.
    """
    if not path.is_file():
        raise refusals.missing_file(path)
    size = path.stat().st_size
    if size == 0:
        raise refusals.empty_file()
    if size > largest_bytes:
        raise refusals.too_large(size, largest_bytes)
    with path.open("rb") as file:
        begins_as_parquet = file.read(4) == _PARQUET_MARK
        file.seek(max(size - 4, 0))
        ends_as_parquet = file.read() == _PARQUET_MARK
    if begins_as_parquet and not ends_as_parquet:
        raise refusals.broken_parquet()
    if not begins_as_parquet and zipfile.is_zipfile(path):
        raise refusals.workbook()
    return begins_as_parquet


def write_tidied(source: Path, target: Path) -> str:
    """Copy the CSV `source` to `target` in UTF-8 with plain line feeds and return its heading line.

    The mark at the start goes. A blank line becomes a row of empty cells, so that rows keep their number. Raises
    `Refused` when the text is neither UTF-8 nor GB18030.
    """
    for encoding in _ENCODINGS:
        try:
            return _copied(source, target, encoding)
        except UnicodeDecodeError:
            continue
    raise refusals.wrong_encoding()


def _copied(source: Path, target: Path, encoding: str) -> str:
    with source.open(encoding=encoding) as lines, target.open("w", encoding="utf-8", newline="\n") as copy:
        heading = lines.readline()
        blank = "," * heading.count(",") + "\n"
        copy.write(heading if heading.endswith("\n") else f"{heading}\n")
        for block in _blocks(lines):
            copy.writelines(line if line != "\n" else blank for line in block)
    if "\0" in heading:
        raise refusals.wrong_encoding()
    return heading


def _blocks(lines: TextIO) -> Iterator[list[str]]:
    while block := lines.readlines(_LINES_AT_ONCE):
        if any("\0" in line for line in block):
            raise refusals.wrong_encoding()
        yield block
