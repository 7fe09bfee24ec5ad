"""Gate 7: nothing that is published lets anybody work out the answers of fewer than k people.

Answers leave the trustees in two ways only: rows, and files of comments. Whatever trustees state, a package that
verifiers accept has rows of k ballots or more in a cell or none; comments stand for 100 or more; and no two things
published differ by fewer, except ballots that came by objection, whose number then stands in signed statements.
"""

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pingyi.protocol.accounting import CellCounts, Stated, opened_cells, withheld, wrong
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.statements import CellCounted, CellOpened
from pingyi.rollkeeper.drafts import draft_cells
from pingyi.rollkeeper.merging import K_WITH_STAFF, LEAST
from pingyi.rollkeeper.units import Unit, Units
from pingyi.tokens.rsa import PublicKey
from pingyi.trustee.opening.comments import LEAST as LEAST_COMMENTS
from pingyi.trustee.opening.comments import Remark, pools
from pingyi.wording import Refused

KS = (30, 50)


@st.composite
def trees(draw):
    """A hierarchy of units, each below one that was named before it."""
    size = draw(st.integers(1, 14))
    above = [draw(st.integers(0, number - 1)) for number in range(1, size)]
    units = Units({"u0": Unit("u0", "", "省厅", "Top")})
    for number, parent in enumerate(above, 1):
        units[f"u{number}"] = Unit(f"u{number}", f"u{parent}", f"单位{number}", f"Unit {number}")
    return units


@st.composite
def drafted(draw):
    """The cells that the roll keeper makes of a random hierarchy with random numbers of people."""
    units = draw(trees())
    people = st.integers(0, 400)
    invited = {}
    for code in units:
        for channel in ("letter", "sms"):
            count = draw(people)
            invited[code, channel] = (count, draw(st.integers(0, min(count, 3))))
    try:
        return units, invited, draft_cells(units, invited)
    except Refused:
        assume(False)


@given(drafted())
@settings(max_examples=80, deadline=None)
def test_cells_part_the_people_and_none_is_small(found):
    _, invited, cells = found
    members = Counter((unit, cell.channel) for cell in cells for unit in cell.members)
    assert set(members.values()) <= {1}
    for cell in cells:
        own = [invited[unit, cell.channel] for unit in cell.members]
        assert cell.invited == sum(people for people, _ in own) >= LEAST
        assert cell.k == (K_WITH_STAFF if sum(staff for _, staff in own) else 30)
    assert {key for key, (people, _) in invited.items() if people} <= set(members)


@st.composite
def openings(draw):
    """What honest trustees come to in a cell: the ballots in the box, what became of each, what objections restored."""
    cells, opened, first, final = [], [], [], []
    for index in range(draw(st.integers(1, 6))):
        k, cast = draw(st.sampled_from(KS)), draw(st.integers(0, 70))
        entry = cast + draw(st.integers(0, 5))
        one = CellCounts(cell=index, k=k, roll=entry + 80, cast=cast, ballot=entry, entry=entry)
        if one.is_opened:
            missing, invalid, duplicate = (draw(st.integers(0, 3)) for _ in range(3))
            back, mended = draw(st.integers(0, missing)), draw(st.integers(0, invalid))
            received = cast - missing
            valid = received - invalid - duplicate
            opened.append(CellOpened(index, missing, draw(st.integers(0, invalid))))
            first.append(CellCounted(index, received, valid, duplicate, invalid, missing))
            counted = (received + back, valid + back + mended, duplicate, invalid - mended, missing - back)
            final.append(CellCounted(index, *counted))
            one = replace(one, first_tags=valid, final_tags=valid + back + mended)
        cells.append(replace(one, rows=one.final_tags or 0 if one.is_released else 0))
    return cells, Stated(opened=opened, first=first, final=final, withheld=withheld(cells))


@given(openings())
@settings(max_examples=150, deadline=None)
def test_honest_trustees_are_accepted(found):
    cells, stated = found
    assert wrong(cells, stated) == []
    assert [row.cell for row in stated.withheld] == [one.cell for one in cells if not one.rows]


FIELDS = ("cast", "first_tags", "final_tags", "rows", "ballot", "entry")


@st.composite
def twisted(draw):
    """The same with some numbers changed, in the files or in what is stated, by somebody who wants to show more."""
    cells, stated = draw(openings())
    cells = list(cells)
    lists = {name: list(getattr(stated, name)) for name in ("opened", "first", "final", "withheld")}
    for _ in range(draw(st.integers(1, 4))):
        place, change = draw(st.integers(0, len(cells) - 1)), draw(st.integers(-40, 40))
        what = draw(st.sampled_from((*FIELDS, *lists)))
        if what in FIELDS:
            value = getattr(cells[place], what)
            cells[place] = replace(cells[place], **{what: max(0, (value or 0) + change)})
        elif lists[what]:
            at = draw(st.integers(0, len(lists[what]) - 1))
            row = list(lists[what][at])
            column = draw(st.integers(1, len(row) - 1))
            row[column] = max(0, row[column] + change)
            lists[what][at] = type(lists[what][at])(*row)
    return cells, Stated(**lists)


@given(st.one_of(twisted(), openings()))
@settings(max_examples=400, deadline=None)
def test_whatever_is_accepted_shows_no_small_group(found):
    cells, stated = found
    assume(wrong(cells, stated) == [])
    opened = set(opened_cells(cells))
    first, final = ({row.cell: row for row in rows} for rows in (stated.first, stated.final))
    for one in cells:
        assert one.rows == 0 or one.rows >= one.k
        assert one.cell in opened or not (one.first_tags or one.final_tags)
        if one.cell in opened:
            added = one.final_tags - one.first_tags
            restored = first[one.cell].missing + first[one.cell].invalid
            restored -= final[one.cell].missing + final[one.cell].invalid
            assert added <= restored  # ballots that can be recognised as late are said to have been missing or invalid


KEY = PublicKey((2**2047 + 1).to_bytes(256, "big"))


def recorded(cell):
    """The record of a drafted cell, with keys that nobody uses."""
    fields = {name: getattr(cell, name) for name in ("index", "unit", "name_zh", "name_en", "parents", "channel", "k")}
    return CellRecord(**fields, ballot_key=KEY, entry_key=KEY, roll_count=cell.invited, roll_root=bytes(32))


@given(drafted(), st.data())
@settings(max_examples=60, deadline=None)
def test_comments_stand_for_100_and_no_two_files_can_be_subtracted(found, data):
    units, _, cells = found
    records, remarks = [], []
    for cell in cells:
        records.append(recorded(cell))
        ballots = data.draw(st.sampled_from((0, 30, 60, 99, 100, 140)))
        remarks += [Remark(cell.index, f"{cell.index}.{n}" if n % 7 == 0 else "") for n in range(ballots)]
    made = pools(remarks, records)
    shown = Counter(comment for pool in made for comment in pool.comments)
    assert set(shown.values()) <= {1}
    assert all(pool.ballots >= LEAST_COMMENTS for pool in made)
    assert sum(pool.ballots for pool in made) <= len(remarks)
    for pool in made:  # never below the unit that the cell stands for: readers see a parent, not a station
        below = {records[int(comment.partition(".")[0])].unit for comment in pool.comments}
        assert all(pool.unit in units.above(unit) for unit in below)
