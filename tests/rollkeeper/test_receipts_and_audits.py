"""Codes are gone before it is signed that they are; the auditor opens exactly the drawn people, as committed."""

import csv
import io

import pytest

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol import entries, lists, statements
from pingyi.protocol import manifest as manifests
from pingyi.protocol.parties import Party
from pingyi.rollkeeper import answers, audits, desk, making, planning, receipts
from pingyi.rollkeeper.letters import printing
from pingyi.tokens import envelopes
from pingyi.tokens.issuing import IssuanceRecord
from pingyi.wording import Refused
from tests.protocol import samples
from tests.rollkeeper.people import AUDITOR, CAMPAIGN, EVERYBODY, line, manifest_of, moduli_files, prepared

BEACON = "public value of 11 December 2026: 0a1b2c"


@pytest.fixture
def made(tmp_path):
    ready = prepared(tmp_path, [line(n) for n in range(200)])
    cells = planning.plan_people(ready.desk, ready.people, ready.units, CAMPAIGN, EVERYBODY)
    whole = making.make_roll(
        ready.desk, ready.people, moduli_files(tmp_path, len(cells)), making.Settings(AUDITOR.public)
    )
    ready.manifest = manifest_of(whole)
    ready.package = ready.desk.roll(0) / "public"
    ready.rolls = audits.parts(ready.manifest, [])
    return ready


def _printed(made):
    desk.write_private(made.desk.roll(0) / printing.LETTERS / "0001.pdf", b"%PDF code code code")
    return made


def _destroy(made, kind="codes"):
    return receipts.destroy(made.desk, 0, kind, made.manifest, samples.seed("M"))


def test_the_codes_and_the_letters_are_gone_and_it_is_signed(made):
    path = _destroy(_printed(made))
    assert not (made.desk.roll(0) / "secret").exists()
    statement = statements.parse(path.read_bytes())
    assert path.stem == statement.hash().hex() and statement.by is Party.M
    assert statement.what == (f"codes, letters and text messages of roll {made.rolls[0].root.hex()} with 200 keys",)
    entry = entries.parse(path.with_suffix(".entry").read_bytes())
    assert entry.statement == statement.hash()
    assert entry.is_signed(manifests.camp(made.manifest), samples.manifest().parties[Party.M].key)


def test_signing_again_gives_the_same_bytes(made):
    first = _destroy(_printed(made))
    kept = first.read_bytes(), first.with_suffix(".entry").read_bytes()
    assert _destroy(made) == first and (first.read_bytes(), first.with_suffix(".entry").read_bytes()) == kept


def test_nothing_is_signed_when_something_cannot_be_destroyed(made, monkeypatch):
    def stuck(path):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(receipts, "shred", stuck)
    with pytest.raises(OSError, match="Read-only"):
        _destroy(_printed(made))
    assert not (made.desk.roll(0) / receipts.STATEMENTS).exists()


def test_codes_that_were_never_printed_are_not_destroyed(made):
    with pytest.raises(Refused) as refused:
        _destroy(made)
    assert refused.value.issues[0].code == "not_printed" and (made.desk.roll(0) / making.CODES).exists()


def test_shredding_overwrites_before_it_deletes(tmp_path):
    path, twin = tmp_path / "codes.bin", tmp_path / "twin"
    path.write_bytes(b"secret" * 400_000)
    twin.hardlink_to(path)
    desk.shred(path)
    assert not path.exists() and twin.read_bytes() == bytes(2_400_000)


def test_shredding_does_not_follow_links(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.write_bytes(b"kept")
    folder.mkdir()
    (folder / "link").symlink_to(outside)
    desk.shred(folder)
    assert outside.read_bytes() == b"kept" and not folder.exists()


def _opened(made, count=20):
    return audits.open_drawn(made.desk, made.manifest, BEACON, count)


def _verify(made, content, private=AUDITOR):
    return audits.verify(content, made.manifest, made.rolls, private, made.package)


def test_the_auditor_sees_the_drawn_people_and_nobody_else(made):
    content = _opened(made)
    asked = _verify(made, content)
    assert [one.position for one in asked] == audits.drawn(made.manifest, made.rolls, BEACON, 20)
    assert len({one.line for one in asked}) == 20 and {one.line for one in asked} <= {line(n) for n in range(200)}
    assert "人民路".encode() not in content


def test_the_roll_keeper_cannot_read_what_it_hands_over(made):
    with pytest.raises(Malformed, match="sealed"):
        _verify(made, _opened(made), envelopes.derive_private_key(b"some other body's key, 32 bytes."))


def _with(content, change):
    value = canonical.decode(content)
    change(value["leaves"])
    return canonical.encode(value)


def _swap(leaves):
    leaves[0]["sealed"], leaves[1]["sealed"] = leaves[1]["sealed"], leaves[0]["sealed"]


@pytest.mark.parametrize(
    "change, told",
    [
        (lambda leaves: leaves.pop(3), "not the keys that the public value draws"),
        (lambda leaves: leaves[0].update(position=leaves[0]["position"] ^ 1), "not the keys"),
        (lambda leaves: leaves.reverse(), "not the keys"),
        (lambda leaves: leaves[0].update(key=leaves[1]["key"]), "not the key at this place"),
        (lambda leaves: leaves[0].update(cell=7), "not the key at this place"),
        (_swap, "not the person that was committed to"),
        (lambda leaves: leaves[0].update(proof=leaves[1]["proof"]), "not the person that was committed to"),
        (lambda leaves: leaves[0].update(sealed="zz"), "not hex"),
        (lambda leaves: leaves[0].update(more=1), "unknown"),
    ],
)
def test_every_forgery_of_the_roll_keeper_is_told(made, change, told):
    with pytest.raises(Malformed, match=told):
        _verify(made, _with(_opened(made), change))


def test_the_map_is_of_no_use_once_it_is_destroyed(made):
    _destroy(_printed(made))
    _destroy(made, "map")
    with pytest.raises(Refused) as refused:
        _opened(made)
    assert refused.value.issues[0].code == "step_missing"
    assert len(list((made.desk.roll(0) / receipts.STATEMENTS).glob("*.json"))) == 2


def test_positions_run_on_through_the_batches():
    rolls = [audits.Part(count, bytes(32), bytes(32)) for count in (3, 0, 5)]
    assert [audits.located(rolls, position) for position in (0, 2, 3, 7)] == [(0, 0), (0, 2), (2, 0), (2, 4)]
    with pytest.raises(Malformed):
        audits.located(rolls, 8)


def test_a_batch_that_m_did_not_sign_is_told(made):
    entry = entries.RollBatch(1, 5, bytes(32), bytes(32)).signed(manifests.camp(made.manifest), samples.seed("S"))
    with pytest.raises(Malformed, match="not signed"):
        audits.parts(made.manifest, [entry.encode()])


def _sheet(made, used, replies):
    """A call sheet: the first `used` drawn keys got a ballot token; `replies` are filled in from the top."""
    asked = _verify(made, _opened(made, len(replies)))
    roll = list(lists.split((made.package / lists.path("roll", made.rolls[0].root)).read_bytes(), lists.ROLL))
    keys = sorted(lists.parts(roll[one.position])[1] for one in asked[:used])
    records = b"".join(IssuanceRecord(key, 1, 0, bytes(32), bytes(64)).encode() for key in keys)
    (made.package / "issuance").mkdir()
    (made.package / "issuance" / "x.bin").write_bytes(records)
    rows = list(csv.DictReader(io.StringIO(audits.sheet(_verify(made, _opened(made, len(replies)))).decode())))
    assert [row["ballot_issued"] for row in rows] == ["yes"] * used + ["no"] * (len(replies) - used)
    out = io.StringIO()
    table = csv.DictWriter(out, audits.SHEET)
    table.writeheader()
    for row, (reached, took_part) in zip(rows, replies, strict=True):
        table.writerow(row | {"reached": reached, "took_part": took_part})
    path = made.folder / "calls.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_the_report_counts_and_replaces_nobody(made):
    replies = [("yes", "yes"), ("yes", "no"), ("yes", "yes"), ("no", ""), ("refused", ""), ("yes", "unsure")]
    found = answers.findings(_sheet(made, 2, replies))
    assert (found.drawn, found.answered, found.refused, found.unreachable) == (6, 3, 1, 1)
    assert (found.used_by_others, found.lost) == (1, 1)


def test_three_hundred_answers_find_one_per_cent_with_ninety_five(tmp_path):
    path = tmp_path / "calls.csv"
    row = dict.fromkeys(audits.SHEET, "") | {"ballot_issued": "yes", "reached": "yes", "took_part": "yes"}
    with path.open("w", newline="") as out:
        table = csv.DictWriter(out, audits.SHEET)
        table.writeheader()
        table.writerows([row] * 300)
    found = answers.findings(path)
    assert found.used_by_others == found.lost == 0
    assert found.found_above == pytest.approx(0.01, rel=0.01)  # the figure of the protocol, section 4


def test_a_sheet_not_filled_in_is_refused_by_row(made):
    with pytest.raises(Refused) as refused:
        answers.findings(_sheet(made, 0, [("yes", "yes"), ("", ""), ("yes", "perhaps")]))
    assert [(issue.row, issue.field) for issue in refused.value.issues] == [(3, "reached"), (4, "took_part")]
