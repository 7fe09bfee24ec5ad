"""Gate 5: from everything that S, R and B have, and one dishonest trustee, nobody tells whose row is whose."""

import random

import pytest

from pingyi.primitives.hashing import sha256
from pingyi.tokens import blinding
from pingyi.tokens.casting import CastRequest
from pingyi.tokens.issuing import IssueRequest
from pingyi.tokens.tokens import Token
from tests.gates.campaign import Played
from tests.gates.linkage import attacker, evidence


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    return Played(tmp_path_factory.mktemp("played") / "campaign")


@pytest.fixture(scope="session")
def rows(played):
    return evidence.Rows(played)


@pytest.fixture(scope="session")
def clues(played):
    return evidence.clues(played, played.people)


def by_cell(played):
    cells = {one.cell: [] for one in played.people}
    for one in played.people:
        cells[one.cell].append(one.name)
    return cells


def truth(played):
    return {one.name: one.nonce.hex() for one in played.people}


def check(played, clues, traits):
    """No guess may hit more people, or give orders more alike, than chance allows."""
    cells, tries = by_cell(played), len(clues) * len(traits) * 2
    most, likest = attacker.most_by_chance(len(cells), tries), attacker.likest_by_chance(tries)
    found = list(attacker.guesses(cells, clues, traits, truth(played)))
    assert len(found) == tries // 2 > 50
    assert [one for one in found if one.hits > most or one.likeness > likest] == []


def test_every_ballot_became_one_row(played, rows):
    assert sorted(rows.rows) == sorted(truth(played).values())
    assert {one.nonce.hex(): one.answers for one in played.people} == {
        name: row.answers for name, row in rows.rows.items()
    }


def test_the_attacker_does_find_an_order_that_leaks(played, rows, clues):
    leak = {one.nonce.hex(): one.index for one in played.people}
    by_log = {"rows in the order of the log": leak, "rows turned round": {name: -at for name, at in leak.items()}}
    found = {
        (one.clue, one.trait): one
        for one in attacker.guesses(by_cell(played), {"arrival at B": clues["arrival at B"]}, by_log, truth(played))
    }
    assert [one.hits for one in found.values()] == [len(played.people)] * 2
    blurred = {name: at + random.Random(at).uniform(0, 60) for name, at in leak.items()}
    [one] = attacker.guesses(
        by_cell(played), {"arrival": clues["arrival at B"]}, {"nearly the log": blurred}, truth(played)
    )
    assert one.likeness > attacker.likest_by_chance(1000)


def test_both_trustees_honest(played, rows, clues):
    check(played, clues, rows.traits(played))


def test_outer_trustee_dishonest(played, rows, clues):
    inner = evidence.opened_outer(played, played.people)
    more = {
        "inner: ephemeral key": {name: one[:65] for name, one in inner.items()},
        "inner: sealed bytes": {name: one[65:] for name, one in inner.items()},
        "inner: hash": {name: sha256(one) for name, one in inner.items()},
        "inner: end": {name: one[::-1] for name, one in inner.items()},
    }
    check(played, clues | more, rows.traits(played))


def test_inner_trustee_dishonest(played, rows, clues):
    known = evidence.opened_inner(played)
    assert sorted(known) == sorted(truth(played).values())
    more = {
        "place in the handover": {name: place for name, (place, _) in known.items()},
        "inner: ephemeral key": {name: one[:65] for name, (_, one) in known.items()},
        "inner: hash": {name: sha256(one) for name, (_, one) in known.items()},
        "inner: sealed bytes": {name: one[65:] for name, (_, one) in known.items()},
    }
    check(played, clues, rows.traits(played) | more)


def test_both_trustees_dishonest_unmask_everybody(played):
    """The attack does work where the protocol says that it works; so the tests above could fail."""
    known = {sha256(inner): name for name, (_, inner) in evidence.opened_inner(played).items()}
    inner = evidence.opened_outer(played, played.people)
    assert {name: known[sha256(one)] for name, one in inner.items()} == truth(played)


def everything(played, *parties, until="opened"):
    """Every byte that the parties have at any stage, and of the public folder before the tags."""
    found = {}
    for stage in ("cast", "closed", until):
        for party in parties:
            for path, content in evidence.files(played.stage(stage, party)).items():
                found[f"{stage} {party}/{path}"] = content
    for path, content in evidence.files(played.stage("closed", "public")).items():
        found[f"public/{path}"] = content
    for one in played.people:
        found[f"requests of {one.name}"] = b"|".join((*one.requests.values(), *one.replies.values()))
    return found


@pytest.mark.parametrize("dishonest", [(), ("T1",)], ids=["trustees honest", "outer dishonest"])
def test_no_byte_of_a_row_stands_anywhere_before(played, rows, dishonest):
    haystack = everything(played, "S", "R", "B", "witness", *dishonest)
    if dishonest:
        haystack |= evidence.opened_outer(played, played.people)
    assert attacker.shared(rows.secrets(), haystack) == []


def test_no_byte_of_an_envelope_comes_to_the_inner_trustee(played):
    needles = {}
    for one in played.people:
        asked = [IssueRequest.parse(one.requests[role]) for role in ("S", "R")]
        cast = CastRequest.parse(one.requests["B"])
        token = Token.parse(cast.token)
        secret = [one.pk, sha256(cast.envelope), cast.envelope, token.nonce, token.signature]
        secret += [part for ask in asked for part in (ask.blinded, sha256(ask.blinded), ask.signature)]
        secret += [one.replies["S"], one.replies["R"]]
        needles |= {f"{one.name} {number}": content for number, content in enumerate(secret)}
    known = evidence.files(played.stage("opened", "T2"))
    handed = {path: content for path, content in known.items() if not path.startswith("campaign/")}
    assert any(path.endswith("inner.bin") for path in handed)
    assert attacker.shared(needles, handed | evidence.opened_texts(played)) == []


def test_a_search_for_bytes_does_find_what_is_there(played, rows):
    one = played.people[7]
    haystack = {"a leak": b"xyz" + one.nonce[5:14] + b"end"}
    assert attacker.shared(rows.secrets(), haystack)[0] == (f"{one.nonce.hex()} nonce", "a leak")


def test_every_message_of_a_kind_has_one_size(played):
    sizes = {(one.service, one.asked, one.answered) for one in played.front}
    assert sizes == {("S", 389, 256), ("R", 389, 256), ("B", 2438, 104)}


def test_blinding_factors_and_salts_are_drawn_anew(played, rows):
    """The factor that would join a person's request to a row is as random as any; one used twice would tell."""
    factors, salts = {}, []
    for cell, names in by_cell(played).items():
        key = played.cells[cell].ballot_key
        tokens = [Token.parse(rows.rows[truth(played)[name]].token) for name in names]
        salts += [pss_salt(key.number, token) for token in tokens]
        own = [one for one in played.people if one.cell == cell]
        inverses = [pow(int.from_bytes(token.signature, "big"), -1, key.number) for token in tokens]
        for person in own:
            signed = int.from_bytes(person.replies["S"], "big")
            for number, inverse in enumerate(inverses):
                factors[person.name, number] = signed * inverse % key.number
    assert min(factor.bit_length() for factor in factors.values()) > 2048 - 60
    assert len(set(factors.values())) == len(factors)
    entries = []
    for one in played.people:
        token = Token.parse(CastRequest.parse(one.requests["B"]).token)
        entries.append(pss_salt(played.cells[one.cell].entry_key.number, token))
    drawn = [*salts, *entries, *(row.salt for row in rows.rows.values())]
    assert len({salt[:16] for salt in drawn} | {salt[-16:] for salt in drawn}) == 2 * len(drawn)


def pss_salt(modulus, token):
    """The salt inside a signature, which anybody can read."""
    encoded = pow(int.from_bytes(token.signature, "big"), 65537, modulus).to_bytes(256, "big")
    masked, hashed = encoded[: 256 - 49], encoded[256 - 49 : 255]
    mask = blinding._mgf1(hashed, len(masked), "sha384")
    return bytes(a ^ b for a, b in zip(masked, mask, strict=True))[-48:]


def test_stores_have_no_times_and_no_row_numbers(played):
    for party in ("S", "R", "B"):
        for path in played.stage("cast", party).glob("*.sqlite3"):
            for table, columns in evidence.tables(path).items():
                assert not [one for one in columns if "time" in one or "date" in one or one in ("at", "id")], table
