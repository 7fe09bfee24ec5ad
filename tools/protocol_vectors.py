"""Write tests/vectors/protocol.json: known answers of every layout of the ballot protocol, for Python and JavaScript.

Run as `python -m tools.protocol_vectors`. Everything "random" in it is a hash of a label, so that the file comes out
the same each time; all keys in it are published and good for tests only. That the values are right is not shown by this
script, which uses our own code, but by `tests/tokens/test_protocol_vectors.py`, which computes them a second way.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from tools import protocol_refusals, protocol_signatures

from pingyi.primitives import base32, canonical, ed25519, hashing
from pingyi.primitives.integers import u8, u32, u64
from pingyi.protocol import entries
from pingyi.tokens import ballots, casting, codes, envelopes, issuing, receipts, rsa, tokens

VECTORS = Path(__file__).parents[1] / "tests" / "vectors"
FILE = VECTORS / "protocol.json"
ABOUT = (
    "Known answers of the ballot protocol, version 1. All keys here are published: good for tests only. Bytes in hex."
)
PARTIES = ("S", "R", "M", "T1", "T2", "B")
NAMES = {party: f"{party.lower()}.pingyi.example" for party in PARTIES}


def drawn(label: str, size: int = 32) -> bytes:
    """Return `size` bytes that stand for randomness."""
    return hashlib.shake_256(b"pingyi test " + label.encode()).digest(size)


def identity(party: str) -> bytes:
    """Return the Ed25519 private key of a party."""
    return drawn(f"identity {party}")


def trustee(party: str) -> envelopes.PrivateKey:
    """Return the HPKE key of a trustee."""
    return envelopes.derive_private_key(drawn(f"hpke {party}"))


@cache
def rsa_numbers() -> tuple[tuple[int, int], ...]:
    """Return modulus and private exponent of the published keys of RFC 9578's vectors."""
    source = json.loads((VECTORS / "crypto" / "rfc9578_token_type2.json").read_text())
    loaded = [load_pem_private_key(bytes.fromhex(v["skS"]), None) for v in source["go"] + source["rust"]]
    numbers = [key.private_numbers() for key in loaded]
    return tuple(dict.fromkeys((n.public_numbers.n, n.d) for n in numbers))


def keys() -> dict[str, object]:
    """Return every private key that the stories use."""
    hpke = {p: {"seed": drawn(f"hpke {p}").hex(), "public": trustee(p).public.hex()} for p in ("T1", "T2")}
    return {
        "parties": {
            p: {"name": NAMES[p], "seed": identity(p).hex(), "public": ed25519.public_key(identity(p)).hex()}
            for p in PARTIES
        },
        "hpke": hpke,
        "rsa": [{"modulus": n.to_bytes(256, "big").hex(), "d": f"{d:0512x}"} for n, d in rsa_numbers()],
    }


class Story:
    """One ballot from the letter to the receipt."""

    def __init__(self, name: str, cell: int, answers: bytes, private: str, index: int) -> None:
        self.name, self.cell, self.answers, self.private, self.index = name, cell, answers, private, index
        self.campaign = f"yunling-{name}"
        self.manifest = canonical.encode({"id": self.campaign, "note": "only a place for bytes"})
        self.camp = hashing.digest(b"manifest", self.manifest)
        self.code = codes.from_random(self.drawn("code", codes.RANDOM_BYTES))
        self.seed = codes.seed(self.code, self.campaign)
        self.pk = ed25519.public_key(self.seed)

    def drawn(self, label: str, size: int = 32) -> bytes:
        """Return bytes that stand for this story's randomness."""
        return drawn(f"{self.name} {label}", size)

    def told(self) -> dict[str, object]:
        """Return all steps with all values between them."""
        salt = self.drawn("salt")
        commitment = ballots.commitment(self.camp, self.cell, salt, self.answers)
        ballot = self.token(tokens.BALLOT, commitment)
        token = bytes.fromhex(str(ballot["token"]))
        plaintext = ballots.Plaintext(token, salt, self.answers, self.private).encode()
        inner = self.sealed("T2", envelopes.inner_info(self.camp, self.cell), plaintext)
        outer = self.sealed("T1", envelopes.outer_info(self.camp, self.cell), bytes.fromhex(inner["sealed"]))
        return {
            "name": self.name,
            **self.letter(),
            "q": len(self.answers),
            "answers": self.answers.hex(),
            "salt": salt.hex(),
            "commitment": commitment.hex(),
            "check_code": receipts.check_code(commitment),
            "tag": ballots.tag(commitment).hex(),
            "ballot": ballot,
            "private": self.private,
            "plaintext": plaintext.hex(),
            "inner": inner,
            "outer": outer,
            "row": ballots.row(token, salt, self.answers).hex(),
            **self.cast(bytes.fromhex(outer["sealed"])),
        }

    def letter(self) -> dict[str, object]:
        """Return what M knows of this code."""
        fingerprint = base32.encode(self.camp)[: codes.FINGERPRINT_LENGTH]
        base = "https://page.pingyi.example/appraise"
        record, salt = f"{self.name},某街道,2026".encode(), self.drawn("person")
        person = hashing.digest(b"person", self.pk, salt, record)
        return {
            "campaign": self.campaign,
            "manifest": self.manifest.hex(),
            "camp": self.camp.hex(),
            "fingerprint": fingerprint,
            "cell": self.cell,
            "code_random": self.drawn("code", codes.RANDOM_BYTES).hex(),
            "code": self.code,
            "code_with_check": codes.with_check(self.code),
            "code_printed": codes.printed(self.code),
            "base": base,
            "link": codes.link(base, self.code, self.cell, fingerprint),
            "seed": self.seed.hex(),
            "pk": self.pk.hex(),
            "person": {"salt": salt.hex(), "record": record.hex(), "hash": person.hex()},
        }

    def token(self, role: int, nonce: bytes) -> dict[str, object]:
        """Return one token with everything on its way."""
        number, exponent = rsa_numbers()[(self.index + role) % len(rsa_numbers())]
        key = rsa.PublicKey(number.to_bytes(rsa.BYTES, "big"))
        names = NAMES[PARTIES[role - 1]], NAMES["B"]
        context = tokens.redemption_context(self.camp, role, self.cell)
        challenge = tokens.challenge_digest(*names, self.camp, role, self.cell)
        content = tokens.token_input(nonce, challenge, key.key_id())
        salt, r = self.drawn(f"pss {role}", rsa.SALT), int.from_bytes(self.drawn(f"r {role}", 272), "big") % number
        blinding = rsa.blind(key, content, salt, r)
        signed = pow(int.from_bytes(blinding.blinded, "big"), exponent, number).to_bytes(rsa.BYTES, "big")
        signature = rsa.finalize(key, content, blinding, signed)
        return {
            "role": role,
            "issuer_name": names[0],
            "origin_info": names[1],
            "context": context.hex(),
            "challenge": tokens.challenge(*names, context).hex(),
            "challenge_digest": challenge.hex(),
            "modulus": key.modulus.hex(),
            "spki": key.spki().hex(),
            "key_id": key.key_id().hex(),
            "nonce": nonce.hex(),
            "input": content.hex(),
            "pss_salt": salt.hex(),
            "r": f"{r:0512x}",
            "blinded": blinding.blinded.hex(),
            "inverse": f"{blinding.inverse:0512x}",
            **self.issue(role, blinding.blinded),
            "reply": signed.hex(),
            "token": tokens.Token(nonce, challenge, key.key_id(), signature).encode().hex(),
        }

    def issue(self, role: int, blinded: bytes) -> dict[str, str]:
        """Return the request for a token and the record of it."""
        message = issuing.issue_message(self.camp, role, self.cell, hashing.sha256(blinded))
        signature = ed25519.sign(self.seed, message)
        request = issuing.IssueRequest(self.camp, role, self.cell, self.pk, blinded, signature)
        record = request.record().encode()
        return {"issue_message": message.hex(), "issue_request": request.encode().hex(), "record": record.hex()}

    def sealed(self, party: str, info: bytes, plaintext: bytes) -> dict[str, str]:
        """Return one layer of the envelope."""
        ephemeral = self.drawn(f"ephemeral {party}")
        sealed = envelopes.seal(trustee(party).public, info, plaintext, ephemeral)
        return {"party": party, "info": info.hex(), "ephemeral": ephemeral.hex(), "sealed": sealed.hex()}

    def cast(self, envelope: bytes) -> dict[str, object]:
        """Return the way into the box and what the box answers."""
        envelope_hash = hashing.sha256(envelope)
        entry_token = self.token(tokens.ENTRY, ballots.entry_nonce(self.camp, self.cell, envelope_hash))
        token = bytes.fromhex(str(entry_token["token"]))
        entry = entries.BallotEntry(self.cell, token, envelope_hash).encode()
        entry_hash = hashing.sha256(b"\x00" + entry)
        message = casting.receipt_message(self.camp, self.index, entry_hash)
        reply = casting.CastReply(self.index, entry_hash, ed25519.sign(identity("B"), message))
        return {
            "envelope_hash": envelope_hash.hex(),
            "entry": entry_token,
            "cast_request": casting.CastRequest(self.camp, self.cell, token, envelope).encode().hex(),
            "log_entry": entry.hex(),
            "entry_hash": entry_hash.hex(),
            "index": self.index,
            "receipt_message": message.hex(),
            "cast_reply": reply.encode().hex(),
            "receipt": receipts.Receipt(self.camp, reply).text(),
        }


STORIES = (
    Story("plain", 0, bytes([5, 4, 0]), "", 1),
    Story("comment", 70_000, bytes(range(1, 13)), "窗口办得快，态度也好。谢谢！🙂", 2**32),
    Story("full", 2**32 - 1, bytes([255]) * ballots.QUESTIONS, "字" * 466 + "ab", 2**53 - 1),
    Story("marked", 9, bytes(12), "\ufeff头上有个记号\x00尾", 7),
)


def log_entries() -> list[dict[str, object]]:
    """Return one log entry of each type, with the bytes that are signed."""
    story = STORIES[0]
    camp, root = story.camp, hashing.sha256(b"a root")
    signed: list[entries.Signed] = [
        entries.RollBatch(1, 50, root, hashing.sha256(b"a map root")),
        entries.IssuanceRoot(2, 20_781, 17, root),
        *(entries.StatementEntry(party, hashing.sha256(b"a statement\n")) for party in range(1, 7)),
        entries.TagsRoot(0, 31, root),
        entries.TagsRoot(1, 32, root),
        entries.RowsRoot(32, root),
    ]
    told: list[dict[str, object]] = [
        {"type": 1, "camp": camp.hex(), "entry": entries.ManifestEntry(camp).encode().hex()}
    ]
    for draft in signed:
        party = PARTIES[int(draft.party) - 1]
        entry = draft.signed(camp, identity(party))
        message = draft.message(camp).hex()
        told.append({"type": draft.type, "party": party, "message": message, "entry": entry.encode().hex()})
    told.append({"type": 8, "entry": entries.Close().encode().hex()})
    return [{**one, "leaf_hash": hashing.sha256(b"\x00" + bytes.fromhex(str(one["entry"]))).hex()} for one in told]


def hashes() -> list[dict[str, object]]:
    """Return tagged hashes, one for each tag of the protocol."""
    tags = "manifest manifest-signature check context ballot entry row issue receipt log person audit inner outer pull"
    parts = [b"", u8(1) + u32(7), u64(2**40), "字".encode()]
    return [
        {
            "tag": tag,
            "parts": [part.hex() for part in parts],
            "message": hashing.message(tag.encode(), *parts).hex(),
            "digest": hashing.digest(tag.encode(), *parts).hex(),
        }
        for tag in tags.split()
    ]


def texts() -> dict[str, object]:
    """Return base32, check characters, canonical JSON and what a person may type."""
    code = STORIES[0].code
    printed = codes.printed(code)
    easy = codes.with_check(codes.from_random(bytes(9) + b"\x21\x08\x42\x10"))
    typed = [printed, printed.lower(), f" {printed.replace('-', ' ')} ", codes.with_check(code)]
    fragment = f"{codes.with_check(code)}.7.{base32.encode(STORIES[0].camp)[: codes.FINGERPRINT_LENGTH]}"
    spaced = f"{printed}.7.{fragment[-26:-13]} {fragment[-13:].replace('0', 'o').replace('1', 'L')}"
    nonce = drawn("a commitment")
    check = receipts.check_code(nonce)
    groups = "-".join(check[place : place + 4] for place in range(0, len(check), 4)).replace("1", "i")
    values = [
        {},
        [],
        "",
        'é\u2028\u007f"\\/\b\f\n\r\t\u0001🙂',
        [0, 2**53 - 1, True, False],
        {"b": [{}], "a_1": "字", "B": 1},
    ]
    return {
        "base32": [
            {"bytes": c.hex(), "text": base32.encode(c)} for c in (b"", b"\x00", b"\xff", b"\xff" * 5, drawn("b", 33))
        ],
        "typed": [
            {"text": t, "code": codes.parse(t)} for t in [*typed, easy.replace("0", "o").replace("1", "l"), easy]
        ],
        "typed_fragments": [
            {"text": t, **codes.parse_fragment(t)._asdict()} for t in (fragment, fragment.lower(), spaced)
        ],
        "typed_check_codes": [{"text": t, "commitment": nonce.hex()} for t in (check, check.lower(), groups)],
        "canonical": [{"value": v, "bytes": canonical.encode_line(v).hex()} for v in values],
    }


def content() -> dict[str, object]:
    """Return the whole file as one value."""
    told = [story.told() for story in STORIES]
    return {
        "format": "pingyi/v1/vectors",
        "about": ABOUT,
        "keys": keys(),
        "hashes": hashes(),
        **texts(),
        "ed25519": protocol_signatures.cases(),
        "ballots": told,
        "entries": log_entries(),
        "reject": protocol_refusals.cases(told[1]),
    }


def written() -> str:
    """Return the text of the file."""
    return json.dumps(content(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
