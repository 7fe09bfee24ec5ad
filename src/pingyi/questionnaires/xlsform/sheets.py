"""Workbooks as plain rows of text, with limits; nothing here knows what the columns mean."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from pingyi.questionnaires.xlsform.layout import column_name
from pingyi.wording import Refused, Text

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 3_000
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number as the person sees it, and its cells by column name; empty cells are absent."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_sheets(content: bytes) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each sheet by its name in lower case. Refuses what is no workbook or too large."""
    if not content or len(content) > MOST_BYTES:
        raise _unreadable("文件是空的，或者超过5MB", "The file is empty or larger than 5 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _unreadable("表格太大", "The workbook is too large")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about decoration that it drops
            book = load_workbook(io.BytesIO(content), read_only=True)
            return {name.strip().lower(): tuple(_rows(book[name])) for name in book.sheetnames}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, ParseError) as error:
        raise _unreadable("文件不是有效的XLSX表格", "The file is no readable XLSX workbook") from error


def _rows(sheet: Any) -> Iterator[Row]:
    headings: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True), 1):
        texts = [_text(cell) for cell in cells]
        if number > MOST_ROWS and any(texts):
            raise _unreadable(f"表格超过{MOST_ROWS}行", f"A sheet has more than {MOST_ROWS} rows")
        if not headings:
            headings = _headings(texts)
        elif any(texts):
            yield Row(number, {head: text for head, text in zip(headings, texts, strict=True) if text})


def _headings(texts: list[str]) -> list[str]:
    """Return the names of the columns of the first row that is not empty; a column without a name is its letter."""
    if not any(texts):
        return []
    names = [column_name(text) or f"({get_column_letter(place)})" for place, text in enumerate(texts, 1)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        shown = "、".join(twice)
        raise _unreadable(f"有两列的含义相同（{shown}）", f"Two columns mean the same ({', '.join(twice)})")
    return names


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write_sheets(sheets: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]]) -> bytes:
    """Return a workbook with these sheets: headings, and rows by heading. Every cell is text, never a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (headings, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(headings, 1):
            sheet.column_dimensions[get_column_letter(place)].width = 40 if "::" in heading else 18
            _put(sheet.cell(1, place), heading)
            for number, row in enumerate(rows, 2):
                _put(sheet.cell(number, place), row.get(heading, ""))
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def _put(cell: Any, text: str) -> None:
    if text:
        cell.value = text
        cell.data_type = "s"


def _unreadable(zh: str, en: str) -> Refused:
    remedy = Text("请选择XLSForm表格文件（.xlsx）。", "Choose an XLSForm workbook (.xlsx).")
    return Refused.because("unreadable_workbook", Text(f"{zh}。", f"{en}."), remedy)
