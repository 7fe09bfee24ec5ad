"""Which units share a cell: known cases of the stated rule, and what must hold for every tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.rollkeeper import drafts
from pingyi.rollkeeper.merging import LEAST, merge
from pingyi.rollkeeper.units import Unit, Units
from pingyi.wording import Refused
from tests.rollkeeper.people import UNITS

TREE = Units((row[0], Unit(*row)) for row in UNITS)


def _cells(invited):
    found = merge(TREE, {code: (count, 0) for code, count in invited.items()})
    return {cell.unit + ":" + "+".join(sorted(cell.members)): cell.invited for cell in found.cells}, found.short


@pytest.mark.parametrize(
    "invited, cells",
    [
        # Enough people: each unit by itself.
        ({"yl-ld-1": 150, "yl-ld-2": 151}, {"yl-ld-1:yl-ld-1": 150, "yl-ld-2:yl-ld-2": 151}),
        # Small neighbours, in the order of their codes, until there are enough.
        ({"yl-ld-1": 80, "yl-ld-2": 80}, {"yl-ld:yl-ld-1+yl-ld-2": 160}),
        # What remains joins the cell that was put together last under the same parent.
        ({"yl-ld-1": 80, "yl-ld-2": 80, "yl-ld-3": 9}, {"yl-ld:yl-ld-1+yl-ld-2+yl-ld-3": 169}),
        # No such cell: the smallest neighbour takes it in.
        ({"yl-ld-1": 300, "yl-ld-2": 200, "yl-ld-3": 9}, {"yl-ld-1:yl-ld-1": 300, "yl-ld:yl-ld-2+yl-ld-3": 209}),
        # Nobody near: one level up.
        ({"yl-ld-1": 100, "yl-sj-1": 100}, {"yl:yl-ld-1+yl-sj-1": 200}),
        # Alone at the top: the smallest cell there is.
        ({"yl-ld-1": 400, "yl-ld-2": 300, "yl-sj-1": 10}, {"yl-ld-1:yl-ld-1": 400, "yl:yl-ld-2+yl-sj-1": 310}),
        # The people of the bureau itself count with its stations where they are too few.
        ({"yl-ld": 40, "yl-ld-1": 120}, {"yl-ld:yl-ld+yl-ld-1": 160}),
    ],
)
def test_the_rule_in_known_cases(invited, cells):
    assert _cells(invited) == (cells, [])


def test_fewer_than_the_minimum_in_all_is_said():
    cells, short = _cells({"yl-ld-1": 100, "yl-sj-1": 49})
    assert cells == {} and [group.invited for group in short] == [149]


@st.composite
def worlds(draw):
    """A tree of up to 25 units, and people for some of them."""
    count = draw(st.integers(1, 25))
    units = Units({"u0": Unit("u0", "", "零", "")})
    for number in range(1, count):
        units[f"u{number}"] = Unit(f"u{number}", f"u{draw(st.integers(0, number - 1))}", f"{number}号", "")
    people = draw(st.dictionaries(st.sampled_from(sorted(units)), st.integers(1, 400), min_size=1))
    return units, {code: (count, draw(st.integers(0, 1)) and 1) for code, count in people.items()}


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_every_person_counts_once_in_a_cell_that_is_large_enough(world):
    units, invited = world
    found = merge(units, invited)
    members = [code for cell in found.cells + found.short for code in cell.members]
    assert sorted(members) == sorted(invited)
    for cell in found.cells:
        assert cell.invited == sum(invited[code][0] for code in cell.members) >= LEAST
        assert cell.k == (50 if any(invited[code][1] for code in cell.members) else 30)
        assert all(code == cell.unit or cell.unit in units.above(code) for code in cell.members)
    assert not found.short or sum(count for count, _ in invited.values()) < LEAST


@settings(max_examples=50, deadline=None)
@given(worlds(), st.randoms())
def test_the_rule_does_not_depend_on_the_order_of_the_list(world, dice):
    units, invited = world
    mixed = list(invited.items())
    dice.shuffle(mixed)
    assert merge(units, dict(mixed)) == merge(units, invited)


def test_letters_and_text_messages_never_share_a_cell():
    invited = {("yl-ld-1", "letter"): (200, 0), ("yl-ld-1", "sms"): (160, 3)}
    found = drafts.draft_cells(TREE, invited)
    assert [(cell.index, cell.channel, cell.k, cell.name_zh) for cell in found] == [
        (0, "letter", 30, "城关派出所"),
        (1, "sms", 50, "城关派出所·短信"),
    ]
    assert found[0].parents == ("yl-ld", "yl")


def test_a_channel_that_is_too_small_is_refused_with_a_way_out():
    with pytest.raises(Refused) as refused:
        drafts.draft_cells(TREE, {("yl-ld-1", "letter"): (200, 0), ("yl-ld-1", "sms"): (20, 0)})
    issue = refused.value.issues[0]
    assert issue.code == "too_few_invited" and "20人" in issue.say("zh") and "Invite more" in issue.say("en")


def test_the_draft_reads_back_as_written(tmp_path):
    found = drafts.draft_cells(TREE, {("yl-ld-1", "letter"): (100, 0), ("yl-ld-2", "letter"): (90, 0)})
    path = tmp_path / drafts.FILE
    path.write_bytes(drafts.written(found))
    assert drafts.read_drafts(path) == found
    assert found[0].name_zh == "柳渡县公安局（城关派出所、河口派出所）"
    assert found[0].name_en == "Liudu bureau (Chengguan station, Hekou station)"


def test_many_members_are_counted_in_the_name():
    units = Units(TREE | {f"yl-ld-{n}": Unit(f"yl-ld-{n}", "yl-ld", f"{n}所", f"{n}") for n in range(4, 9)})
    found = drafts.draft_cells(units, {(f"yl-ld-{n}", "letter"): (31, 0) for n in range(4, 9)})
    assert (found[0].name_zh, found[0].name_en) == ("柳渡县公安局（4所等5个单位）", "Liudu bureau (4 and 4 more)")
