"""A campaign from the first ballot to the rows, through a real box: what comes out is what was cast."""

from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists
from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld
from pingyi.tokens import ballots as tokens_ballots
from pingyi.trustee.mirror.logbook import read
from pingyi.trustee.opening import outer
from tests.trustee import ballots
from tests.trustee.world import CAST, GOOD, LOST, SMALL, TWICE, entry_of, statement_of, trustee

ROW = 387


def stated(home, which, name):
    return statement_of(home / f"t{which}" / "outbox" / f"{name}.entry")


def listed(home, kind, name):
    """The records of a list of T2, by the root that its entry names."""
    root = entry_of(home / "t2" / "outbox" / f"{name}.entry").root
    content = (home / "t2" / "outbox" / kind / f"{root.hex()}.bin").read_bytes()
    return list(lists.split(content, lists.record_size(kind, 2)))


def test_the_outer_opening_names_the_cells_with_k_ballots_and_what_failed(at):
    opened = stated(at("outer"), 1, "2-opened")
    assert opened.cells == (CellOpened(0, 1, 1), CellOpened(1, 0, 0))


def test_the_first_count_is_what_was_cast(at):
    first, second = stated(at("tags"), 2, "3-counted-first").cells
    invalid = len(ballots.KINDS)
    assert first == CellCounted(0, CAST[0] - 1, GOOD[0], TWICE, invalid, 1)
    assert second == CellCounted(1, 30, GOOD[1], 0, 1, 0)


def test_every_reason_is_counted_once_for_each_ballot_made_so(stages):
    expected = dict.fromkeys(ballots.KINDS, 1) | {"token": 2, "duplicate": TWICE, "missing": 1}
    assert stages.counts.reasons == expected
    assert stages.counts.valid == GOOD[0] + GOOD[1]


def test_the_first_list_holds_the_tag_of_every_good_ballot(stages, at):
    world, expected = stages.country.world, []
    for cell, count in GOOD.items():
        for n in range(count):
            found = ballots.plaintext(world, f"good {cell} {n}", cell)
            nonce = tokens_ballots.commitment(world.camp, cell, found.salt, found.answers)
            expected.append(lists.in_cell(cell, tokens_ballots.tag(nonce)))
    assert listed(at("tags"), "tags", "4-tags-first") == sorted(expected)


def test_an_objection_brings_the_lost_ballot_back(stages, at):
    home = at("final")
    assert [one.outcome for one in stages.looked] == ["taken"]
    assert (stages.final.tags, stages.final.added) == (GOOD[0] + GOOD[1] + 1, 1)
    first, _ = stated(home, 2, "5-counted-final").cells
    assert first == CellCounted(0, CAST[0], GOOD[0] + 1, TWICE, len(ballots.KINDS), 0)
    old, new = (set(listed(home, "tags", name)) for name in ("4-tags-first", "6-tags-final"))
    assert old < new and len(new - old) == 1


def test_the_rows_are_the_ballots_of_the_released_cell(stages, at):
    world = stages.country.world
    names = [*(f"good 0 {n}" for n in range(GOOD[0])), LOST]
    found = [tokens_ballots.parse_row(record[4:], 2) for record in listed(at("rows"), "rows", "8-rows")]
    cast = [ballots.plaintext(world, name, 0) for name in names]
    assert sorted((row.salt, row.answers) for row in found) == sorted((one.salt, one.answers) for one in cast)


def test_each_row_matches_a_tag_and_every_tag_of_the_cell_has_its_row(stages, at):
    home, camp = at("rows"), stages.country.world.camp
    rows = [tokens_ballots.parse_row(record[4:], 2) for record in listed(home, "rows", "8-rows")]
    nonces = [tokens_ballots.commitment(camp, 0, row.salt, row.answers) for row in rows]
    assert [row.token[2:34] for row in rows] == nonces
    tags = sorted(lists.in_cell(0, tokens_ballots.tag(nonce)) for nonce in nonces)
    assert tags == [one for one in listed(home, "tags", "6-tags-final") if one[:4] == bytes(4)]


def test_withheld_cells_are_stated_with_their_ballots(at):
    withheld = stated(at("rows"), 2, "7-withheld").cells
    assert withheld == (CellWithheld(1, 30, 1), CellWithheld(2, SMALL, 1))


def test_the_box_has_taken_everything_in_order(at):
    book = read(trustee(at("rows"), 1).campaign)
    assert book.phase.name == "ROWS" and book.course.lacking() != []


class Recording(outer.PrivateKey):
    """A key that remembers what it was used on."""

    used: set[bytes] = set()

    def exchange(self, public_key):
        self.used.add(public_key)
        return super().exchange(public_key)


def test_no_envelope_of_a_cell_below_k_is_ever_touched_by_the_key(at, monkeypatch):
    home = at("closed")
    monkeypatch.setattr(outer, "PrivateKey", Recording)
    outer.open_outer(trustee(home, 1), with_missing=True, processes=1)
    content = (home / "t1" / "envelopes.bin").read_bytes()
    heads = [content[place : place + 65] for place in range(0, len(content), 2048)]
    small = heads[-SMALL - 1 : -1]
    assert not Recording.used & set(small)
    assert len(Recording.used & set(heads)) == CAST[0] + CAST[1] - 1


def test_two_processes_come_to_the_same_as_one(at):
    home = at("closed")
    one = outer.open_outer(trustee(home, 1), with_missing=True, processes=1).read_bytes()
    statement = (home / "t1" / "outbox" / "2-opened.entry").read_bytes()
    (home / "t1" / "outbox" / "2-opened.entry").unlink()
    assert sha256(outer.open_outer(trustee(home, 1), with_missing=True, processes=2).read_bytes()) == sha256(one)
    assert (home / "t1" / "outbox" / "2-opened.entry").read_bytes() == statement
