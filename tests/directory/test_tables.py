"""Files of all sorts: what is a table is read, what is none is refused with its reason."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.directory.importing.tables import MOST_BYTES, read_bytes, read_table
from pingyi.directory.importing.workbooks import write_lines
from pingyi.wording import Refused

CSV = "code,name\r\n53,云南省\r\n\r\n5301,昆明市\r\n"


def workbook(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_chinese_is_read_in_every_usual_encoding_and_rows_count_as_seen(encoding):
    table = read_table(CSV.encode(encoding))
    assert table.columns == ("code", "name")
    assert table.rows == ((2, {"code": "53", "name": "云南省"}), (4, {"code": "5301", "name": "昆明市"}))


def test_numbers_and_days_of_a_workbook_become_what_a_person_reads():
    table = read_table(
        workbook(["code", "on", "name", None], [5301, dt.datetime(2026, 1, 31), "昆明市"], [53.0, None, "云南省"])
    )
    assert [cells for _, cells in table.rows] == [
        {"code": "5301", "on": "2026-01-31", "name": "昆明市"},
        {"code": "53", "on": "", "name": "云南省"},
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable.empty"),
        (b"\xef\xbb\xbf", "unreadable.empty"),
        (b" \r\n\n", "unreadable.empty"),
        (CSV.encode("utf-16"), "unreadable.encoding"),
        ("code,name\n1,Müller\n".encode("latin-1") + b"\xff\xff", "unreadable.encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"1" * 600, "unreadable.encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unreadable.encoding"),
        (b'code,name\n1,"open', "unreadable.csv"),
        (archive("letter.txt", b"no workbook"), "unreadable.workbook"),
        (b"PK\x03\x04 cut off", "unreadable.workbook"),
        (archive("xl/workbook.xml", b"0" * (201 * 1024 * 1024)), "unreadable.workbook"),
        (b"code,,name\n1,2,3\n", "import.no_heading"),
        (b"code,code\n1,2\n", "import.column_twice"),
        (b"code;name\n1;a\n", "unreadable.separator"),
        (b"code\tname\n1\ta\n", "unreadable.separator"),
        ("code，name\n1，甲\n".encode(), "unreadable.separator"),
        ("全省单位表,,\ncode,parent,name\n1,,a\n".encode(), "import.title_above"),
        ("全省单位表\n2026年\ncode,parent,name\n1,,a\n".encode(), "import.title_above"),
        (b",,\ncode,parent,name\n1,,a\n", "import.title_above"),
        (workbook(["全省单位表"], ["code", "name"], ["1", "甲"]), "import.title_above"),
        (b"code,name\n1\n", "import.cells"),
        (b"code,name\n1,a,b\n", "import.cells"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read_table(content)
    assert [issue.code for issue in refused.value.issues] == [code]
    assert refused.value.issues[0].say("zh")
    assert refused.value.issues[0].remedy.en


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path):
    big = tmp_path / "big.csv"
    with big.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        read_bytes(big)
    assert "200 MB" in refused.value.say("zh")
    assert f"{MOST_BYTES // 1024**2} MB" in refused.value.say("zh")


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(Refused, match=path.name):
            read_bytes(path)


def test_too_many_rows_are_refused():
    with pytest.raises(Refused, match="more than 100000 rows"):
        read_table(b"code\n" + b"1\n" * 100_001)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS).filter(any), max_size=6))
@settings(max_examples=40)
def test_what_is_written_to_a_workbook_is_read_back_even_formulas(lines):
    content = write_lines([["code", "name"], *map(list, lines)])
    assert [tuple(cells.values()) for _, cells in read_table(content).rows] == lines
