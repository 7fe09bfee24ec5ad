"""The province has the shape of a real one and the names of none."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pingyi.demonstration.drawn.files import write_divisions
from pingyi.demonstration.world.names import PINYIN, in_english, romanised
from pingyi.demonstration.world.places import all_places, counties, county_called

NAMED = (
    "青岚市 栖禾市 望霖市 雁汀州 泊云市 南棠市 澄川市 霁州市 砚溪市 珩江市 麓和州 月渚市 听松州 枫泽市 稔丰市 鹿洄州"
)


def at(level):
    return [place for place in all_places() if place.level == level]


def test_one_province_sixteen_prefectures_129_counties_about_a_thousand_townships():
    assert [len(at(level)) for level in ("province", "prefecture", "county")] == [1, 16, 129]
    assert 900 <= len(at("township")) <= 1_100


def test_the_prefectures_are_the_agreed_ones():
    assert {place.name for place in at("prefecture")} == set(NAMED.split())


def test_about_1_400_stations_and_windows_follow_from_it():
    assert 1_350 <= len(at("township")) + 3 * len(at("county")) <= 1_450


def test_codes_are_unique_nest_and_begin_with_no_real_province():
    codes = [place.code for place in all_places()]
    assert len(set(codes)) == len(codes)
    for place in all_places():
        assert re.fullmatch(r"99(\d\d(\d\d(\d\d\d)?)?)?", place.code)
        assert place.code.startswith(place.parent)


def test_every_parent_stands_before_its_children_one_level_up():
    seen = {"": "none"}
    above = {"province": "none", "prefecture": "province", "county": "prefecture", "township": "county"}
    for place in all_places():
        assert seen[place.parent] == above[place.level]
        seen[place.code] = place.level


@pytest.mark.parametrize("name", ["柳渡县", "云桥区", "松筠区"])
def test_the_guides_counties_exist(name):
    assert county_called(name).name == name


def test_names_are_unique_in_their_level_and_below_their_parent():
    assert max(Counter(place.name for place in counties()).values()) == 1
    assert max(Counter((place.parent, place.name) for place in at("township")).values()) == 1


def test_english_names_of_counties_are_unique_too():
    assert max(Counter(place.name_en for place in counties()).values()) == 1


def test_no_place_has_a_name_of_the_real_tree_beside_us():
    with (Path(__file__).parents[2] / "vectors" / "yunnan_divisions.csv").open(encoding="utf-8") as file:
        real = {row["name"] for row in csv.DictReader(file)}
    assert len(real) > 1_000
    assert not real & {place.name for place in at("county") + at("prefecture") + at("province")}


@pytest.mark.parametrize(
    ("name", "level", "english"),
    [
        ("云岭省", "province", "Yunling Province"),
        ("雁汀州", "prefecture", "Yanting Prefecture"),
        ("霁州市", "prefecture", "Jizhou City"),
        ("柳渡县", "county", "Liudu County"),
        ("云桥区", "county", "Yunqiao District"),
        ("沙鸥县", "county", "Sha'ou County"),
        ("兰坞街道", "township", "Lanwu Subdistrict"),
    ],
)
def test_english_names(name, level, english):
    assert in_english(name, level) == english


def test_every_syllable_can_be_written_and_is_plain_latin():
    for place in all_places():
        assert re.fullmatch(r"[A-Z][a-z']+ [A-Z][a-z]+", place.name_en), place.name
    assert all(re.fullmatch(r"[a-z]{2,6}", syllable) for syllable in PINYIN.values())
    assert romanised("云岭") == "Yunling"


def test_the_file_reads_back_in_the_shape_of_the_national_list(tmp_path):
    with write_divisions(tmp_path).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["code", "parent", "level", "name", "name_en"]
    assert rows[0] == {"code": "99", "parent": "", "level": "province", "name": "云岭省", "name_en": "Yunling Province"}
    assert len(rows) == len(all_places())
