"""Units that follow from areas: real names, two superiors, and rule files that do not hold."""

from dataclasses import replace

import pytest

from pingyi.directory.generation import default_rule, generate, read_rule
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.rows import AreaRow, UnitRow
from pingyi.directory.importing.tables import read_table
from pingyi.wording import Refused
from tests.directory.conftest import FEW, YUNNAN

WORDS = '[[kind]]\ncode = "k"\nzh = "类"\nen = "kind"\n[[line]]\ncode = "l"\nzh = "线"\nen = "line"\n'
UNIT = '[[unit]]\nid = "a"\nat = "county"\nkind = "k"\nname_zh = "{area}甲"\nname_en = "{area} A"\n'


@pytest.fixture(scope="module")
def yunnan() -> dict[str, UnitRow]:
    areas = read_file(read_table(YUNNAN.read_bytes())).areas
    return {unit.code: unit for unit in generate(areas, default_rule())}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("53-department", "云南省公安厅"),
        ("53-traffic", "云南省公安厅交通警察总队"),
        ("5301-bureau", "昆明市公安局"),
        ("5323-bureau", "楚雄彝族自治州公安局"),
        ("5301-traffic", "昆明市公安局交通警察支队"),
        ("530102-bureau", "昆明市公安局五华分局"),  # a district has a branch of the city's bureau
        ("530181-bureau", "安宁市公安局"),  # a county-level city, a county, an autonomous county have their own
        ("530922-bureau", "云县公安局"),
        ("533423-bureau", "维西傈僳族自治县公安局"),
        ("530102-household_window", "昆明市公安局五华分局户籍窗口"),
        ("533423203-station", "白济汛乡派出所"),
        ("530102001-station", "华山派出所"),  # a subdistrict's station drops 街道
    ],
)
def test_names_are_those_people_know(yunnan, code, name):
    assert yunnan[code].name_zh == name


def test_a_county_has_everything_the_appraisal_reaches(yunnan):
    kinds = {unit.kind for unit in yunnan.values() if unit.area == "530124"}
    assert kinds >= {"county_bureau", "household_window", "exit_entry_window", "vehicle_office", "desk_110", "response"}
    assert kinds >= {"traffic", "patrol", "brigade"}
    assert sum(unit.kind == "county_bureau" for unit in yunnan.values()) == 129
    assert sum(unit.kind == "prefecture_bureau" for unit in yunnan.values()) == 16
    assert sum(unit.kind == "station" for unit in yunnan.values()) == 1461 - 2  # two rows are prisons


def test_a_countys_traffic_brigade_has_two_superiors(yunnan):
    brigade = yunnan["530124-traffic"]
    assert (brigade.parent, brigade.line_superior) == ("530124-bureau", "5301-traffic")
    assert yunnan["5301-traffic"].line_superior == "53-traffic"


def test_every_reference_leads_to_a_unit_made_before(yunnan):
    made: set[str] = {""}
    for unit in yunnan.values():
        assert {unit.parent, unit.line_superior} <= made
        made.add(unit.code)


def test_english_names_use_the_english_of_the_area():
    units = {unit.code: unit for unit in generate(FEW, default_rule())}
    assert units["5301-traffic"].name_en == "Kunming Traffic Police Detachment"
    assert units["530302-bureau"].name_en == "麒麟区 Public Security Bureau"


def test_a_tree_that_begins_at_a_prefecture_has_no_department():
    city, district = replace(FEW[1], parent=""), FEW[2]
    units = {unit.code: unit for unit in generate([district, city], default_rule())}
    assert units["5301-bureau"].parent == ""
    assert units["530102-bureau"].parent == "5301-bureau"
    assert "53-department" not in units


def test_a_pattern_can_be_switched_on():
    rule = default_rule()
    on = replace(rule, units=tuple(replace(pattern, use=True) for pattern in rule.units))
    assert "530102001-community_room" in {unit.code for unit in generate(FEW, on)}
    assert not any("community" in unit.code for unit in generate(FEW, rule))


def test_the_longest_ending_decides():
    rule = read_rule((WORDS + UNIT + 'name_zh_by_ending = { "县" = "{stem}！", "自治县" = "{stem}？" }').encode())
    (unit,) = generate([AreaRow("1", "", "county", "峨山彝族自治县")], rule)
    assert unit.name_zh == "峨山彝族？"


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("[[unit", "unreadable.rule", None),
        ("colour = 1", "rule.unknown_key", "colour"),
        ("unit = 1", "rule.ill_formed", "unit"),
        (UNIT + "colour = 1", "rule.unknown_key", "colour"),
        (UNIT.replace('kind = "k"\n', ""), "rule.missing_key", "kind"),
        (UNIT.replace('"a"', "1"), "rule.ill_formed", "id"),
        (UNIT.replace('"a"', '"A b"'), "rule.ill_formed", "id"),
        (UNIT + 'use = "no"', "rule.ill_formed", "use"),
        (UNIT + 'not_where = "监狱"', "rule.ill_formed", "not_where"),
        (UNIT + 'name_zh_by_ending = { "区" = 1 }', "rule.ill_formed", "name_zh_by_ending"),
        (UNIT.replace('"county"', '"country"'), "rule.wrong_value", "at"),
        (UNIT.replace('"k"', '"none"'), "rule.wrong_value", "kind"),
        (UNIT + 'line = "none"', "rule.wrong_value", "line"),
        (UNIT + UNIT, "rule.wrong_value", "id"),
        (UNIT + 'parent = "county:later"', "rule.wrong_value", "parent"),
        (UNIT + 'line_superior = "county:a"', "rule.wrong_value", "line_superior"),
        (UNIT.replace("{area}甲", "{area.__class__}"), "rule.wrong_value", "name"),
        (UNIT.replace("{area}甲", "{0}"), "rule.wrong_value", "name"),
        (UNIT.replace("{area}甲", "{area"), "rule.wrong_value", "name"),
    ],
)
def test_a_rule_that_does_not_hold_is_refused(text, code, field):
    with pytest.raises(Refused) as refused:
        read_rule((text if text == "unit = 1" else WORDS + text).encode())
    assert [(issue.code, issue.field) for issue in refused.value.issues] == [(code, field)]


def test_a_unit_in_a_line_cannot_answer_to_one_outside_any():
    second = UNIT.replace('"a"', '"b"') + 'line = "l"\nline_superior = "county:a"\n'
    with pytest.raises(Refused, match="line_superior"):
        read_rule((WORDS + UNIT + second).encode())
    assert read_rule((WORDS + UNIT + 'line = "l"\n' + second).encode()).units[1].key == "county:b"
