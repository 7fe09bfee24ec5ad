"""The list of people goes through our hands and leaves no trace: only counts stay."""

import json

import pytest
from django.apps import apps
from django.core import serializers

from pingyi.journal.models import JournalEntry
from pingyi.polling.actions import hand_out_eligibility, prepare
from pingyi.polling.matters import INVITED, NOT_INVITED, matter_of
from pingyi.rollkeeper.eligibility import COLUMNS
from pingyi.rollkeeper.letters.glyphs import glyphs_of
from pingyi.rollkeeper.surveying import survey
from pingyi.wording import Refused
from tests.ballots.founding import RATED
from tests.polling import land

UNITS = [f"53{n:04}-county_bureau" for n in range(6)]
NAME, STREET, PHONE = "李念安", "桂花巷七十三号", "13912345678"


def person(n, **changes):
    sound = {
        "person": f"matter-{n:05}",
        "name": NAME,
        "postcode": "650000",
        "address": STREET,
        "phone": PHONE,
        "unit": UNITS[n % 6],
        "channel": "letter",
        "staff": "",
        "matter": "",
    }
    return sound | changes


def written(path, people, columns=(*COLUMNS, "matter"), encoding="utf-8"):
    lines = [",".join(columns), *(",".join(one[column] for column in columns) for one in people)]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


@pytest.fixture
def early(campaign):
    return prepare(campaign, "yunling-2026", RATED)


@pytest.fixture
def hand_out(early, tmp_path):
    """Hand a list out; returns what it came to and the rows of the cleaned list."""

    def act(people, **how):
        out = tmp_path / "out.csv"
        done = hand_out_eligibility(early, written(tmp_path / "in.csv", people, **how), out)
        return done, out.read_text(encoding="utf-8").splitlines()

    return act


def refused(hand_out, people, **how):
    with pytest.raises(Refused) as refusal:
        hand_out(people, **how)
    return [(issue.code, issue.row, issue.field) for issue in refusal.value.issues]


def test_the_cleaned_list_is_what_the_roll_keeper_reads(hand_out, tmp_path):
    done, lines = hand_out([person(n) for n in range(30)])
    assert (done.people, done.units, done.left_out) == (30, 6, {})
    assert lines[0] == ",".join(COLUMNS) and len(lines) == 31
    assert survey(tmp_path / "out.csv", set(UNITS), glyphs_of()).total == 30


@pytest.mark.parametrize("matter", ["domestic_violence", "家庭暴力", " 家庭暴力 "])
def test_who_must_not_be_asked_is_left_out_and_counted(hand_out, matter):
    done, lines = hand_out([person(0), person(1, matter=matter), person(2, matter="户政")])
    assert done.left_out == {"domestic_violence": 1} and done.people == 2
    assert not any("matter-00001" in line for line in lines)


def test_a_matter_nobody_knows_is_refused_not_invited(hand_out):
    assert refused(hand_out, [person(0, matter="家暴案件")]) == [("matter_unknown", 2, "matter")]


def test_every_matter_is_known_by_code_and_by_name():
    for matters in (INVITED, NOT_INVITED):
        assert all(matter_of(code) == matter_of(text.zh) == code for code, text in matters.items())
    assert not set(INVITED) & set(NOT_INVITED) and matter_of("") == ""


def test_a_list_from_an_office_program_is_read_too(hand_out, tmp_path):
    columns = tuple(reversed(COLUMNS))
    done, lines = hand_out([person(0)], columns=columns, encoding="gb18030")
    assert done.people == 1 and lines[1].startswith("matter-00000,李念安,650000")


def test_each_wrong_row_is_named(hand_out, tmp_path):
    people = [
        person(0),
        person(1, person="matter-00000"),
        person(2, unit="990000-county_bureau"),
        person(3, person="11010519491231002X"),
        person(4, channel="post"),
        person(5, name=""),
        person(6, matter="domestic_violence", unit="nowhere"),
    ]
    assert refused(hand_out, people) == [
        ("person_twice", 3, "person"),
        ("unit_not_covered", 4, "unit"),
        ("person_identity_number", 5, "person"),
        ("channel_wrong", 6, "channel"),
        ("name_empty", 7, "name"),
        ("unit_not_covered", 8, "unit"),
    ]
    assert not (tmp_path / "out.csv").exists() and not JournalEntry.objects.filter(act__contains="eligib").exists()


def test_a_rare_character_is_the_roll_keepers_matter(hand_out):
    assert hand_out([person(0, name="李\U0002b8b8")])[0].people == 1


@pytest.mark.parametrize("columns", [COLUMNS[1:], (*COLUMNS, "idcard"), (*COLUMNS, "phone")])
def test_other_columns_are_refused(hand_out, columns):
    people = [{**person(0), "idcard": "1"}]
    assert [code for code, _, _ in refused(hand_out, people, columns=columns)] == ["unreadable_heading"]


def test_an_empty_list_and_one_of_only_protected_people_are_refused(hand_out):
    assert refused(hand_out, [])[0][0] == "list_empty"
    assert refused(hand_out, [person(0, matter="minor")])[0][0] == "list_empty"


def test_a_list_that_is_wrong_everywhere_is_told_in_part(hand_out):
    found = refused(hand_out, [person(n, unit="x") for n in range(300)])
    assert len(found) == 101 and found[-1][0] == "more_issues"


def test_once_the_manifest_is_fixed_no_list_goes_out(appraisal, tmp_path):
    with pytest.raises(Refused):
        hand_out_eligibility(appraisal, written(tmp_path / "in.csv", [person(0)]), tmp_path / "out.csv")


def everything_stored():
    """All tables of the installation, as text."""
    tables = [model for model in apps.get_models() if model._meta.managed]
    kept = [serializers.serialize("json", model._base_manager.all(), ensure_ascii=False) for model in tables]
    return "\n".join(kept)


def test_nothing_of_a_resident_is_ever_stored(hand_out, settings, tmp_path):
    people = [person(0), person(1, matter="domestic_violence")]
    hand_out(people)
    for wrong in ({"unit": "nowhere"}, {"phone": "x"}, {"matter": "李念安的事"}):
        refused(hand_out, [*people, person(2, **wrong)])
    stored = everything_stored()
    assert "polling:eligibility:handed_out" in stored  # what is searched is what is stored
    told = [NAME, STREET, PHONE, "matter-0000", "李念安的事"]
    assert [word for word in told if word in stored or json.dumps(word)[1:-1] in stored] == []
    folder = tmp_path / "var"
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    assert files == []


def test_the_journal_has_the_counts(hand_out):
    hand_out([person(0), person(1), person(2, matter="minor")])
    entry = JournalEntry.objects.get(act="polling:eligibility:handed_out")
    assert entry.details == {"people": 2, "units": 2, "left_out": {"minor": 1}, "total_left_out": 1}
    assert entry.thing == "campaign:yunling-2026"


def test_a_unit_of_the_land_that_is_not_covered_is_refused(hand_out):
    assert refused(hand_out, [person(0, unit=land.TOP)]) == [("unit_not_covered", 2, "unit")]
