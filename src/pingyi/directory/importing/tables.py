"""A CSV or XLSX file as a table of text cells.

The kind of file is told by its first bytes, not by its name. CSV may be UTF-8 (with or without a mark) or GB18030.
"""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from pingyi.directory.importing import workbooks
from pingyi.directory.importing.issues import refuse_if_any
from pingyi.wording import Issue, Refused, Text

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
TITLE_ROWS = 10  # a heading is looked for in as many lines
SEPARATORS = {
    ";": ("分号", "semicolons"),
    "\t": ("制表符", "tabs"),
    "|": ("竖线", "bars"),
    "，": ("中文逗号", "Chinese commas"),
    "；": ("中文分号", "Chinese semicolons"),
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Table:
    """The heading, and the rows that are not empty, each with the number under which a person finds it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_bytes(path: Path) -> bytes:
    """Return the content of the file; refuses a missing or too large one without reading it."""
    if not path.is_file():
        raise Refused.because(
            "unreadable.missing",
            Text(f"找不到文件 {path.name}。", f"There is no file {path.name}."),
            Text("请核对文件名和所在文件夹。", "Check its name and folder."),
        )
    check_size(path.stat().st_size)
    return path.read_bytes()


def check_size(size: int) -> None:
    """Refuse a file of `size` bytes when it is too large."""
    if size > MOST_BYTES:
        raise Refused.because(
            "unreadable.too_large",
            Text(
                f"文件有 {size / 1024**2:.0f} MB，上限是 {MOST_BYTES // 1024**2} MB。",
                f"The file has {size / 1024**2:.0f} MB; the limit is {MOST_BYTES // 1024**2} MB.",
            ),
            Text(
                "请只保留需要的列和行，或分成几个文件。",
                "Keep only the columns and rows needed, or split it into several files.",
            ),
        )


def read_table(content: bytes) -> Table:
    """Return the table; refuses what is no table, with every fault of its shape."""
    check_size(len(content))
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise Refused.because(
            "unreadable.empty",
            Text("文件是空的。", "The file is empty."),
            Text("请重新导出或另存后再导入。", "Export or save it again, then import it."),
        )
    lines = workbooks.read_lines(content, MOST_ROWS + 1) if content.startswith(_ZIP) else _csv_lines(content)
    return _as_table(lines)


def _csv_lines(content: bytes) -> list[list[str]]:
    text = io.StringIO(_decoded(content), newline="")
    try:
        return [[cell.strip() for cell in line] for line in csv.reader(text, strict=True)]
    except csv.Error as error:
        raise Refused.because(
            "unreadable.csv",
            Text("文件的引号或换行不完整，读不下去。", f"The quotes or line ends of the file are broken ({error})."),
            Text("请在表格软件中打开，另存为 CSV UTF-8。", "Open it in a spreadsheet and save it as CSV UTF-8."),
        ) from None


def _decoded(content: bytes) -> str:
    if not content.startswith((_OLD_EXCEL, b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Refused.because(
        "unreadable.encoding",
        Text(
            "文件既不是 UTF-8 或 GB18030 编码的 CSV，也不是 XLSX。",
            "The file is neither CSV in UTF-8 or GB18030 nor XLSX.",
        ),
        Text("请在表格软件中另存为 XLSX 或 CSV UTF-8。", "Save it in a spreadsheet as XLSX or as CSV UTF-8."),
    )


def _as_table(lines: list[list[str]]) -> Table:
    columns = tuple(lines[0]) if lines else ()
    refuse_if_any(_layout_issues(lines) or _heading_issues(columns))
    numbered = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(line)]
    if len(numbered) > MOST_ROWS:
        raise Refused.because(
            "import.too_many_rows",
            Text(f"文件超过 {MOST_ROWS} 行。", f"The file has more than {MOST_ROWS} rows."),
            Text("请分成几个文件。", "Split it into several files."),
        )
    refuse_if_any(_cells(number, len(line), len(columns)) for number, line in numbered if len(line) != len(columns))
    return Table(columns, tuple((number, dict(zip(columns, line, strict=True))) for number, line in numbered))


def _layout_issues(lines: list[list[str]]) -> list[Issue]:
    """Return why the first line is no heading at all: it was cut at no comma, or it is a title."""
    heading = lines[0] if lines else []
    if len(heading) == 1 and (sign := next((sign for sign in SEPARATORS if sign in heading[0]), None)):
        zh, en = SEPARATORS[sign]
        what = Text(f"各列之间用的是{zh}。", f"The columns are separated by {en}.")
        remedy = Text("请改用英文逗号，或另存为 XLSX。", "Separate them by commas, or save the file as XLSX.")
        return [Issue("unreadable.separator", what, remedy, 1)]
    if sum(map(bool, heading)) <= 1 and any(sum(map(bool, line)) > 1 for line in lines[1:TITLE_ROWS]):
        what = Text("这一行不是列名，像是标题或空行。", "This row is no heading but a title, or empty.")
        remedy = Text("请删去列名上面的各行。", "Take out the rows above the names of the columns.")
        return [Issue("import.title_above", what, remedy, 1)]
    return []


def _heading_issues(columns: tuple[str, ...]) -> list[Issue]:
    remedy = Text("第一行应是列名，每列一个，不重复。", "The first row holds the names of the columns, each once.")
    if not all(columns) or not columns:
        return [Issue("import.no_heading", Text("有的列没有列名。", "A column has no name."), remedy, 1)]
    twice = [column for place, column in enumerate(columns) if column in columns[:place]]
    what = Text("列名重复。", "The column stands twice.")
    return [Issue("import.column_twice", what, remedy, 1, column) for column in twice]


def _cells(number: int, found: int, wanted: int) -> Issue:
    return Issue(
        "import.cells",
        Text(f"这一行有 {found} 格，应有 {wanted} 格。", f"The row has {found} cells instead of {wanted}."),
        Text(
            "请补齐或删去多余的格；内容中的逗号要放在引号内。", "Add or take out cells; put text with commas in quotes."
        ),
        number,
    )
