"""The answers of a witness, in the words and the order of C2SP tlog-witness."""

import time

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pingyi.ledger import notes, trees, witnessing
from pingyi.ledger.notes import Note
from tests.witness.logs import LOG_KEY, NAME, ORIGIN, WITNESS_KEY, Log, is_cosigned, post

HONEST = Log()
UNCHANGING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def code(answer):
    """The status and the code of a refusal."""
    status, kind, body = answer
    assert kind == "application/problem+json" and len(body) == 256
    return status, body.split(b'"')[3].decode()


def test_a_growing_log_is_cosigned_each_time(witness):
    for old, size in ((0, 3), (3, 3), (3, 8), (8, 20)):
        answer = post(witness, HONEST.request(old, size))
        assert is_cosigned(answer, HONEST.text(size))
        assert answer[1].startswith("text/plain")
    kept = notes.assemble(HONEST.signed(20), [notes.Signature.parse(answer[2].decode()[:-1])], [WITNESS_KEY])
    assert notes.kept(kept, LOG_KEY, [WITNESS_KEY], 1).witnesses == (WITNESS_KEY,)


def test_a_cosignature_says_when_it_was_made(witness):
    before = int(time.time())
    body = post(witness, HONEST.request(0, 3))[2]
    signature = witnessing.parse_cosignatures(body, HONEST.text(3), WITNESS_KEY)
    assert before <= notes.cosigned_at(WITNESS_KEY, HONEST.text(3), signature.content) <= time.time()
    assert signature.name == NAME


def test_an_unknown_log_is_not_found(witness):
    body = HONEST.request(0, 3).replace(ORIGIN.encode(), b"log.example/two")
    assert code(post(witness, body)) == (404, "unknown_log")


def with_signatures(*signatures):
    return b"old 0\n\n" + Note(HONEST.text(3), signatures).encode()


def test_only_signatures_of_known_keys_count(witness):
    good = notes.sign(HONEST.seed, ORIGIN, HONEST.text(3))
    others = notes.sign(bytes(32), ORIGIN, HONEST.text(3))
    forged = notes.Signature(good.name, good.id, bytes(64))
    of_another_text = notes.sign(HONEST.seed, ORIGIN, HONEST.text(4))
    for refused in ([others], [forged], [of_another_text], [others, forged]):
        assert code(post(witness, with_signatures(*refused))) == (403, "not_signed")
    assert is_cosigned(post(witness, with_signatures(others, good)), HONEST.text(3))


def test_a_size_that_the_witness_does_not_know_is_told_the_right_one(witness):
    assert post(witness, HONEST.request(2, 8)) == (409, "text/x.tlog.size", b"0\n")
    post(witness, HONEST.request(0, 8))
    for old, size in ((0, 20), (7, 20), (9, 20), (3, 5), (0, 8)):
        assert post(witness, HONEST.request(old, size)) == (409, "text/x.tlog.size", b"8\n")
    assert is_cosigned(post(witness, HONEST.request(8, 20)), HONEST.text(20))


def test_an_old_size_above_the_new_one_is_malformed(witness):
    post(witness, HONEST.request(0, 8))
    assert code(post(witness, HONEST.request(8, 5))) == (400, "malformed")


def test_a_smaller_tree_is_never_cosigned(witness, memory):
    post(witness, HONEST.request(0, 8))
    for old in range(9):
        for size in range(8):
            assert post(witness, HONEST.request(old, size))[0] in (400, 409)
    assert memory.last(ORIGIN).size == 8


def test_a_bad_proof_is_not_processed(witness, memory):
    post(witness, HONEST.request(0, 7))
    proof = HONEST.proof(7, 20)
    for wrong in (proof[:-1], [*proof, bytes(32)], [bytes(32), *proof[1:]], [], proof[::-1]):
        body = witnessing.add_checkpoint_request(7, wrong, HONEST.signed(20))
        assert code(post(witness, body)) == (422, "not_proven")
    assert memory.last(ORIGIN).size == 7 and memory.disputes(ORIGIN) == []


def test_no_proof_belongs_to_a_first_checkpoint_or_to_the_same_one(witness):
    body = witnessing.add_checkpoint_request(0, [bytes(32)], HONEST.signed(3))
    assert code(post(witness, body)) == (422, "not_proven")
    post(witness, HONEST.request(0, 3))
    body = witnessing.add_checkpoint_request(3, [bytes(32)], HONEST.signed(3))
    assert code(post(witness, body)) == (422, "not_proven")


def test_an_empty_log_is_cosigned_with_the_empty_root_only(witness):
    empty = notes.Checkpoint(ORIGIN, 0, bytes(32)).encode()
    signed = Note(empty, (notes.sign(HONEST.seed, ORIGIN, empty),)).encode()
    assert code(post(witness, b"old 0\n\n" + signed)) == (422, "not_proven")
    assert Log().tree.root(0) == trees.EMPTY_ROOT
    for old, size in ((0, 0), (0, 0), (0, 3)):
        assert is_cosigned(post(witness, HONEST.request(old, size)), HONEST.text(size))


def test_further_lines_of_other_logs_are_cosigned_with_the_text(witness):
    text = HONEST.text(3) + b"something of theirs\n"
    body = b"old 0\n\n" + Note(text, (notes.sign(HONEST.seed, ORIGIN, text),)).encode()
    assert is_cosigned(post(witness, body), text)


@UNCHANGING
@given(st.binary(min_size=1, max_size=400) | st.text(min_size=1, max_size=100).map(str.encode))
def test_no_request_breaks_it(witness, body):
    assume(body != b"3")  # that is the true size
    for sent in (body, b"old 0\n\n" + body, HONEST.request(0, 3).replace(b"3", body, 1)):
        assert post(witness, sent)[0] in (400, 403, 404)


def test_sizes_and_other_paths_are_refused(witness):
    assert code(post(witness, b"old 0\n\n" + bytes(70_000)))[0] == 400
    assert code(post(witness, b""))[0] == 400
    assert post(witness, b"", path="/v1/health", method="GET") == (200, "text/plain; charset=utf-8", b"ok\n")
    assert code(post(witness, b"", path="/", method="GET"))[0] == 404
    assert code(post(witness, b"", method="GET"))[0] == 405
