"""Every value of tests/vectors/protocol.json a second way: by hand, by OpenSSL, or by another library's HPKE."""

import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import load_der_public_key
from tools import protocol_vectors

from tests.tokens import byhand
from tests.tokens.vectors import shared

STORIES = {story["name"]: story for story in shared()["ballots"]}
PARTIES = shared()["keys"]["parties"]
P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def raw(told, *names):
    """The bytes behind some names, u32 for the cell."""
    found = (told[name] for name in names)
    return [struct.pack(">I", one) if isinstance(one, int) else bytes.fromhex(one) for one in found]


@pytest.fixture(params=STORIES)
def story(request):
    return STORIES[request.param]


@pytest.fixture(params=["ballot", "entry"])
def token(story, request):
    return {**story, **story[request.param]}


def test_the_file_is_what_the_script_writes():
    assert protocol_vectors.FILE.read_text(encoding="utf-8") == protocol_vectors.written()


def test_codes_and_links(story):
    code = byhand.base32(bytes.fromhex(story["code_random"]))[:20]
    whole = code + byhand.check_character(code)
    mark = byhand.base32(byhand.sha(byhand.tagged("manifest", bytes.fromhex(story["manifest"]))))[:26]
    assert (story["code"], story["code_with_check"], story["fingerprint"]) == (code, whole, mark)
    assert story["code_printed"] == "-".join([code[:4], code[4:8], code[8:12], code[12:16], code[16:], whole[20]])
    assert story["link"] == f"{story['base']}#{whole}.{story['cell']}.{mark}"


def test_keys_of_codes_and_persons(story):
    seed = byhand.hkdf(story["code"].encode(), story["campaign"].encode(), b"pingyi/v1/invite")
    pk = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    salt, record = raw(story["person"], "salt", "record")
    assert (story["seed"], story["pk"]) == (seed.hex(), pk.hex())
    assert story["person"]["hash"] == byhand.sha(byhand.tagged("person", pk, salt, record)).hex()


def test_typed_texts_mean_what_they_show():
    """Every typed form is one of the printed characters, once gaps and lookalikes are put right."""
    shown = str.maketrans("ILO", "110", "- ")
    for case in shared()["typed"]:
        read = case["text"].upper().translate(shown)
        assert read == case["code"] + byhand.check_character(case["code"])
    for case in shared()["typed_fragments"]:
        code, cell, mark = case["text"].upper().translate(shown).split(".")
        assert (code[:20], cell, mark) == (case["code"], str(case["cell"]), case["fingerprint"])
    for case in shared()["typed_check_codes"]:
        assert case["text"].upper().translate(shown)[:52] == byhand.base32(bytes.fromhex(case["commitment"]))


def test_commitments_tags_and_check_codes(story):
    camp, cell, salt, answers = raw(story, "camp", "cell", "salt", "answers")
    commitment = byhand.sha(byhand.tagged("ballot", camp, cell, salt, bytes([len(answers)]), answers))
    code = byhand.base32(commitment)
    assert story["commitment"] == story["ballot"]["nonce"] == commitment.hex()
    assert story["tag"] == byhand.sha(byhand.tagged("row", commitment)).hex()
    assert story["check_code"] == code + byhand.check_character(code)


def test_challenges(token):
    camp, cell = raw(token, "camp", "cell")
    context = byhand.sha(byhand.tagged("context", camp, bytes([token["role"]]), cell))
    challenge = byhand.challenge(token["issuer_name"], token["origin_info"], context)
    assert (token["context"], token["challenge"]) == (context.hex(), challenge.hex())
    assert token["challenge_digest"] == byhand.sha(challenge).hex()


def test_public_keys_as_openssl_reads_them(token):
    spki, modulus = raw(token, "spki", "modulus")
    numbers = load_der_public_key(spki).public_numbers()
    assert (numbers.n, numbers.e, len(spki)) == (int.from_bytes(modulus, "big"), 65537, 342)
    assert token["key_id"] == byhand.sha(spki).hex()
    # id-RSASSA-PSS with its parameters, 61 bytes, as RFC 9578 (8.2.2) prints them
    assert spki[4:67].hex().startswith("303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a")


def test_tokens(token):
    nonce, digest, key_id, salt, modulus = raw(token, "nonce", "challenge_digest", "key_id", "pss_salt", "modulus")
    content = b"\0\2" + nonce + digest + key_id
    n, r = int(token["modulus"], 16), int(token["r"], 16)
    blinded = (int.from_bytes(byhand.pss(content, salt), "big") * pow(r, 65537, n) % n).to_bytes(256, "big")
    assert (token["input"], token["blinded"]) == (content.hex(), blinded.hex())
    assert int(token["inverse"], 16) * r % n == 1
    assert byhand.power(bytes.fromhex(token["reply"]), 65537, modulus) == blinded
    whole = bytes.fromhex(token["token"])
    pss = padding.PSS(padding.MGF1(SHA384()), 48)
    assert whole[:98] == content
    RSAPublicNumbers(65537, n).public_key().verify(whole[98:], content, pss, SHA384())


def test_issue_requests_and_records(token):
    camp, cell, pk, blinded = raw(token, "camp", "cell", "pk", "blinded")
    where = bytes([token["role"]]) + cell
    message = byhand.tagged("issue", camp, where, byhand.sha(blinded))
    signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(token["seed"])).sign(message)
    assert token["issue_message"] == message.hex()
    assert token["issue_request"] == (camp + where + pk + blinded + signature).hex()
    assert token["record"] == (pk + where + byhand.sha(blinded) + signature).hex()


def test_plaintexts_and_rows(story):
    salt, answers = raw(story, "salt", "answers")
    ballot = bytes.fromhex(story["ballot"]["token"])
    assert story["plaintext"] == byhand.plaintext(ballot, salt, answers, story["private"]).hex()
    assert story["row"] == byhand.row(ballot, salt, answers).hex()
    assert len(story["row"]) // 2 == 387 + story["q"]


@pytest.mark.parametrize("layer", ["inner", "outer"])
def test_another_hpke_opens_the_envelopes(story, layer):
    told = story[layer]
    info, sealed = raw(told, "info", "sealed")
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    held = {"inner": story["plaintext"], "outer": story["inner"]["sealed"]}[layer]
    camp, cell = raw(story, "camp", "cell")
    assert info == byhand.tagged(layer, camp, cell)
    assert suite.decrypt(sealed, trustee_key(told["party"]), info=info).hex() == held
    assert len(sealed) == {"inner": 1967, "outer": 2048}[layer]


def trustee_key(party):
    """DeriveKeyPair of RFC 9180 by hand: the first candidate is a key but once in 2^32."""
    seed, public = raw(shared()["keys"]["hpke"][party], "seed", "public")
    suite = b"HPKE-v1KEM\x00\x10"
    scalar = byhand.hkdf(suite + b"dkp_prk" + seed, bytes(32), b"\x00\x20" + suite + b"candidate\x00")
    numbers = ec.derive_private_key(int.from_bytes(scalar, "big") % P256, ec.SECP256R1())
    point = numbers.public_key().public_numbers()
    assert public == b"\x04" + point.x.to_bytes(32, "big") + point.y.to_bytes(32, "big")
    return numbers


def test_casts_and_receipts(story):
    camp, cell, envelope = raw({**story, "envelope": story["outer"]["sealed"]}, "camp", "cell", "envelope")
    hashed, entry_token = byhand.sha(envelope), bytes.fromhex(story["entry"]["token"])
    entry = b"\x04" + cell + entry_token + hashed
    leaf, reply = byhand.sha(b"\0", entry), bytes.fromhex(story["cast_reply"])
    message = byhand.tagged("receipt", camp, struct.pack(">Q", story["index"]), leaf)
    assert (story["envelope_hash"], story["log_entry"], story["entry_hash"]) == (hashed.hex(), entry.hex(), leaf.hex())
    assert story["entry"]["nonce"] == byhand.sha(byhand.tagged("entry", camp, cell, hashed)).hex()
    assert story["cast_request"] == (camp + cell + entry_token + envelope).hex()
    assert (reply[:40], story["receipt_message"]) == (struct.pack(">Q", story["index"]) + leaf, message.hex())
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(PARTIES["B"]["public"])).verify(reply[40:], message)
    assert story["receipt"] == byhand.receipt(camp, story["index"], leaf, reply[40:]).rstrip("=")


@pytest.mark.parametrize("told", shared()["entries"], ids=lambda told: f"type {told['type']}")
def test_log_entries(told):
    entry = bytes.fromhex(told["entry"])
    assert entry[0] == told["type"]
    assert told["leaf_hash"] == hashlib.sha256(b"\0" + entry).hexdigest()
    assert len(entry) == {1: 33, 2: 137, 3: 106, 5: 98, 6: 102, 7: 101, 8: 1}[told["type"]]
    if "message" in told:
        camp = bytes.fromhex(shared()["entries"][0]["camp"])
        message = byhand.tagged("log", camp, entry[:-64])
        assert told["message"] == message.hex()
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(PARTIES[told["party"]]["public"]))
        key.verify(entry[-64:], message)
