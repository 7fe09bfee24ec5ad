"""Stage-1 sums are exact and the same whatever the order, the files or the days."""

import random
from dataclasses import replace
from functools import reduce

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.analysis.public_sums.files import read_sums, write_sums
from pingyi.analysis.stage1 import Points, Request, sample_sums
from pingyi.estimation.arrays import array_sums
from pingyi.estimation.sums import add_sums
from pingyi.wording import Refused
from tests.analysis.tables import UNITS, sample_file, sample_row

POINTS = {
    "strict": Points({5: 100, 4: 75, 3: 50, 2: 25, 1: 0}),
    "calm": Points({5: 20, 4: 16, 3: 12, 2: 8, 1: -3}, scale=20),
}
ONE, TWO, THREE = sorted(UNITS)
MEMBERSHIPS = [(ONE, ONE), (TWO, TWO), (ONE, "both"), (TWO, "both"), (ONE, "all"), (TWO, "all"), (THREE, "all")]
WHOLE = Request(points=POINTS, memberships=MEMBERSHIPS, as_part=True)


def array_sums_of(rows, domain):
    """The sums of one domain by the arrays of `estimation`, from the raw rows."""
    members = {unit for unit, name in MEMBERSHIPS if name == domain}
    answers = {
        item: [scale.of_code.get(row[f"q_{item}"]) if row[f"q_{item}"] != "" else None for row in rows]
        for item, scale in POINTS.items()
    }
    return array_sums(
        answers,
        design_weights=[row["weight_e6"] for row in rows],
        strata=[row["stratum"] for row in rows],
        psus=[row["psu"] for row in rows],
        members=[row["unit"] in members for row in rows],
        scales=({item: scale.scale for item, scale in POINTS.items()}, 1),
    )


def same(ours, theirs):
    """Whether two sums agree in every integer; the arrays were given ready weights, so their scale is 1."""
    fields = [name for name in type(ours).__dataclass_fields__ if name != "weight_scale"]
    return all(getattr(ours, name) == getattr(theirs, name) for name in fields)


ANSWERS = st.sampled_from(["", -3, -2, -1, 1, 2, 3, 4, 5])
CELLS = st.tuples(
    st.sampled_from([ONE, TWO, THREE]),
    st.sampled_from("gh"),
    st.sampled_from("pqr"),
    st.integers(1, 10**12),
    ANSWERS,
    ANSWERS,
)
TABLES = st.lists(CELLS, min_size=1, max_size=30)


def table(cells):
    names = ("unit", "stratum", "psu", "weight_e6", "q_strict", "q_calm")
    return [sample_row(n, **dict(zip(names, cell, strict=True))) for n, cell in enumerate(cells, 1)]


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_the_sums_are_those_of_the_arrays(tmp_path_factory, cells):
    rows = table(cells)
    found = sample_sums([sample_file(tmp_path_factory.mktemp("rows"), rows)], WHOLE)
    assert all(same(sums, array_sums_of(rows, domain)) for domain, sums in found.items())
    assert set(found) == {domain for _, domain in MEMBERSHIPS}


@settings(max_examples=10, deadline=None)
@given(TABLES, st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_split_into_files_do_not_matter(tmp_path_factory, cells, rng, parts):
    folder, rows = tmp_path_factory.mktemp("rows"), table(cells)
    whole = sample_sums([sample_file(folder, rows)], WHOLE)
    shuffled = rng.sample(rows, len(rows))
    files = [sample_file(folder, shuffled[n::parts], f"part{n}") for n in range(parts) if shuffled[n::parts]]
    assert sample_sums(files, WHOLE) == whole


@settings(max_examples=10, deadline=None)
@given(st.lists(TABLES, min_size=2, max_size=3))
def test_days_can_be_summed_apart_and_added(tmp_path_factory, days):
    """Each day has PSUs of its own; those of a day without members of a domain still count as sampled."""
    folder = tmp_path_factory.mktemp("days")
    rows = [[row | {"psu": f"day{n} {row['psu']}"} for row in table(cells)] for n, cells in enumerate(days)]
    numbered = [row | {"row": n} for n, row in enumerate((row for day in rows for row in day), 1)]
    whole = sample_sums([sample_file(folder, numbered)], WHOLE)
    files = [sample_file(folder, day, f"day{n}") for n, day in enumerate(rows)]
    apart = [sample_sums([file], WHOLE) for file in files]
    assert {domain: reduce(add_sums, (day[domain] for day in apart)) for domain in whole} == whole


def test_parts_saved_as_files_add_up_to_the_whole(tmp_path):
    """Prefectures sum on their own and send a file; the province adds the files and never sees a row."""
    request = replace(WHOLE, pairs=[])
    days = [[sample_row(n, psu=f"day{day} p{n % 5}") for n in range(1, 31)] for day in (1, 2)]
    files = [sample_file(tmp_path, rows, f"day{day}") for day, rows in enumerate(days)]
    whole = sample_sums(files, request)
    sent = []
    for file in files:
        sums = sample_sums([file], request)
        sent.append(read_sums(write_sums(sums, {domain: one.items for domain, one in sums.items()})))
    assert {domain: add_sums(sent[0][domain], sent[1][domain]) for domain in whole} == whole


def test_psus_without_members_are_counted_as_sampled(tmp_path):
    rows = [sample_row(n, unit=(ONE if n < 3 else TWO), stratum="s", psu=f"p{n // 2}") for n in range(1, 9)]
    sums = sample_sums([sample_file(tmp_path, rows)], WHOLE)[ONE]
    assert (sums.psus_sampled, sums.psus[0], sums.rows[0]) == ((5,), (2,), (2,))


def test_only_strata_with_members_are_kept_by_default(tmp_path):
    rows = [sample_row(n) for n in range(1, 13)]
    request = Request(points=POINTS, memberships=MEMBERSHIPS)
    found = sample_sums([sample_file(tmp_path, rows)], request)
    assert found[ONE].strata == (ONE[:6],)
    assert len(found["all"].strata) == 3


def test_only_the_pairs_asked_for(tmp_path):
    file = sample_file(tmp_path, [sample_row(n, q_calm=3) for n in range(1, 13)])
    own = sample_sums([file], Request(points=POINTS, memberships=MEMBERSHIPS, pairs=[]))["all"]
    assert set(own.ww) == set(own.wwy) == {(0, 0), (1, 1)}
    both = sample_sums([file], Request(points=POINTS, memberships=MEMBERSHIPS, pairs=[("calm", "strict")]))["all"]
    assert set(both.wwy) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_an_item_that_no_batch_asked_has_no_answers(tmp_path):
    rows = [{name: cell for name, cell in sample_row(n).items() if name != "q_calm"} for n in range(1, 13)]
    sums = sample_sums([sample_file(tmp_path, rows)], WHOLE)["all"]
    assert sums.rows[1] == (0, 0, 0) and sums.y_min[1] is None


def test_domains_with_too_few_rows_are_left_out(tmp_path):
    rows = [sample_row(n, unit=ONE if n < 4 else TWO) for n in range(1, 13)]
    request = Request(points=POINTS, memberships=MEMBERSHIPS, least_rows=4)
    assert set(sample_sums([sample_file(tmp_path, rows)], request)) == {TWO, "both", "all"}


def test_an_overflow_is_refused_and_never_wraps(tmp_path):
    rows = [sample_row(n, weight_e6=10**15, psu="p", stratum="s") for n in range(1, 41)]
    huge = Request(points={"strict": Points(dict.fromkeys(range(1, 6), 10**4))}, memberships=MEMBERSHIPS)
    with pytest.raises(Refused) as caught:
        sample_sums([sample_file(tmp_path, rows)], huge)
    assert caught.value.issues[0].code == "sums_overflow"


def test_the_engine_does_not_wrap_at_the_edge_of_its_integers():
    edge = duckdb.connect()
    edge.execute("CREATE TABLE t AS SELECT (2::HUGEINT ** 126)::HUGEINT AS x FROM range(4)")
    with pytest.raises(duckdb.OutOfRangeException):
        edge.execute("SELECT sum(x) FROM t").fetchall()
    with pytest.raises(duckdb.OutOfRangeException):
        edge.execute("SELECT x * 4 FROM t").fetchall()


def test_a_real_number_of_rows_and_pairs(tmp_path):
    """2,000 rows through the whole chain against the arrays, integer by integer."""
    rng = random.Random(7)
    cells = [
        (rng.choice((ONE, TWO, THREE)), rng.choice("ghi"), f"p{rng.randrange(60)}", rng.randrange(1, 10**9))
        for _ in range(2000)
    ]
    rows = table([(*cell, rng.choice((1, 2, 3, 4, 5, -1)), rng.choice((1, 5, ""))) for cell in cells])
    found = sample_sums([sample_file(tmp_path, rows)], WHOLE)
    assert all(same(found[domain], array_sums_of(rows, domain)) for domain in (ONE, "both", "all"))
