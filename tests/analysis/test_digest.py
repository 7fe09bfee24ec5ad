"""The digest depends on the rows alone, and anyone can compute it."""

import hashlib
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.analysis.digest import digest_of
from pingyi.analysis.kinds import KINDS, columns_in_order
from pingyi.analysis.reading.convert import Rules
from tests.analysis.tables import RULES, UNITS, converted, csv_text, plain_digest, sample_row, write_csv, write_parquet

FIXED = [column.name for column in KINDS["sample"].columns]
ROWS = [sample_row(n, mode='面访, "入户"' if n % 2 else "phone") for n in range(1, 40)]


def test_the_standard_library_gives_the_same_digest(tmp_path):
    assert converted(write_csv(tmp_path / "a.csv", ROWS)).digest == plain_digest(ROWS, FIXED)


def test_sort_and_sha256sum_give_the_same_digest(tmp_path):
    rows = [{name: row[name] for name in [*FIXED, "q_calm", "q_strict"]} | {"mode": "web"} for row in ROWS]
    source = write_csv(tmp_path / "a.csv", rows)
    shell = f"(head -n 1 {source}; tail -n +2 {source} | LC_ALL=C sort) | sha256sum"
    told = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True).stdout
    assert converted(source).digest == told.split()[0]


def test_a_digest_known_in_advance(tmp_path):
    """A fixed answer, so that a change of the format cannot slip in with the code that tests it."""
    text = "unit,due,confirmed,claimed,late,reopened,period\nA,3,1,2,0,0,2025\n"
    (tmp_path / "a.csv").write_text(text)
    found = converted(tmp_path / "a.csv", "rectification", Rules(units={"A"}))
    assert found.digest == hashlib.sha256(text.encode()).hexdigest()


def test_order_of_rows_and_columns_and_the_format_do_not_matter(tmp_path):
    source = write_csv(tmp_path / "a.csv", ROWS)
    turned = [dict(reversed(row.items())) for row in reversed(ROWS)]
    other = write_csv(tmp_path / "b.csv", turned)
    digests = {converted(path).digest for path in (source, other, write_parquet(tmp_path / "c.parquet", source))}
    assert len(digests) == 1


def test_row_groups_and_files_do_not_matter(tmp_path):
    rows = [sample_row(n) for n in range(1, 6001)]
    whole = write_csv(tmp_path / "a.csv", rows)
    grouped = write_parquet(tmp_path / "b.parquet", whole, ", ROW_GROUP_SIZE 2048")
    digest = converted(whole).digest
    assert converted(grouped).digest == digest
    halves = [write_csv(tmp_path / f"{n}.csv", rows[n::2]) for n in range(2)]
    columns, _ = (converted(half).columns for half in halves)
    assert digest_of([half.with_suffix(".canonical") for half in halves], columns) == digest


def test_a_canonical_file_can_be_imported_again(tmp_path):
    first = converted(write_csv(tmp_path / "a.csv", ROWS))
    again = (tmp_path / "a.canonical").rename(tmp_path / "again.parquet")
    assert converted(again).digest == first.digest


@pytest.mark.parametrize("change", [{"q_strict": ""}, {"q_strict": 0 - 1}, {"psu": "other"}, {"weight_e6": 7}])
def test_any_change_of_a_cell_changes_the_digest(tmp_path, change):
    other = [ROWS[0] | change, *ROWS[1:]]
    digests = {converted(write_csv(tmp_path / f"{n}.csv", rows)).digest for n, rows in enumerate((ROWS, other))}
    assert len(digests) == 2


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.booleans(), st.sampled_from([None, -5, 0, 12])), min_size=1, max_size=8))
def test_any_text_gives_the_digest_of_the_standard_library(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("any")
    rows = [
        {"unit": sorted(UNITS)[0], "year": 1990 + n, "body": body, "grade": grade, "score_e2": score, "document": ""}
        for n, (body, grade, _, score) in enumerate(drawn)
    ]
    found = converted(write_csv(folder / "a.csv", rows), "external", RULES)
    assert found.digest == plain_digest(rows, [column.name for column in KINDS["external"].columns])


def test_booleans_and_dates_are_written_in_one_way(tmp_path):
    row = {"unit": "A", "service_point": "", "day": "2026-03-05", "channel": "qr", "open": "true", "level": 5}
    rows = [row | {"reasons": "slow rude"}, row | {"open": "否", "reasons": ""}]
    found = converted(write_csv(tmp_path / "a.csv", rows), "ratings", Rules(units={"A"}))
    plain = [row | {"open": 1, "reasons": "slow rude"}, row | {"open": 0, "reasons": ""}]
    assert found.digest == plain_digest(plain, [column.name for column in KINDS["ratings"].columns])


def test_items_stand_behind_the_columns_of_the_kind_by_name():
    names = frozenset(csv_text([sample_row(1)]).splitlines()[0].split(","))
    ordered = [column.name for column in columns_in_order(KINDS["sample"], names)]
    assert ordered == [*FIXED, "q_calm", "q_strict"]
