"""From a list to a roll: counts, roots, proofs, the sealed map, and nothing of it when anything goes wrong."""

import stat
from itertools import pairwise

import pytest

from pingyi.ledger import trees
from pingyi.primitives import canonical, ed25519
from pingyi.protocol import cells as cell_files
from pingyi.protocol import lists
from pingyi.protocol.audit import person_hash
from pingyi.rollkeeper import invitations, making, planning
from pingyi.tokens import codes
from pingyi.wording import Refused
from tests.rollkeeper.people import AUDITOR, CAMPAIGN, EVERYBODY, line, list_file, moduli_files, prepared

SETTINGS = making.Settings(AUDITOR.public)


def _lines(count=400):
    units = ("yl-ld-1", "yl-ld-2", "yl-sj-1")
    return [line(n, units[n % 3] if n % 2 else "yl-ld-1") for n in range(count)]


@pytest.fixture
def planned(tmp_path):
    ready = prepared(tmp_path, _lines())
    ready.cells = planning.plan_people(ready.desk, ready.people, ready.units, CAMPAIGN, EVERYBODY)
    ready.keys = moduli_files(tmp_path, len(ready.cells))
    return ready


@pytest.fixture
def made(planned):
    planned.made = making.make_roll(planned.desk, planned.people, planned.keys, SETTINGS)
    planned.roll = planned.desk.roll(0)
    return planned


def _records(made):
    content = (made.roll / "public" / lists.path("roll", made.made.root)).read_bytes()
    return list(lists.split(content, lists.ROLL))


def test_the_roll_file_is_sorted_and_has_the_root(made):
    records = _records(made)
    assert made.made.count == len(records) == 400
    assert lists.root(lists.ascending(records)) == made.made.root


def test_every_code_opens_the_key_of_its_own_cell(made):
    keys = set()
    for one in invitations.stored(made.roll / making.CODES):
        keys.add(lists.in_cell(one.cell, ed25519.public_key(codes.seed(one.code, CAMPAIGN))))
    assert keys == set(_records(made)) and len(keys) == 400


def test_cells_prove_themselves_and_carry_their_part_of_the_roll(made):
    lines = (made.roll / "public/cells.jsonl").read_bytes().splitlines(keepends=True)
    for record in cell_files.records(lines):
        part = [entry for entry in _records(made) if lists.parts(entry)[0] == record.index]
        assert (record.roll_count, record.roll_root) == (len(part), lists.root(part))
        proof = cell_files.parse_proof((made.roll / "public" / cell_files.path(record.index)).read_bytes())
        leaf = trees.leaf_hash(proof.line)
        assert trees.verify_inclusion(leaf, record.index, made.made.cells, proof.path, made.made.cells_root)
    assert sum(draft.invited for draft in made.cells) == 400


def test_the_map_commits_to_every_person_in_the_order_of_the_roll(made):
    plan = planning.read_plan(made.desk)
    size = invitations.HASH + invitations.sealed_size(plan.longest)
    leaves, lines = [], []
    for entry, kept in zip(_records(made), lists.split((made.roll / making.MAP).read_bytes(), size), strict=True):
        salt, person = invitations.open_sealed(AUDITOR, CAMPAIGN, kept[invitations.HASH :])
        assert kept[: invitations.HASH] == person_hash(lists.parts(entry)[1], salt, person)
        leaves.append(kept[: invitations.HASH])
        lines.append(person)
    assert trees.root(leaves) == made.made.map_root
    assert sorted(lines) == sorted(_lines())


def test_nothing_kept_names_a_person_once_the_codes_are_gone(made):
    kept = b"".join(path.read_bytes() for path in made.roll.rglob("*") if path.is_file() and "secret" not in path.parts)
    assert "人民路" not in kept.decode("utf-8", "replace") and b"P-1" not in kept


def test_the_order_of_the_codes_tells_nothing_of_the_list(made):
    order = [int(one.line.split(",")[0][2:]) for one in invitations.stored(made.roll / making.CODES)]
    assert sorted(order) == list(range(400)) and order != sorted(order)
    ascents = sum(a < b for a, b in pairwise(order))
    assert 140 < ascents < 260  # 399 pairs, half of them ascending: ten standard deviations either way


def test_only_the_owner_can_read_what_is_secret(made):
    files = [path for path in made.desk.folder.rglob("*") if path.name != ".lock"]
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in files)


def test_two_processes_make_the_same_kind_of_roll(planned):
    settings = making.Settings(AUDITOR.public, workers=2)
    done = []
    whole = making.make_roll(
        planned.desk, planned.people, planned.keys, making.Settings(AUDITOR.public, 2, done.append)
    )
    assert whole.count == 400 == sum(done) and settings.workers == 2


def test_another_list_than_the_planned_is_refused(planned, tmp_path):
    other = list_file(tmp_path, _lines(399), "other.csv")
    with pytest.raises(Refused) as refused:
        making.make_roll(planned.desk, other, planned.keys, SETTINGS)
    assert refused.value.issues[0].code == "list_differs"
    assert not planned.desk.roll(0).exists()


def test_a_roll_is_not_made_twice(made):
    with pytest.raises(Refused) as refused:
        making.make_roll(made.desk, made.people, made.keys, SETTINGS)
    assert refused.value.issues[0].code == "made_already"


def test_a_failure_half_way_leaves_nothing(planned, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_write_cells", full)
    with pytest.raises(OSError, match="space"):
        making.make_roll(planned.desk, planned.people, planned.keys, SETTINGS)
    assert sorted(path.name for path in planned.desk.folder.iterdir()) == [".lock", "plan", "rolls"]
    assert list(planned.desk.roll(0).parent.iterdir()) == []


def test_the_draft_says_what_the_signers_need(planned):
    first = (planned.desk.plan / "cells-draft.csv").read_text().splitlines()[0]
    assert first == "index,unit,name_zh,name_en,parents,channel,k,invited,members"
    assert canonical.decode((planned.desk.plan / "plan.json").read_bytes())["people"] == 400
