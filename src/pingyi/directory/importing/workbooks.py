"""The first sheet of an XLSX file, in and out."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Any

from pingyi.wording import Refused, Text

MOST_UNPACKED = 200 * 1024 * 1024  # a small file can unpack to anything


def read_lines(content: bytes, most: int) -> list[list[str]]:
    """Return the cells of the first sheet as text, at most `most` lines; refuses what is no workbook."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _unreadable()
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True, max_row=most + 1)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError, SyntaxError):
        raise _unreadable() from None
    return _trimmed(lines)


def write_lines(lines: Iterable[list[str]]) -> bytes:
    """Return an XLSX file with one sheet. Every cell is text: codes keep their zeros, nothing is a formula."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.writer.excel import save_workbook

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("units")
    for line in lines:
        cells = [WriteOnlyCell(sheet, value=text or None) for text in line]
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"
        sheet.append(cells)
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _trimmed(lines: list[list[str]]) -> list[list[str]]:
    """Cut the empty columns that spreadsheets leave to the right of the heading."""
    width = max((place + 1 for place, cell in enumerate(lines[0]) if cell), default=0) if lines else 0
    return [line[:width] + [cell for cell in line[width:] if cell] + [""] * (width - len(line)) for line in lines]


def _unreadable() -> Refused:
    return Refused.because(
        "unreadable.workbook",
        Text("这个 XLSX 文件打不开。", "This XLSX file cannot be opened."),
        Text(
            "请在表格软件中打开，另存为 XLSX 或 CSV UTF-8。",
            "Open it in a spreadsheet and save it as XLSX or CSV UTF-8.",
        ),
    )
