"""The steps of the page, blind signatures and all, give what the trustees count."""

from pingyi.protocol import cells as cell_lines
from pingyi.protocol.casting import (
    RANDOM_BYTES,
    Randomness,
    Resident,
    ask_ballot,
    check_code,
    seal,
)
from pingyi.protocol.casting import token as token_of
from pingyi.protocol.parties import Party
from pingyi.tokens.ballots import tag
from pingyi.tokens.envelopes import PrivateKey, open_, outer_info
from pingyi.tokens.receipts import parse_check_code
from pingyi.trustee.opening.judging import InnerOpener
from tests.ballotbox.world import entry_key, seed
from tests.trustee.ballots import BALLOT_KEYS, noise


def blind_sign(cell, blinded):
    """What S does: the raw RSA step."""
    numbers = entry_key(BALLOT_KEYS + cell).private_numbers()
    return pow(int.from_bytes(blinded, "big"), numbers.d, numbers.public_numbers.n).to_bytes(256, "big")


def test_a_ballot_of_the_page_is_valid_and_its_check_code_names_its_row(stages):
    world = stages.country.world
    line = (world.public / "cells.jsonl").read_bytes().split(b"\n")[1]
    resident = Resident(world.manifest, world.camp, cell_lines.CellRecord.parse_line(line), seed("code"))
    randomness = Randomness.cut(noise("random", RANDOM_BYTES))
    choice, asked = ask_ballot(resident, (3, 0), randomness)
    ballot_token = token_of(resident, asked, blind_sign(1, asked.request.blinded))
    sealed = seal(resident, ballot_token, choice, randomness, private="意见")
    scalars = {name: (int.from_bytes(seed(name), "big") >> 1).to_bytes(32, "big") for name in ("T1", "T2")}
    inner = open_(PrivateKey(scalars[Party.T1.name]), outer_info(world.camp, 1), sealed)
    verdict = InnerOpener(world.public, scalars[Party.T2.name]).judge(1, inner)
    assert (verdict.reason, verdict.comment, verdict.row[-2:]) == ("", "意见", bytes((3, 0)))
    assert verdict.tag == tag(parse_check_code(check_code(resident, choice)))
