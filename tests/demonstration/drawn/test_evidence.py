"""Ballots, ratings, visits and deeds: the agreed amounts, in the agreed columns, true to what is known."""

import csv
from collections import Counter

import numpy as np
import pytest

from pingyi.analysis.kinds import KINDS as FORMATS
from pingyi.demonstration.drawn.ballots import ballot_columns, cells
from pingyi.demonstration.drawn.deeds import (
    assessment_columns,
    commitment_columns,
    external_columns,
    external_rows,
    rectification_columns,
)
from pingyi.demonstration.drawn.files import KINDS, write_evidence
from pingyi.demonstration.drawn.ratings import rating_columns
from pingyi.demonstration.drawn.visits import CARD_E2, visit_columns
from pingyi.demonstration.world.answers import FIVE
from pingyi.demonstration.world.places import all_places
from pingyi.demonstration.world.windows import GUIDED, MATTERS, counters, guided_window

POINTS = dict(zip(FIVE.codes, FIVE.points, strict=True))


@pytest.mark.parametrize("kind", FORMATS)
def test_each_kind_has_the_columns_of_its_format(kind, tmp_path):
    with write_evidence(tmp_path, kind, seed=2, year=2025).open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    assert [name for name in names if not name.startswith("q_")] == [c.name for c in FORMATS[kind].columns]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_seed_gives_the_same_file(kind, tmp_path):
    first = write_evidence(tmp_path, kind, seed=2, year=2025).read_bytes()
    assert write_evidence(tmp_path, kind, seed=2, year=2025).read_bytes() == first


def test_every_kind_of_evidence_is_there():
    assert set(KINDS) == set(FORMATS)


def test_ballots_fill_207_cells_of_all_sizes():
    sizes = [n for _, n in cells()]
    assert sum(sizes) == len(ballot_columns(1)["cell"]) == 60_000
    assert (len(sizes), sum(n < 30 for n in sizes), sum(30 <= n < 100 for n in sizes)) == (207, 14, 34)
    assert max(sizes) < 1_000


def test_187_windows_stand_beside_the_guides_window():
    units = set(ballot_columns(1)["unit"])
    assert sum(not unit.endswith("-station") for unit in units) == 187
    assert guided_window() in units


def test_ballots_of_the_guides_window_follow_its_truth():
    columns = ballot_columns(1)
    own = [row for row, unit in enumerate(columns["unit"]) if unit == guided_window()]
    assert len(own) == 214
    for matter, mean in GUIDED[1].items():
        points = [POINTS[code] for row in own if (code := columns[f"q_{matter}"][row]) > 0]
        assert abs(np.mean(points) - mean) < 4 * np.std(points) / np.sqrt(len(points))


def test_twelve_matters_on_their_scale():
    columns = ballot_columns(4)
    assert len(MATTERS) == 12
    for matter in MATTERS:
        assert set(columns[f"q_{matter}"]) == {5, 4, 3, 2, 1, -1}
    assert set(columns["grade"]) == {"D"}


def test_ratings_are_mostly_good_and_on_working_days_of_the_year():
    columns = rating_columns(1, 2025)
    levels = Counter(columns["level"])
    assert sum(levels.values()) == 40_000
    assert levels[5] + levels[4] > 32_000
    assert all("2025-01-01" <= day <= "2025-12-31" for day in columns["day"])
    assert len(set(columns["unit"])) == 387


def test_only_bad_ratings_carry_reasons():
    columns = rating_columns(1, 2025)
    reasoned = {level for level, reasons in zip(columns["level"], columns["reasons"], strict=True) if reasons}
    assert reasoned == {1, 2}


def test_600_visits_some_of_them_find_nothing():
    columns = visit_columns(1, 2025)
    assert len(set(columns["visit"])) == 600
    for severity, points in zip(columns["severity"], columns["deduction_e2"], strict=True):
        assert (severity == "none") == (points == 0)
    assert set(columns["kind"]) == {"open", "covert", "work", "self"}
    assert set(columns["found_by"]) == set(CARD_E2)


def test_one_visit_is_one_unit_one_day_one_kind():
    columns = visit_columns(1, 2025)
    rows = zip(*(columns[name] for name in ("visit", "unit", "day", "kind", "found_by")), strict=True)
    assert len(set(rows)) == 600


def test_the_guides_window_was_visited_four_times_and_two_things_found():
    columns = visit_columns(9, 2025)
    own = [row for row, unit in enumerate(columns["unit"]) if unit == guided_window()]
    assert [columns["kind"][row] for row in own] == ["open", "covert", "covert", "covert"]
    assert [columns["item"][row] for row in own if columns["deduction_e2"][row]] == ["notice", "queue"]


def test_what_is_claimed_is_more_than_what_citizens_confirm():
    columns = rectification_columns(1, 2025)
    for due, confirmed, claimed, late, reopened in zip(
        *(columns[name] for name in ("due", "confirmed", "claimed", "late", "reopened")), strict=True
    ):
        assert 0 <= confirmed <= claimed <= due
        assert 0 <= late <= due - claimed
        assert 0 <= reopened <= claimed - confirmed
    assert sum(columns["confirmed"]) < sum(columns["claimed"]) < sum(columns["due"])


def test_promises_better_kept_are_delivered_more_often():
    columns = commitment_columns(1, 2025)
    rate = {grade: [0, 0] for grade in range(5)}
    for grade, used, delivered in zip(*(columns[n] for n in ("grade", "used_n", "delivered_n")), strict=True):
        rate[grade][0] += delivered
        rate[grade][1] += used
    rates = [delivered / used for delivered, used in rate.values()]
    assert rates == sorted(rates)


def test_five_superiors_judge_each_bureau_by_four_criteria():
    columns = assessment_columns(1, 2025)
    assert Counter(Counter(columns["unit"]).values()) == {20: 129 + 16}
    assert set(columns["level"]) <= {1, 2, 3, 4, 5}


def test_the_evaluation_office_called_the_department_good():
    rows = {row[0]: row for row in external_rows(2025)}
    assert rows["99-department"][3] == "良好"
    assert len(external_columns(2025)["unit"]) == 17


def test_every_unit_named_belongs_to_a_place_of_the_province():
    codes = {place.code for place in all_places()}
    for kind, columns in KINDS.items():
        assert {unit.partition("-")[0] for unit in columns(1, 2025)["unit"]} <= codes, kind


def test_windows_truly_differ():
    assert 4.0 < counters().means[:, list(MATTERS).index("overall")].std() < 8.0
    assert counters().mean(guided_window(), "clear") == GUIDED[1]["clear"]
