"""Tokens, ballots, requests and replies: the bytes of the shared file, and whatever else is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.tokens import ballots, blinding, casting, issuing, rsa, tokens
from tests.tokens.vectors import refused, shared

STORIES = shared()["ballots"]
STORY = STORIES[1]
BOX = bytes.fromhex(shared()["keys"]["parties"]["B"]["public"])
# layout -> (reads, writes, a good one of the shared file)
LAYOUTS = {
    "token": (tokens.Token.parse, tokens.Token.encode, STORY["ballot"]["token"]),
    "issue_request": (issuing.IssueRequest.parse, issuing.IssueRequest.encode, STORY["ballot"]["issue_request"]),
    "issuance_record": (issuing.IssuanceRecord.parse, issuing.IssuanceRecord.encode, STORY["entry"]["record"]),
    "cast_request": (casting.CastRequest.parse, casting.CastRequest.encode, STORY["cast_request"]),
    "cast_reply": (casting.CastReply.parse, casting.CastReply.encode, STORY["cast_reply"]),
    "row": (lambda content, q=12: ballots.parse_row(content, q), lambda row: ballots.row(*row), STORY["row"]),
    "plaintext": (
        lambda content, q=12: ballots.Plaintext.parse(content, q),
        ballots.Plaintext.encode,
        STORY["plaintext"],
    ),
}


@pytest.fixture(params=STORIES, ids=lambda story: story["name"])
def story(request):
    return request.param


@pytest.fixture(params=["ballot", "entry"])
def token(story, request):
    return {**story, **story[request.param]}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_read_is_written_again(layout):
    read, write, good = LAYOUTS[layout]
    assert write(read(bytes.fromhex(good))).hex() == good


@pytest.mark.parametrize("layout", LAYOUTS)
def test_spoiled_bytes_are_refused(layout):
    for case in refused(layout):
        asked = {"q": case["q"]} if "q" in case else {}
        with pytest.raises(Malformed):
            LAYOUTS[layout][0](bytes.fromhex(case["bytes"]), **asked)


@given(st.sampled_from(sorted(LAYOUTS)), st.binary(max_size=3000))
def test_any_bytes_are_the_one_form_or_refused(layout, content):
    read, write, _ = LAYOUTS[layout]
    try:
        found = read(content)
    except Malformed as refusal:
        assert refusal.what
    else:
        assert write(found) == content


@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_any_changed_bytes_are_another_form_or_refused(layout, data):
    read, write, good = LAYOUTS[layout]
    content = bytearray.fromhex(good)
    place = data.draw(st.integers(0, len(content) - 1))
    kind = data.draw(st.sampled_from(["change", "drop", "add"]))
    content[place : place + (kind != "add")] = data.draw(st.binary(min_size=kind != "drop", max_size=kind != "drop"))
    try:
        found = read(bytes(content))
    except Malformed:
        return
    assert write(found) == bytes(content)


def test_challenges_and_tokens(token):
    names, camp = (token["issuer_name"], token["origin_info"]), bytes.fromhex(token["camp"])
    context = tokens.redemption_context(camp, token["role"], token["cell"])
    digest = tokens.challenge_digest(*names, camp, token["role"], token["cell"])
    key = rsa.PublicKey(bytes.fromhex(token["modulus"]))
    read = tokens.Token.parse(bytes.fromhex(token["token"]))
    assert (context.hex(), digest.hex()) == (token["context"], token["challenge_digest"])
    assert tokens.challenge(*names, context).hex() == token["challenge"]
    assert (key.spki().hex(), key.key_id().hex()) == (token["spki"], token["key_id"])
    assert read.input().hex() == token["input"]
    assert read.check(key, bytes.fromhex(token["nonce"]), digest)


@pytest.mark.parametrize("field", ["nonce", "challenge_digest", "key_id", "signature"])
def test_a_token_with_one_foreign_part_is_refused(field):
    told, other = STORY["ballot"], STORY["entry"]
    good, foreign = (tokens.Token.parse(bytes.fromhex(one["token"])) for one in (told, other))
    key = rsa.PublicKey(bytes.fromhex(told["modulus"]))
    expected = good.nonce, good.challenge_digest
    assert good.check(key, *expected)
    assert not replace(good, **{field: getattr(foreign, field)}).check(key, *expected)
    assert not foreign.check(key, foreign.nonce, foreign.challenge_digest)


def test_a_token_of_another_nonce_challenge_or_key_is_refused():
    """Each is whole and well signed; it is only not the one asked for."""
    told, other = STORY["ballot"], STORY["entry"]
    good = tokens.Token.parse(bytes.fromhex(told["token"]))
    key, foreign = (rsa.PublicKey(bytes.fromhex(one["modulus"])) for one in (told, other))
    assert not good.check(key, bytes(32), good.challenge_digest)
    assert not good.check(key, good.nonce, bytes(32))
    assert not good.check(foreign, good.nonce, good.challenge_digest)


def test_a_token_that_names_another_key_is_refused():
    """A signer signs blindly, so a client can get a signature over any key id; it must still be this key's."""
    told = STORY["ballot"]
    key = rsa.PublicKey(bytes.fromhex(told["modulus"]))
    d = next(int(one["d"], 16) for one in shared()["keys"]["rsa"] if one["modulus"] == told["modulus"])
    good = tokens.Token.parse(bytes.fromhex(told["token"]))
    made = replace(good, key_id=bytes(32))
    encoded = int.from_bytes(blinding.encode(made.input(), bytes(48), 2047), "big")
    made = replace(made, signature=pow(encoded, d, key.number).to_bytes(256, "big"))
    assert key.verify(made.input(), made.signature)
    assert not made.check(key, made.nonce, made.challenge_digest)


def test_challenges_differ_by_all_that_they_name():
    given = ("s.example", "b.example", bytes(32), 1, 0)
    others = [("s.example2", *given[1:]), ("s.exampleb", ".example", *given[2:]), (*given[:2], bytes([1] * 32), 1, 0)]
    others += [(*given[:3], 2, 0), (*given[:4], 1)]
    digests = {tokens.challenge_digest(*one) for one in [given, *others]}
    assert len(digests) == 6


@pytest.mark.parametrize("name", ["警.example", "a" * 65536])
def test_names_of_a_challenge_fit(name):
    with pytest.raises(Malformed):
        tokens.challenge(name, "b.example", bytes(32))
    with pytest.raises(Malformed):
        tokens.challenge("s.example", name, bytes(32))


@pytest.mark.parametrize("sizes", [(31, 32, 32), (32, 33, 32), (32, 32, 0)])
def test_parts_of_a_token_input_have_32_bytes(sizes):
    with pytest.raises(Malformed):
        tokens.token_input(*(bytes(size) for size in sizes))


def test_ballots(story):
    camp, salt, answers = (bytes.fromhex(story[name]) for name in ("camp", "salt", "answers"))
    token = bytes.fromhex(story["ballot"]["token"])
    commitment = ballots.commitment(camp, story["cell"], salt, answers)
    assert (commitment.hex(), ballots.tag(commitment).hex()) == (story["commitment"], story["tag"])
    assert ballots.row(token, salt, answers).hex() == story["row"]
    assert ballots.parse_row(bytes.fromhex(story["row"]), story["q"]) == (token, salt, answers)
    plaintext = ballots.Plaintext(token, salt, answers, story["private"])
    assert plaintext.encode().hex() == story["plaintext"]
    assert ballots.Plaintext.parse(bytes.fromhex(story["plaintext"]), story["q"]) == plaintext


TOKEN = bytes.fromhex(STORY["ballot"]["token"])


@given(st.binary(min_size=1, max_size=96), st.text(st.characters(exclude_categories=["Cs"]), max_size=350))
def test_every_ballot_comes_back_and_has_one_size(answers, private):
    plaintext = ballots.Plaintext(TOKEN, bytes(32), answers, private)
    encoded = plaintext.encode()
    assert len(encoded) == 1886
    assert ballots.Plaintext.parse(encoded, len(answers)) == plaintext


@pytest.mark.parametrize(
    ("token", "salt", "answers", "private"),
    [
        (TOKEN, bytes(32), bytes(97), ""),
        (TOKEN, bytes(32), b"", ""),
        (TOKEN[:-1], bytes(33), bytes(3), ""),
        (TOKEN, bytes(31), bytes(3), ""),
        (TOKEN, bytes(32), bytes(3), "a" * 1401),
        (TOKEN, bytes(32), bytes(3), "字" * 467),
        (TOKEN, bytes(32), bytes(3), "\ud800"),
    ],
)
def test_ballots_that_do_not_fit_are_refused(token, salt, answers, private):
    with pytest.raises(Malformed):
        ballots.Plaintext(token, salt, answers, private).encode()


def test_commitments_differ_by_all_that_they_fix():
    given = (bytes(32), 1, bytes(32), b"\1\2")
    others = [(b"\1" * 32, *given[1:]), (given[0], 2, *given[2:]), (*given[:2], b"\1" * 32, given[3])]
    others += [(*given[:3], b"\1\2\0"), (*given[:3], b"\2\1"), (*given[:3], b"\1")]
    assert len({ballots.commitment(*one) for one in [given, *others]}) == 7


def test_issuing(token):
    request = issuing.IssueRequest.parse(bytes.fromhex(token["issue_request"]))
    assert request.message().hex() == token["issue_message"]
    assert request.record().encode().hex() == token["record"]
    assert request.verify()
    assert issuing.IssuanceRecord.parse(bytes.fromhex(token["record"])).verify(request.camp)


SPOILED = {"camp": bytes(32), "role": 2, "cell": 3, "pk": ed25519.public_key(bytes(32)), "blinded": bytes(256)}


@pytest.mark.parametrize("field", SPOILED)
def test_a_request_is_signed_whole(field):
    good = issuing.IssueRequest.parse(bytes.fromhex(STORY["ballot"]["issue_request"]))
    spoiled = replace(good, **{field: SPOILED[field]})
    assert good.verify() and not spoiled.verify()
    assert not spoiled.record().verify(spoiled.camp)


@pytest.mark.parametrize("role", [0, 3, 255])
def test_there_are_two_roles(role):
    good = issuing.IssueRequest.parse(bytes.fromhex(STORY["ballot"]["issue_request"]))
    with pytest.raises(Malformed):
        replace(good, role=role).encode()
    with pytest.raises(Malformed):
        replace(good.record(), role=role).encode()


def test_casting(story):
    camp = bytes.fromhex(story["camp"])
    request = casting.CastRequest.parse(bytes.fromhex(story["cast_request"]))
    reply = casting.CastReply.parse(bytes.fromhex(story["cast_reply"]))
    hashed = bytes.fromhex(story["envelope_hash"])
    assert (request.camp, request.cell) == (camp, story["cell"])
    assert (request.token.hex(), request.envelope.hex()) == (story["entry"]["token"], story["outer"]["sealed"])
    assert ballots.entry_nonce(camp, request.cell, hashed).hex() == story["entry"]["nonce"]
    assert casting.receipt_message(camp, reply.index, reply.entry_hash).hex() == story["receipt_message"]
    assert reply.verify(BOX, camp)


@pytest.mark.parametrize("spoiled", [{"index": 5}, {"entry_hash": bytes(32)}, {"signature": bytes(64)}])
def test_a_reply_is_signed_whole(spoiled):
    camp = bytes.fromhex(STORY["camp"])
    reply = casting.CastReply.parse(bytes.fromhex(STORY["cast_reply"]))
    assert not replace(reply, **spoiled).verify(BOX, camp)
    assert not reply.verify(BOX, bytes(32))
