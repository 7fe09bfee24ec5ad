"""Requests to a witness and its answers: the examples of the specification, and what is refused."""

from base64 import b64encode

import pytest

from pingyi.ledger import notes, witnessing
from pingyi.primitives.errors import Malformed
from tests.ledger.test_checkpoints import COSIGNED, SIGNED, TEXT, TIME, UNKNOWN, WITNESS_SEEDS, WITNESSES, note

EXAMPLE = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGk"
    "u9nTo+zyWE+xeMcTOAYQ8=\n"
    "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6"
    "QUXTS5Rovnzv++qbSzm9Q=\n"
)
HASH = b64encode(bytes(32)).decode()


def test_the_example_of_the_specification():
    request = witnessing.AddCheckpoint.parse(EXAMPLE.encode())
    assert (request.old_size, len(request.proof), len(request.note.signatures)) == (20852014, 4, 2)
    assert notes.Checkpoint.parse(request.note.text).size == 20852163
    written = witnessing.add_checkpoint_request(request.old_size, request.proof, request.note.encode())
    assert written == EXAMPLE.encode()


def test_a_first_request_has_no_proof():
    body = witnessing.add_checkpoint_request(0, [], note(SIGNED))
    assert body == b"old 0\n\n" + note(SIGNED)
    assert witnessing.AddCheckpoint.parse(body).proof == ()


HEADS = {
    "nothing": "",
    "no old": f"{HASH}\n\n",
    "leading zero": "old 01\n\n",
    "two spaces": "old  1\n\n",
    "negative": "old -1\n\n",
    "no number": "old \n\n",
    "too large": f"old {2**63}\n\n",
    "carriage return": "old 1\r\n\r\n",
    "no blank line": "old 1\n",
    "blank line first": f"old 1\n\n{HASH}\n\n",
    "hash too short": f"old 1\n{b64encode(bytes(31)).decode()}\n\n",
    "no base64": "old 1\n????\n\n",
    "too many hashes": "old 1\n" + f"{HASH}\n" * 64 + "\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_spoiled_requests_are_refused(head):
    body = head.encode() + note(SIGNED)
    with pytest.raises(Malformed):
        notes.Checkpoint.parse(witnessing.AddCheckpoint.parse(body).note.text)


def test_63_hashes_are_not_too_many():
    body = ("old 1\n" + f"{HASH}\n" * 63 + "\n").encode() + note(SIGNED)
    assert len(witnessing.AddCheckpoint.parse(body).proof) == 63


def test_an_answer_is_believed_only_when_verified():
    body = witnessing.cosignatures_answer([notes.cosign(WITNESS_SEEDS[0], "w1.example", TEXT, TIME + 1)])
    assert body.decode() == COSIGNED[0]
    found = witnessing.parse_cosignatures(UNKNOWN.encode() + body, TEXT, WITNESSES[0])
    assert found.line() == COSIGNED[0]


ANSWERS = {
    "of another witness": COSIGNED[1],
    "without newline": COSIGNED[0][:-1],
    "nothing": "",
    "blank": "\n",
    "with a blank line": COSIGNED[0] + "\n",
    "a good one and a bad one": COSIGNED[0] + notes.Signature(WITNESSES[0].name, WITNESSES[0].id, bytes(72)).line(),
    "over another text": notes.cosign(WITNESS_SEEDS[0], "w1.example", TEXT + b"x\n", TIME).line(),
    "too long": COSIGNED[0] * 1000,
}


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS.keys())
def test_other_answers_are_refused(body):
    with pytest.raises(Malformed):
        witnessing.parse_cosignatures(body.encode(), TEXT, WITNESSES[0])


def test_the_size_a_witness_knows():
    assert witnessing.parse_size_answer(witnessing.size_answer(20852014)) == 20852014
    for wrong in (b"", b"5", b"05\n", b"5\n\n", b"\xff\n"):
        with pytest.raises(Malformed):
            witnessing.parse_size_answer(wrong)
