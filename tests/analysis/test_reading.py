"""Files as offices really have them are read; the rows come out the same."""

import datetime as dt

import duckdb
import pytest

from pingyi.analysis.reading.convert import Rules
from tests.analysis.tables import RULES, UNITS, converted, csv_text, sample_row, write_csv

ROWS = [sample_row(n, mode="电话访问") for n in range(1, 13)]
TEXT = csv_text(ROWS)


@pytest.fixture
def plain(tmp_path):
    return converted(write_csv(tmp_path / "plain.csv", ROWS))


FORMS = {
    "with the mark of UTF-8": TEXT.encode("utf-8-sig"),
    "in GB18030": TEXT.encode("gb18030"),
    "with the line ends of Windows": TEXT.replace("\n", "\r\n").encode(),
    "with the line ends of old Macs": TEXT.replace("\n", "\r").encode(),
    "with mixed line ends": TEXT.replace("\n", "\r\n", 4).encode(),
    "without the last line end": TEXT.rstrip("\n").encode(),
    "with blank and empty rows": TEXT.replace("\n", "\n\n,,,,,,,,\n").encode(),
    "with blanks around cells": TEXT.replace(",", " , ").encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_csv(form, plain, tmp_path):
    (tmp_path / "other.csv").write_bytes(FORMS[form])
    found = converted(tmp_path / "other.csv")
    assert (found.rows, found.digest) == (12, plain.digest)


def test_the_name_of_a_file_does_not_matter(plain, tmp_path):
    parquet = (tmp_path / "plain.canonical").rename(tmp_path / "answers.csv")
    assert converted(parquet).digest == plain.digest


def test_values_have_their_types(tmp_path):
    row = {
        "unit": "A",
        "service_point": "",
        "day": "2026-03-05",
        "channel": "qr",
        "open": "是",
        "level": 5,
        "reasons": "",
    }
    converted(write_csv(tmp_path / "a.csv", [row]), "ratings", Rules(units={"A"}))
    (found,) = duckdb.sql(f"FROM read_parquet('{tmp_path}/a.canonical')").fetchall()
    assert found == ("A", None, dt.date(2026, 3, 5), "qr", True, 5, None)


def test_the_file_does_not_tell_the_order_of_arrival(tmp_path):
    rows = [{"cell": "c", "unit": "A", "grade": "A", "q_calm": 1 + n * 7 % 5} for n in range(20)]
    files = [write_csv(tmp_path / f"{n}.csv", part) for n, part in enumerate((rows, rows[::-1]))]
    for file in files:
        converted(file, "ballots", Rules(units={"A"}, scales=RULES.scales))
    first, second = (file.with_suffix(".canonical").read_bytes() for file in files)
    assert first == second


def test_items_not_asked_may_be_missing(tmp_path):
    rows = [{name: cell for name, cell in row.items() if name != "q_calm"} for row in ROWS]
    found = converted(write_csv(tmp_path / "a.csv", rows))
    assert [column.name for column in found.columns][-1] == "q_strict"


def test_units_that_occur_are_told(plain):
    assert plain.units == UNITS
