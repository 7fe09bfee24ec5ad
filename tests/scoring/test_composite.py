"""Scores of units: figures that can be followed by hand, properties, and the traps."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.scoring.composite import score
from pingyi.scoring.evidence import Finding, Rectification, UnitEvidence
from pingyi.scoring.presets import preset
from pingyi.scoring.scheme import read_scheme
from pingyi.wording import Refused
from tests.scoring.units import BALLOTS, SAMPLE, SCHEME, TESTED, changed, county, means_of, se_by_hand


def one(unit: UnitEvidence, scheme=SCHEME):
    return score(scheme, [unit]).unit(unit.unit)


def test_an_indicator_by_hand():
    found = {part.code: part for part in one(county("a")).indicators}
    assert found["lawful"].score == pytest.approx(80) and found["lawful"].n == 186
    assert found["lawful"].se == pytest.approx(se_by_hand([1 / 6] * 6, 2, 0.4))
    assert found["rectification"].score == pytest.approx(97.5)
    assert found["rectification"].se == pytest.approx(100 * math.sqrt(0.975 * 0.025 / 40))
    # conduct: three items at 80 carry 3/5, inspection 100 * (5 - 0.3) / 5 = 94 carries 2/5
    assert found["conduct"].score == pytest.approx(0.6 * 80 + 0.4 * 94)
    # promises: 80 by half, grade 4 of 4, 27 of 30 users
    assert found["promises"].score == pytest.approx(0.5 * 80 + 0.25 * 100 + 0.25 * 90)


def test_the_composite_by_hand():
    found = one(county("a"))
    points = {part.code: part.score for part in found.indicators}
    weights = {"lawful": 30, "windows": 25, "conduct": 20, "rectification": 15, "promises": 10}
    assert found.score == pytest.approx(sum(points[code] * share for code, share in weights.items()) / 100)
    sample = [0.05] * 6 + [0.0625, 0.0625, 0.05, 0.025, 0.025, 0.025] + [0.04] * 3 + [0.05]
    mended = 0.15 * 100 * math.sqrt(0.975 * 0.025 / 40)
    delivered = 0.025 * 100 * math.sqrt(0.9 * 0.1 / 30)
    assert found.se == pytest.approx(math.hypot(se_by_hand(sample, 2, 0.4), mended, delivered))
    assert found.lower < found.score < found.upper and found.respondents == 186 and found.df > 20
    assert (found.tier, found.rank_low, found.rank_high, found.withheld) == (1, 1, 1, "")


def test_a_grade_is_earned_by_the_lower_bound():
    high = one(county("a", 83))
    assert high.score > 85 > high.lower
    assert (high.grade, high.point_grade, high.reaches) == ("good", "excellent", "excellent")
    sure = one(county("a", 96))
    assert (sure.grade, sure.point_grade, sure.unmet) == ("excellent", "excellent", ())


@pytest.mark.parametrize(
    "change, unmet",
    [
        ({"rectification": Rectification(40, 30)}, "rectification.confirmed"),
        ({"rectification": Rectification(40, 30, claimed=40)}, "rectification.confirmed"),
        ({"sample": means_of(dict.fromkeys(SAMPLE, 96.0) | {"coached": 90.0})}, "sample.coached"),
        ({"sample": means_of(dict.fromkeys((one for one in SAMPLE if one != "coached"), 96.0))}, "sample.coached"),
    ],
)
def test_excellent_asks_for_more_than_points(change, unmet):
    found = one(county("a", 96, **change))
    assert found.unmet == (unmet,) and found.grade == found.point_grade == "good"


@pytest.mark.parametrize("nothing", [None, Rectification(0, 0)])
def test_where_nothing_was_to_be_put_right_nothing_is_asked(nothing):
    found = one(county("a", 98, rectification=nothing))
    assert (found.grade, found.unmet) == ("excellent", ())


def test_a_window_without_interviews_can_be_excellent():
    best = {"ballots": means_of(dict.fromkeys(BALLOTS, 96.0), n=300), "ratings": means_of({"level": 96.0}, n=400)}
    mended = Rectification(due=40, confirmed=40, claimed=40)
    window = UnitEvidence("w", "window", rectification=mended, **best)
    assert (one(window).grade, one(window).unmet) == ("excellent", ())
    late = replace(window, rectification=Rectification(due=40, confirmed=30))
    assert (one(late).grade, one(late).unmet) == ("good", ("rectification.confirmed",))


def test_a_sample_without_a_single_answer_asks_nothing():
    silent = means_of(dict.fromkeys(SAMPLE, 0.0), n=0)
    window = UnitEvidence("w", "window", silent, means_of(dict.fromkeys(BALLOTS, 96.0), n=300))
    assert "sample.coached" not in one(window).unmet


def test_a_veto_limits_the_grade_not_the_score():
    free, vetoed = one(county("a", 96)), one(county("a", 96, vetoes=("exposed",)))
    assert vetoed.score == free.score and vetoed.grade == vetoed.point_grade == "improve"
    assert vetoed.vetoes == ("exposed",) and "no_veto" in vetoed.unmet


def test_too_few_people_are_not_graded():
    found = one(county("a", sample=means_of(dict.fromkeys(SAMPLE, 80.0), n=29)))
    assert (found.withheld, found.score, found.grade, found.tier) == ("too_few", None, "", None)
    assert found.respondents == 29


def test_no_answers_at_all():
    found = one(UnitEvidence("a", "county"))
    assert (found.withheld, found.score, found.respondents) == ("no_evidence", None, 0)
    assert {part.excluded for part in found.indicators} == {"no_evidence"}
    assert {part.score for part in found.indices} == {None}


def test_what_is_missing_goes_to_the_others_as_the_scheme_says():
    found = one(county("a", rectification=None))
    assert found.lacking == ("rectification",) and not found.withheld
    points = {part.code: part.score for part in found.indicators if part.score is not None}
    weights = {"lawful": 30, "windows": 25, "conduct": 20, "promises": 10}
    assert found.score == pytest.approx(sum(points[code] * share for code, share in weights.items()) / 85)
    conduct = next(part for part in one(county("a", findings=())).indicators if part.code == "conduct")
    assert conduct.without == ("inspection.deductions",) and conduct.score == pytest.approx(80)


def test_a_scheme_that_lets_nothing_go():
    strict = read_scheme(changed(TESTED, ('feed = "redistribute"', 'feed = "withhold"')))
    found = one(county("a", findings=()), strict)
    assert found.lacking == ("conduct",)
    tight = read_scheme(changed(TESTED, ('most = "3/10"', 'most = "1/10"')))
    assert one(county("a", rectification=None), tight).withheld == "too_little_evidence"


def test_small_ballot_cells_carry_nothing():
    window = UnitEvidence(
        "w", "window", ballots=means_of(dict.fromkeys(BALLOTS, 80.0), n=29), ratings=means_of({"level": 80.0}, n=400)
    )
    assert one(window).withheld == "too_few"
    full = one(replace(window, ballots=means_of(dict.fromkeys(BALLOTS, 80.0), n=120)))
    assert full.score == pytest.approx(80) and full.lacking == ("supervision", "rectification", "promises")
    assert full.respondents == 520


def test_all_alike_is_not_certainty():
    """Ten superb units with SE 0 on 30 answers: nobody is surely better, and no bound reaches 100."""
    alike = [
        county(f"u{k}", 99 + k / 10, sample=means_of(dict.fromkeys(SAMPLE, 99 + k / 10), se=0, n=30)) for k in range(10)
    ]
    found = score(SCHEME, alike).units
    assert {unit.tier for unit in found} == {1} and all(unit.se > 0 and unit.lower < unit.score for unit in found)
    assert all((unit.rank_low, unit.rank_high) == (1, 10) for unit in found)


def test_the_same_units_share_everything():
    found = score(SCHEME, [county(code) for code in "abcd"]).units
    assert len({replace(unit, unit="") for unit in found}) == 1 and found[0].rank_if_high == 1


def test_units_are_ranked_within_their_group():
    bureau = replace(county("p", 60), group="prefecture")
    found = score(SCHEME, [county("a", 95), county("b", 70), bureau])
    assert [found.unit(code).tier for code in "abp"] == [1, 2, 1]
    assert [found.unit(code).rank_high for code in "abp"] == [1, 2, 1]


def test_ranks_move_when_a_weight_moves():
    """Two units: one better at enforcement, one at windows, almost equal in sum."""
    lawful, windows = SAMPLE[:6], SAMPLE[6:12]
    a = dict.fromkeys(SAMPLE, 80.0) | dict.fromkeys(lawful, 90.0)
    b = dict.fromkeys(SAMPLE, 80.0) | dict.fromkeys(windows, 91.9)
    found = score(SCHEME, [county("a", sample=means_of(a)), county("b", sample=means_of(b)), county("c", 60)])
    assert [(found.unit(u).rank_if_low, found.unit(u).rank_if_high) for u in "abc"] == [(1, 2), (1, 2), (3, 3)]


def test_bonuses_are_capped_by_the_total():
    more = '[[bonuses]]\ncode = "brave"\nname = { zh = "见义勇为", en = "bravery" }\npoints = 30\n[publication]'
    scheme = read_scheme(changed(TESTED, ("[publication]", more)))
    plain, praised = one(county("a"), scheme), one(county("a", bonuses=("brave",)), scheme)
    assert praised.score == 100 and praised.upper == 100 and praised.lower <= 100 and plain.score < 90


@pytest.mark.parametrize(
    "unit, match",
    [
        (county("a", vetoes=("bad_hair",)), "no “bad_hair”"),
        (county("a", bonuses=("brave",)), "no “brave”"),
        (replace(county("a"), group="moon"), "no “moon”"),
    ],
)
def test_what_the_scheme_does_not_know_is_refused(unit, match):
    with pytest.raises(Refused, match=match):
        score(SCHEME, [unit])


def test_a_unit_that_comes_twice_is_refused():
    with pytest.raises(Refused, match="comes twice"):
        score(SCHEME, [county("a"), county("a")])


def test_indices_are_reported_and_carry_nothing():
    found = {index.code: index for index in one(county("a")).indices}
    # overall 80 carries 2/5, rectification 97.5 1/5, promise 80 1/10; nobody rated a visit
    assert found["public_satisfaction"].score == pytest.approx((80 * 0.5 + 97.5 * 0.2) / 0.7)
    assert found["public_satisfaction"].without == ("ratings.level",)
    assert found["internal_harmony"].excluded == "no_evidence"
    assert {index.indicator_weight for index in found.values()} == {0}


def test_a_deduction_only_scheme_states_no_error():
    found = one(UnitEvidence("a", "all", findings=(Finding("V1", "open", "x", "city", "found"),)), preset("L"))
    assert (found.score, found.se, found.lower, found.points_off) == (pytest.approx(99.7), None, None, 0.3)


levels = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 8), st.integers(5, 400)), min_size=1, max_size=8)


def made(values):
    return [
        county(f"u{k}", sample=means_of(dict.fromkeys(SAMPLE, level), se=se, n=n))
        for k, (level, se, n) in enumerate(values)
    ]


@settings(max_examples=40)
@given(levels, st.randoms(use_true_random=False))
def test_order_changes_nothing(values, random):
    units = made(values)
    mixed = random.sample(units, len(units))
    assert score(SCHEME, mixed) == score(SCHEME, units)


@settings(max_examples=40)
@given(levels)
def test_scores_stay_within_their_bounds(values):
    for unit in score(SCHEME, made(values)).units:
        if unit.withheld:
            assert unit.score is unit.tier is unit.lower is None
            continue
        assert 0 <= unit.lower <= unit.score + 1e-9 and unit.score - 1e-9 <= unit.upper <= 100
        assert 1 <= unit.rank_if_low <= unit.rank_if_high and unit.rank_low <= unit.rank_high
        made_of = [part.score for part in unit.indicators]
        assert min(made_of) - 1e-9 <= unit.score <= max(made_of) + 1e-9
