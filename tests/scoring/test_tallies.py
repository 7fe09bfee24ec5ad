"""Published tallies come out as published; a formula that does not fit says why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.scoring.tallies import base, tally
from pingyi.wording import Refused

DONGGUAN = {"满意": 6554, "基本满意": 731, "不满意": 496}
MILUO = {"号码": 28_834, "接通": 1_107, "成功": 365, "拒访": 232}


def values(counts, preset=None):
    return {one.name: round(float(one.value), 2) for one in tally(counts, preset) if one.applies}


def test_dongguan():
    assert values(DONGGUAN) == {"H.top_box": 84.23, "H.half_credit": 88.93, "H.top_two": 93.63}
    assert base(DONGGUAN) == 7781


def test_half_credit_is_exact():
    (one,) = tally(DONGGUAN, "H.half_credit")
    assert one.value == 100 * Fraction(13_839, 2) / 7781  # 6,919.5 of 7,781


def test_the_floor_of_scheme_a():
    assert values({"差": 812}) == {"A.satisfaction": 33.33, "A.points80": 26.67}
    assert values({"优": 10}, "A.points80") == {"A.points80": 80}


def test_miluo():
    assert values(MILUO) == {"I.RR1": 1.27, "I.COOP1": 32.97, "I.REF_contact": 20.96}
    assert base(MILUO) == 28_834
    assert values({"拨打": 28_834, "完成": 365}) == {"I.RR1": 1.27}


def test_parts_larger_than_the_whole_are_not_judged():
    reasons = {one.reason.en for one in tally(MILUO | {"成功": 1_000}, "I.RR1")}
    assert reasons == {"Not applicable: a part is larger than the whole."}


def test_dispositions_by_code():
    found = values({"I": 600, "P": 50, "R": 200, "NC": 100, "O": 20, "UH": 30, "UO": 10}, "AAPOR")
    assert len(found) == 16 and found["AAPOR.RR1"] == 59.41 and found["AAPOR.COOP3"] == 70.59


def test_five_levels_without_those_who_do_not_know():
    counts = {"很满意": 50, "比较满意": 30, "一般": 10, "不太满意": 6, "很不满意": 4}
    assert values(counts) == {"recommended.mean": 79.0}
    assert values(counts | {"不了解": 900}) == {"recommended.mean": 79.0}


def test_marks_of_five_items():
    marks = {"机关作风": 90, "服务质量": 80, "依法行政": 85, "办事效率": 75, "廉政状况": 95}
    assert values(marks) == {"C.mean": 85.0} and base(marks) == 5
    assert not values({"机关作风": 90}, "C") and not values(marks | {"机关作风": 101}, "C")


def test_points_of_scheme_i_and_l():
    assert values({"很安全": 5, "安全": 5}) == {"I.safety": 9.0}
    assert values({"没有": 1, "很严重": 1}) == {"I.crime": 2.0}
    assert values({"市级发现": 3, "市级未整改": 1, "回访仍不满意": 2}) == {"L.points_off": 2.9}


def test_what_does_not_apply_says_why_in_both_languages():
    silent = [one for one in tally(DONGGUAN) if not one.applies]
    assert {"A.satisfaction", "C.mean", "AAPOR", "B", "E", "M"} <= {one.name for one in silent}
    for one in silent:
        assert one.value is None and one.reason.zh and one.reason.en and one.source.zh


def test_only_those_who_do_not_know():
    (one,) = tally({"不了解": 5}, "recommended")
    assert not one.applies and one.reason.en == "There is no valid answer."


@pytest.mark.parametrize(
    "counts, preset, match", [({"满意": -1}, None, "negative"), ({}, None, "single"), (DONGGUAN, "Q", "Possible")]
)
def test_bad_input_is_refused(counts, preset, match):
    with pytest.raises(Refused, match=match):
        tally(counts, preset)


@given(st.fixed_dictionaries({label: st.integers(0, 10**6) for label in ("优", "良", "一般", "较差", "差")}))
def test_scheme_a_never_leaves_its_range(counts):
    if sum(counts.values()):
        found = values(counts, "A")
        assert 33.33 <= found["A.satisfaction"] <= 100 and 26.67 <= found["A.points80"] <= 80


@given(st.permutations(list(DONGGUAN.items())), st.integers(1, 50))
def test_order_and_size_change_nothing(pairs, times):
    assert values({label: count * times for label, count in pairs}) == values(DONGGUAN)
