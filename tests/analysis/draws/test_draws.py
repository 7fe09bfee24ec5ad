"""Draws from files: what the format's text says, whatever the file is cut into, and clear refusals."""

import csv
import json
from contextlib import suppress
from fractions import Fraction

import pytest

from pingyi.analysis import draws
from pingyi.analysis.draws import drawing, frame
from pingyi.wording import Refused
from tests.analysis.draws.frames import SEED, SecondReader, design_file, frame_file

N = {"A": 12, "B": 10, "C": 8}


def drawn(folder, out="draw", at=None, **design):
    at = at or frame_file(folder)
    said = draws.draw(design_file(folder, **design), at, SEED, folder / out)
    with (folder / out / "sample.csv").open() as file:
        return said, list(csv.DictReader(file))


def rows_of(sample):
    return [int(one["row"]) for one in sample]


def second(folder):
    return SecondReader(folder / "frame.csv", folder / "design.json")


def test_a_simple_sample_is_what_a_second_reader_draws(tmp_path):
    said, sample = drawn(tmp_path, n=N)
    other = second(tmp_path)
    assert rows_of(sample) == other.simple(list(N.values()))
    assert said["commitment"] == other.commitment
    assert all(one["id"] == other.rows[int(one["row"])]["id"] for one in sample)
    assert sum(float(one["weight"]) for one in sample) == pytest.approx(600)


@pytest.mark.parametrize(("method", "size"), [("systematic", None), ("pps_systematic", "persons")])
def test_a_systematic_sample_is_what_a_second_reader_draws(tmp_path, method, size):
    _, sample = drawn(tmp_path, n=N, method=method, size=size)
    expected = second(tmp_path).by_size(list(N.values()), size)
    assert {int(one["row"]): Fraction(one["probability"]) for one in sample} == expected


@pytest.mark.parametrize("method", ["srs", "pps_systematic", "conditional_poisson"])
@pytest.mark.parametrize("clusters", [{}, {"clusters": {"by": "village", "take": 3}}])
def test_pieces_do_not_matter(tmp_path, monkeypatch, method, clusters):
    size = None if method == "srs" else "persons"
    whole = drawn(tmp_path, "whole", n=9, method=method, size=size, **clusters)
    for module in (frame, drawing):
        monkeypatch.setattr(module, "CHUNK", 97)
    assert drawn(tmp_path, "pieces", n=9, method=method, size=size, **clusters)[1] == whole[1]


def test_parquet_gives_the_same_rows_under_the_same_words(tmp_path):
    """Another file has another digest and so other words; its rows and strata are read alike."""
    at = frame_file(tmp_path, name="frame.parquet")
    said, sample = drawn(tmp_path, at=at, n=N)
    assert said["frame"]["rows"] == 600 and len(sample) == 30
    assert all(draws_held for _, draws_held in draws.verify(tmp_path / "draw"))


def test_who_is_certain_is_taken_and_the_rest_shares(tmp_path):
    at = frame_file(tmp_path)
    lines = at.read_text().splitlines()
    lines[5], lines[6] = "BIG1,A,V00,5000", "BIG2,A,V00,900"  # the second is certain only once the first is
    at.write_text("\n".join(lines) + "\n")
    _, sample = drawn(tmp_path, at=at, n={"A": 4, "B": 2, "C": 2}, method="pps_systematic", size="persons")
    sure = {one["id"] for one in sample if one["probability"] == "1"}
    assert sure == {"BIG1", "BIG2"} and len(sample) == 8


@pytest.mark.parametrize("method", ["sampford", "conditional_poisson"])
def test_joint_probabilities_come_along(tmp_path, method):
    _, sample = drawn(tmp_path, n=N, method=method, size="persons", joint=True)
    with (tmp_path / "draw" / "joint.csv").open() as file:
        joint = [[float(one) for one in row] for row in csv.reader(file)]
    p = [float(Fraction(one["probability"])) for one in sample]
    assert [joint[k][k] for k in range(30)] == pytest.approx(p)
    for i, one in enumerate(sample):
        for j, other in enumerate(sample[:i]):
            apart = one["stratum"] != other["stratum"]
            assert joint[i][j] == pytest.approx(p[i] * p[j]) if apart else 0 < joint[i][j] < p[i] * p[j]


def test_within_clusters_some_or_all(tmp_path):
    said, some = drawn(tmp_path, "some", n=9, clusters={"by": "village", "take": 5})
    _, every = drawn(tmp_path, "every", n=9, clusters={"by": "village"})
    per = {one["psu"]: [x["psu"] for x in some].count(one["psu"]) for one in some}
    assert len(per) == 9 and set(per.values()) == {5} and said["n"] == 45
    other = second(tmp_path)
    villages = {one["psu"] for one in every}
    assert len(every) == sum(row["village"] in villages for row in other.rows)


def test_strata_add_up_in_expectation(tmp_path):
    """Horvitz-Thompson totals of many draws average to the persons there are."""
    at = frame_file(tmp_path)
    persons = {row["id"]: int(row["persons"]) for row in SecondReader(at, design_file(tmp_path)).rows}
    totals = []
    for k in range(60):
        design = design_file(tmp_path, n=12, clusters={"by": "village", "take": 4})
        draws.draw(design, at, bytes([k]) * 32, tmp_path / f"d{k}")
        with (tmp_path / f"d{k}" / "sample.csv").open() as file:
            totals.append(sum(float(one["weight"]) * persons[one["id"]] for one in csv.DictReader(file)))
    mean, spread = sum(totals) / 60, (sum((t - sum(totals) / 60) ** 2 for t in totals) / 59) ** 0.5
    assert abs(mean - sum(persons.values())) < 4 * spread / 60**0.5


def test_a_draw_verifies_and_no_changed_file_does(tmp_path):
    drawn(tmp_path, n=N)
    promised = draws.commit(tmp_path / "design.json", tmp_path / "frame.csv", SEED)
    assert all(held for _, held in draws.verify(tmp_path / "draw", promised=promised))
    for name in ("design.json", "sample.csv", "strata.csv", "draw.json"):
        path = tmp_path / "draw" / name
        before = path.read_bytes()
        path.write_bytes(before.replace(b"1", b"2", 1))
        with suppress(Refused):
            assert not all(held for _, held in draws.verify(tmp_path / "draw")), name
        path.write_bytes(before)
    (tmp_path / "draw" / "more.txt").write_text("")
    assert dict(draws.verify(tmp_path / "draw"))["more.txt"] is False


def test_another_seed_breaks_the_commitment(tmp_path):
    drawn(tmp_path, n=N)
    other = draws.commit(tmp_path / "design.json", tmp_path / "frame.csv", bytes(32))
    assert dict(draws.verify(tmp_path / "draw", promised=other))["commitment"] is False


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"id": "nobody"}, "unknown_name", "nobody"),
        ({"strata": ["town"]}, "unknown_name", "town"),
        ({"method": "convenience"}, "unknown_name", "convenience"),
        ({"surprise": 1}, "unknown_name", "surprise"),
        ({"n": {"A": 1, "B": 1}}, "unknown_level", "C"),
        ({"n": {"A": 1, "B": 1, "C": 1, "D": 1}}, "unknown_level", "D"),
        ({"n": {"A": 1, "B": 1, "C": 1000}}, "too_many", "C"),
        ({"n": 1000}, "too_many", "600"),
        ({"n": "many"}, "wrong_design", "n"),
        ({"method": "pps_systematic"}, "wrong_design", "size"),
        ({"method": "pps_systematic", "size": "village"}, "wrong_value", "village"),
        ({"allocation": {"method": "neyman"}}, "unknown_level", "allocation.sd"),
        ({"allocation": {"method": "fair"}}, "unknown_name", "fair"),
    ],
)
def test_a_wrong_design_is_refused_by_name(tmp_path, change, code, named):
    with pytest.raises(Refused) as refused:
        drawn(tmp_path, **change)
    issue = refused.value.issues[0]
    assert issue.code == code and named in issue.what.zh + issue.remedy.zh and named in issue.what.en + issue.remedy.en
    assert not (tmp_path / "draw").exists()


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("H0007,A,V01,3", "duplicate_id", "H0007"),
        ("NEW,A,V01,0", "wrong_value", "NEW"),
        ("NEW,A,V01,-2", "wrong_value", "NEW"),
        ("NEW,A,V01,2.5", "wrong_value", "NEW"),
        ("NEW,,V01,2", "wrong_value", "county"),
        (",A,V01,2", "wrong_value", "id"),
    ],
)
def test_a_wrong_frame_is_refused_by_row(tmp_path, line, code, named):
    at = frame_file(tmp_path)
    at.write_text(at.read_text() + line + "\n")
    with pytest.raises(Refused) as refused:
        drawn(tmp_path, at=at, method="pps_systematic", size="persons")
    issue = refused.value.issues[0]
    assert issue.code == code and named in issue.what.zh and "601" in issue.what.zh


def test_a_parquet_file_cut_short(tmp_path):
    at = frame_file(tmp_path, name="frame.parquet")
    at.write_bytes(at.read_bytes()[:-20])
    with pytest.raises(Refused) as refused:
        drawn(tmp_path, at=at)
    assert refused.value.issues[0].code == "unreadable_frame" and "frame.parquet" in refused.value.issues[0].what.zh


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    drawn(tmp_path, n=N)
    before = (tmp_path / "draw" / "draw.json").read_bytes()
    with pytest.raises(Refused) as refused:
        drawn(tmp_path, n=9)
    assert refused.value.issues[0].code == "folder_taken"
    assert (tmp_path / "draw" / "draw.json").read_bytes() == before
    assert json.loads(before)["n"] == 30
