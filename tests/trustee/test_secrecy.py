"""What the two trustees' files tell together about who cast which ballot: nothing, as long as one of them is honest."""

import io
import stat

from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.hashing import sha256
from pingyi.trustee.opening.handover import InnerWriter
from tests.ballotbox.world import seed
from tests.trustee.world import GOOD

names = st.lists(st.binary(min_size=1, max_size=8), unique=True, min_size=1, max_size=12)


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def salts(cell):
    return [seed(f"salt good {cell} {n}") for n in range(GOOD[cell])]


@given(names.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_handover_has_one_order_whatever_the_order_of_the_log(drawn):
    made = []
    for order in drawn:
        writer = InnerWriter(io.BytesIO())
        writer.add(7, [sha256(name) * 61 for name in order])
        made.append((writer.root(), writer._file.getvalue()))
    assert made[0] == made[1]


def test_nothing_in_the_inner_trustees_files_names_an_envelope_or_an_entry(stages, at):
    home = at("rows")
    envelopes = [
        (home / "t1" / "envelopes.bin").read_bytes()[place : place + 2048] for place in range(0, 2048 * 40, 2048)
    ]
    marks = [mark for one in envelopes for mark in (sha256(one), one[:65])]
    for path in files(home / "t2"):
        content = path.read_bytes()
        assert not any(mark in content for mark in marks), path


def test_no_answer_and_no_comment_lies_legible_before_the_rows_are_due(at):
    home = at("final")
    for path in files(home / "t1") + files(home / "t2"):
        content = path.read_bytes()
        assert not any(salt in content for salt in salts(0) + salts(1)), path
        assert "说明".encode() not in content


def test_withheld_ballots_never_lie_legible_anywhere(at):
    home = at("rows")
    found = b"".join(path.read_bytes() for path in files(home))
    assert not any(salt in found for salt in salts(1))
    assert all(salt in found for salt in salts(0))  # the search does find what is there


def test_rows_stand_by_their_nonce_and_tags_by_themselves(at):
    rows = next(at("rows").glob("t2/outbox/rows/*")).read_bytes()
    nonces = [rows[place + 6 : place + 38] for place in range(0, len(rows), 393)]
    assert nonces == sorted(nonces) and len(set(nonces)) == len(nonces) == GOOD[0] + 1


def test_files_are_for_their_user_alone(at):
    home = at("rows")
    for path in files(home / "t1") + files(home / "t2"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_envelopes_that_open_are_in_the_handover_only_of_opened_cells(at):
    content = (at("outer") / "t1" / "handover" / "inner.bin").read_bytes()
    cells = {content[place : place + 4] for place in range(0, len(content), 1971)}
    assert cells == {bytes(4), bytes((0, 0, 0, 1))}
