"""One ballot from the link to the published row, with real keys of signers, trustees and box."""

import os
from dataclasses import replace

import pytest
from tools.protocol_vectors import rsa_numbers, trustee

from pingyi.ledger.trees import leaf_hash
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import casting, entries
from pingyi.protocol.casting import Choice, Randomness
from pingyi.tokens import ballots, envelopes, receipts, tokens
from pingyi.tokens.casting import CastReply, CastRequest, receipt_message
from pingyi.tokens.issuing import IssueRequest
from pingyi.tokens.tokens import Token
from tests.protocol import samples
from tests.protocol.samples import raw, vectors

ONE = vectors()["casting"]
CAMP, CELL, ANSWERS = samples.camp(), 1, (5, 0, 7)


def resident(fragment=ONE["fragment"]):
    return casting.enter(
        fragment, samples.manifest_bytes(), raw(vectors()["manifest"]["signatures"]), samples.proof(CELL)
    )


def fresh():
    return Randomness.cut(os.urandom(casting.RANDOM_BYTES))


def signer(role):
    """What a signer does: raw RSA with the key of cell 1 and its role, knowing nothing of what it signs."""
    modulus, exponent = rsa_numbers()[2 * CELL + role - 1]
    return lambda blinded: pow(int.from_bytes(blinded, "big"), exponent, modulus).to_bytes(256, "big")


def ballot(me, random, answers=ANSWERS, private=""):
    """All steps up to the cast request; returns choice, ballot token, request."""
    choice, asked = casting.ask_ballot(me, answers, random)
    token = casting.token(me, asked, signer(1)(asked.request.blinded))
    envelope = casting.seal(me, token, choice, random, private=private)
    entry = casting.ask_entry(me, envelope, random)
    return choice, token, casting.cast(me, casting.token(me, entry, signer(2)(entry.request.blinded)), envelope)


def boxed(request, index=1):
    """What the box answers."""
    entry = entries.BallotEntry(request.cell, request.token, sha256(request.envelope)).encode()
    signature = ed25519.sign(samples.seed("B"), receipt_message(CAMP, index, leaf_hash(entry)))
    return CastReply(index, leaf_hash(entry), signature).encode()


def opened(request):
    """What the trustees find in the envelope, one after the other."""
    inner = envelopes.open_(trustee("T1"), envelopes.outer_info(CAMP, request.cell), request.envelope)
    plaintext = envelopes.open_(trustee("T2"), envelopes.inner_info(CAMP, request.cell), inner)
    return ballots.Plaintext.parse(plaintext, 3)


def test_a_ballot_travels_from_the_link_to_the_row():
    me = resident()
    choice, token, request = ballot(me, fresh(), private="意见：等太久")
    found = opened(request)
    assert (found.answers, found.private, found.token) == (bytes(ANSWERS), "意见：等太久", token.encode())
    row = ballots.parse_row(ballots.row(found.token, found.salt, found.answers), 3)
    nonce = ballots.commitment(CAMP, CELL, row.salt, row.answers)
    digest = tokens.challenge_digest("s.pingyi.example", "b.pingyi.example", CAMP, 1, CELL)
    assert Token.parse(row.token).check(me.cell.ballot_key, nonce, digest)
    assert nonce == receipts.parse_check_code(casting.check_code(me, choice))
    receipt = casting.receipt(me, request, boxed(request))
    assert receipts.Receipt.parse(receipt.text()) == receipt


def test_the_box_admits_this_envelope_only():
    me = resident()
    _, _, request = ballot(me, fresh())
    digest = tokens.challenge_digest("r.pingyi.example", "b.pingyi.example", CAMP, 2, CELL)
    token = Token.parse(CastRequest.parse(request.encode()).token)
    nonce = ballots.entry_nonce(CAMP, CELL, sha256(request.envelope))
    assert token.check(me.cell.entry_key, nonce, digest)
    other = ballots.entry_nonce(CAMP, CELL, sha256(request.envelope[:-1] + b"\0"))
    assert not token.check(me.cell.entry_key, other, digest)


def test_requests_are_signed_by_the_key_on_the_roll():
    me, random = resident(), fresh()
    _, asked = casting.ask_ballot(me, ANSWERS, random)
    request = IssueRequest.parse(asked.request.encode())
    roll = [record[4:] for record in _records(raw(vectors()["lists"][0]["bytes"]))]
    assert request.verify() and request.record().verify(CAMP) and request.pk in roll
    assert not replace(request, role=2).verify()


def _records(content):
    return [content[place : place + 36] for place in range(0, len(content), 36)]


def test_the_signer_learns_nothing_it_could_know_again():
    """The same answers and salt, blinded anew, look unrelated; the token tells nothing of the request."""
    me, first, second = resident(), fresh(), fresh()
    second = replace(second, salt=first.salt, ballot_salt=first.ballot_salt)
    (_, one), (_, other) = (casting.ask_ballot(me, ANSWERS, random) for random in (first, second))
    assert one.nonce == other.nonce and one.request.blinded != other.request.blinded
    tokens_made = {casting.token(me, asked, signer(1)(asked.request.blinded)) for asked in (one, other)}
    assert len(tokens_made) == 1


def test_the_known_answer():
    me, random = resident(), Randomness.cut(raw(ONE["random"]))
    choice, token, request = ballot(me, random, private=ONE["private"])
    assert request.encode() == raw(ONE["cast_request"]) and casting.check_code(me, choice) == ONE["check_code"]
    assert ballots.row(token.encode(), choice.salt, choice.answers) == raw(ONE["row"])
    assert ballots.tag(casting.commitment(me, choice)) == raw(ONE["tag"])
    _, asked = casting.ask_ballot(me, ANSWERS, random)
    assert asked.request.encode() == raw(ONE["requests"][0])
    assert casting.ask_entry(me, request.envelope, random).request.encode() == raw(ONE["requests"][1])


@pytest.mark.parametrize("answers", [(5, 0), (5, 0, 7, 0), (6, 0, 0), (0, 0, 8), (-1, 0, 0), ()])
def test_answers_the_questionnaire_has_not(answers):
    with pytest.raises(Malformed):
        casting.ask_ballot(resident(), answers, fresh())


def test_a_comment_that_is_too_long():
    me, random = resident(), fresh()
    with pytest.raises(Malformed):
        ballot(me, random, private="字" * 467)


@pytest.mark.parametrize("role", [1, 2])
def test_an_answer_of_another_key_is_no_signature(role):
    me, random = resident(), fresh()
    _, asked = casting.ask_ballot(me, ANSWERS, random)
    reply = signer(1)(asked.request.blinded)
    for bad in (signer(2)(asked.request.blinded), reply[:-1], bytes(256), b"\xff" * 256):
        with pytest.raises(Malformed):
            casting.token(me, asked, bad)


def test_a_receipt_for_another_ballot_or_by_another_key_is_refused():
    me = resident()
    _, _, request = ballot(me, fresh())
    _, _, other = ballot(me, fresh())
    reply = CastReply.parse(boxed(request))
    for bad in (boxed(other), boxed(request)[:-1], replace(reply, index=2).encode(), reply.encode()[:40] + bytes(64)):
        with pytest.raises(Malformed):
            casting.receipt(me, request, bad)


def test_nothing_begins_on_wrong_files():
    good = (samples.manifest_bytes(), raw(vectors()["manifest"]["signatures"]), samples.proof(CELL))
    code, _, mark = ONE["fragment"].split(".")
    for fragment in (f"{code}.2.{mark}", f"{code}.1.{mark[::-1]}", f"{code[:-1]}.1.{mark}", f"{code}.9.{mark}", ""):
        with pytest.raises(Malformed):
            casting.enter(fragment, *good)
    for files in (
        (samples.changed(good[0], "quorum", to=1), *good[1:]),
        (good[0], bytes(320), good[2]),
        (*good[:2], samples.proof(0)),
    ):
        with pytest.raises(Malformed):
            casting.enter(ONE["fragment"], *files)


def test_randomness_is_cut_to_the_byte():
    parts = Randomness.cut(bytes(range(256)) * 3 + bytes(casting.RANDOM_BYTES - 768))
    assert parts.salt == bytes(range(32)) and len(parts.entry_factor) == 320
    for size in (casting.RANDOM_BYTES - 1, casting.RANDOM_BYTES + 1):
        with pytest.raises(Malformed):
            Randomness.cut(bytes(size))


def test_an_envelope_fits_no_other_cell():
    me, random = resident(), fresh()
    _, _, request = ballot(me, random)
    with pytest.raises(Malformed):
        opened(replace(request, cell=0))


def test_the_commitment_hides_and_binds():
    me = resident()
    chosen = Choice(bytes(32), bytes(ANSWERS))
    others = [replace(chosen, salt=b"\1" * 32), replace(chosen, answers=bytes([5, 1, 7]))]
    assert casting.commitment(me, chosen) not in {casting.commitment(me, other) for other in others}
