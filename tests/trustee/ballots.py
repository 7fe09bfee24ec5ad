"""Envelopes of every kind: good ones, and one for each reason to call a ballot invalid."""

import hashlib

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA384

from pingyi.protocol.parties import Party
from pingyi.tokens import ballots
from pingyi.tokens.envelopes import ENVELOPE, inner_info, outer_info, seal
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import BALLOT, challenge_digest, token_input
from tests.ballotbox.world import entry_key, modulus, seed

PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=48)
BALLOT_KEYS = 1000  # where the ballotbox's tests keep the keys of ballot tokens
KINDS = ("undecryptable", "layout", "token", "commitment", "answers", "wrong_cell", "outer")


def noise(name, size):
    return hashlib.shake_256(name.encode()).digest(size)


def answers_of(name):
    """Two answers of 1 to 5."""
    return bytes(one % 5 + 1 for one in noise(name, 2))


def token(world, cell, nonce, *, key_of=None):
    """A ballot token; what blind signing gives is an ordinary signature, so the tests sign directly."""
    own = entry_key(BALLOT_KEYS + (cell if key_of is None else key_of))
    digest = challenge_digest("s.example", "b.example", world.camp, BALLOT, cell if key_of is None else key_of)
    signed = token_input(nonce, digest, PublicKey(modulus(own)).key_id())
    return signed + own.sign(signed, PSS, SHA384())


def plaintext(world, name, cell, *, answers=None, comment=""):
    """A good plaintext; `name` decides salt and answers."""
    salt, chosen = seed(f"salt {name}"), answers or answers_of(name)
    nonce = ballots.commitment(world.camp, cell, salt, chosen)
    return ballots.Plaintext(token(world, cell, nonce), salt, chosen, comment)


def hpke(world, party):
    return world.manifest.parties[party].hpke


def inner(world, name, cell, content):
    return seal(hpke(world, Party.T2), inner_info(world.camp, cell), content, seed(f"inner {name}"))


def envelope(world, name, cell, content):
    """Seal a plaintext twice."""
    return outer(world, name, cell, inner(world, name, cell, content))


def outer(world, name, cell, sealed):
    return seal(hpke(world, Party.T1), outer_info(world.camp, cell), sealed, seed(f"outer {name}"))


def good(world, name, cell, comment=""):
    return envelope(world, name, cell, plaintext(world, name, cell, comment=comment).encode())


def bad(world, kind, cell):
    """An envelope of a cell that is invalid for exactly this reason."""
    name, fine = f"{kind} {cell}", plaintext(world, f"{kind} {cell}", cell)
    if kind == "outer":
        return noise(name, ENVELOPE)
    if kind == "undecryptable":
        return outer(world, name, cell, noise(name, 1967))
    if kind == "layout":
        return envelope(world, name, cell, b"\x02" + fine.encode()[1:])
    if kind == "token":
        broken = fine.token[:-1] + bytes((fine.token[-1] ^ 1,))
        return envelope(world, name, cell, ballots.Plaintext(broken, fine.salt, fine.answers).encode())
    if kind == "commitment":
        other = bytes(6 - one for one in fine.answers[:1]) + fine.answers[1:]
        changed = other if other != fine.answers else bytes((1, 1)) if fine.answers != b"\x01\x01" else b"\x02\x01"
        return envelope(world, name, cell, ballots.Plaintext(fine.token, fine.salt, changed).encode())
    if kind == "answers":
        return envelope(world, name, cell, plaintext(world, name, cell, answers=b"\x06\x01").encode())
    nonce = ballots.commitment(world.camp, cell, fine.salt, fine.answers)
    foreign = token(world, cell, nonce, key_of=1 - cell)
    return envelope(world, name, cell, ballots.Plaintext(foreign, fine.salt, fine.answers).encode())
