"""One token per key: what is checked, in which order, and what each request is answered. Both stores."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from pingyi.durable.stores import open_store
from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.signer import building
from pingyi.signer.issuing import LAYOUT, records
from pingyi.signer.keys import read_public
from pingyi.tokens.issuing import IssuanceRecord, issue_message
from pingyi.wording import Refused
from tests.durable.test_application import ask
from tests.signer.world import CELLS, OPEN, PEOPLE, make_world, seed


class Clock:
    """A clock that stands where it is put."""

    moment = OPEN

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    """The signer's clock."""
    return Clock()


@pytest.fixture
def signer(world, store, clock):
    """The ballot signer, answering."""
    building.check(world.setting(store))
    application = building.build(world.setting(store), now=clock)
    yield application
    application.close()


def issue(signer, asked):
    """Ask; return the signature, or code and document of the problem."""
    body = asked if isinstance(asked, bytes) else asked.encode()
    status, _, answer = ask("POST", "/v1/issue", body, application=signer)
    if status == 200:
        return answer
    problem = json.loads(answer)
    assert len(answer) == 256 and problem["status"] == status
    return problem["code"]


def kept(address):
    opened = open_store(address, LAYOUT, alone=False)
    with opened.reading() as transaction:
        return [IssuanceRecord.parse(record) for record in records(transaction, 1)]


def test_a_person_on_the_roll_gets_one_signature(world, store, signer):
    asked = world.request(3)
    reply = issue(signer, asked)
    assert len(reply) == 256 and world.is_signed(3, asked, reply)
    assert kept(store) == [asked.record()] and kept(store)[0].verify(world.camp)


def test_the_same_request_gets_the_same_answer(world, store, signer):
    asked = world.request(3)
    assert len({issue(signer, asked) for _ in range(5)}) == 1
    assert len(kept(store)) == 1


def test_another_request_of_the_same_key_is_shown_the_first(world, store, signer):
    first, second = world.request(3), world.request(3, nth=1)
    issue(signer, first)
    _, _, answer = ask("POST", "/v1/issue", second.encode(), application=signer)
    problem = json.loads(answer)
    assert (problem["code"], problem["status"], len(answer)) == ("used", 409, 256)
    hashed, signature = bytes.fromhex(problem["h_blinded"]), bytes.fromhex(problem["sig"])
    assert (hashed, signature) == (sha256(first.blinded), first.signature)
    assert ed25519.verify(first.pk, issue_message(world.camp, 1, first.cell, hashed), signature)
    assert kept(store) == [first.record()]


WRONG = {
    "wrong_campaign": {"camp": bytes(32)},
    "malformed": {"role": 2},
    "wrong_cell": {"cell": CELLS},
    "unknown_key": {"cell": 0},
    "bad_signature": {"signature": bytes(64)},
}


@pytest.mark.parametrize("code", WRONG)
def test_each_fault_has_its_code_and_leaves_nothing(world, store, signer, code):
    assert issue(signer, world.request(3, **WRONG[code])) == code
    assert kept(store) == []


def test_faults_are_told_in_order(world, signer):
    """Size, campaign, role, hours, cell, blinded value, roll, signature: the cheap ones first."""
    faults = [WRONG["bad_signature"], {"pk": bytes(32)}, {"blinded": b"\xff" * 256}, WRONG["wrong_cell"]]
    codes = ["bad_signature", "unknown_key", "malformed", "wrong_cell"]
    gathered = {}
    for fault, code in zip(faults, codes, strict=True):
        gathered |= fault
        assert issue(signer, world.request(3, **gathered)) == code
    assert issue(signer, world.request(3, **gathered, role=2)) == "malformed"
    assert issue(signer, world.request(3, **gathered, role=2, camp=bytes(32))) == "wrong_campaign"


def test_a_person_outside_the_roll_gets_nothing(world, store, signer):
    assert issue(signer, world.request(PEOPLE + 1)) == "unknown_key"
    assert kept(store) == []


def test_a_value_not_below_the_modulus_does_not_use_up_the_key(world, store, signer):
    """OpenSSL could not sign it; kept first, it would have cost the person the one token."""
    modulus = world.modulus(3).to_bytes(256, "big")
    for value in (modulus, b"\xff" * 256):
        assert issue(signer, world.request(3, blinded=value)) == "malformed"
    assert kept(store) == []
    largest = (world.modulus(3) - 1).to_bytes(256, "big")
    assert issue(signer, world.request(3, blinded=largest)) == largest  # (-1)^d = -1


def test_a_request_signed_for_the_other_role_or_cell_is_not_ours(world, signer):
    asked = world.request(3)
    for role, cell in ((2, asked.cell), (1, asked.cell ^ 1)):
        message = issue_message(world.camp, role, cell, sha256(asked.blinded))
        forged = ed25519.sign(seed("person 3"), message)
        assert issue(signer, world.request(3, signature=forged)) == "bad_signature"


def test_hours_are_those_of_the_manifest(world, store, signer, clock):
    campaign = building.check_campaign(world.setting(store))
    expected = {
        campaign.opens - 1: "not_open",
        campaign.opens: None,
        campaign.closes - 1: None,
        campaign.closes: "closed",
        campaign.closes + 10**8: "closed",
        0.0: "not_open",
    }
    for person, (moment, code) in enumerate(expected.items()):
        clock.moment = moment
        answer = issue(signer, world.request(person))
        assert answer == code if code else world.is_signed(person, world.request(person), answer)
    clock.moment = campaign.closes - 1  # a clock set back opens again what is still open by the manifest
    assert len(issue(signer, world.request(20))) == 256


def test_of_many_at_once_for_one_key_one_wins(world, store, signer):
    asked = [world.request(5, nth=n) for n in range(64)]
    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda one: issue(signer, one), asked))
    signed = [n for n, answer in enumerate(answers) if answer != "used"]
    assert len(signed) == 1 and world.is_signed(5, asked[signed[0]], answers[signed[0]])
    assert kept(store) == [asked[signed[0]].record()]


def test_all_are_served_and_records_ascend(world, store, signer):
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda n: issue(signer, world.request(n)), range(PEOPLE)))
    assert all(world.is_signed(n, world.request(n), answer) for n, answer in enumerate(answers))
    encoded = [record.encode() for record in kept(store)]
    assert encoded == sorted(world.request(n).record().encode() for n in range(PEOPLE))


@pytest.mark.parametrize("size", [0, 1, 388, 390, 5000])
def test_another_size_is_malformed(signer, size):
    assert issue(signer, b"\x00" * size) == "malformed"


def codes(setting):
    with pytest.raises(Refused) as refused:
        building.check(setting)
    return [issue.code for issue in refused.value.issues]


def test_a_store_serves_one_campaign_and_one_role(world, store, tmp_path):
    building.check(world.setting(store))
    building.check(world.setting(store))  # again is the same
    assert codes(world.setting(store, role=2)) == ["store_of_another_campaign"]
    other = make_world(tmp_path / "other", people=7)
    assert codes(other.setting(store)) == ["store_of_another_campaign"]


def test_what_does_not_belong_together_does_not_start(world):
    store = world.store()
    swapped = building.Setting(world.folder(2), world.campaign, store, 1)
    assert codes(swapped) == ["role_differs"]
    public = read_public(world.folder(1))
    for other in (replace(public, identity=public.moduli[0][:32]), replace(public, moduli=public.moduli[::-1])):
        (world.folder(1) / "public.json").write_bytes(other.encode())
        assert codes(world.setting(store)) == ["keys_not_in_campaign"]
    (world.campaign / "cells.jsonl").write_bytes(b"")
    assert codes(world.setting(store)) == ["unreadable_campaign"]


def test_an_unsigned_manifest_does_not_start(world):
    path = world.campaign / "manifest.sigs"
    good = path.read_bytes()
    path.write_bytes(good[:64] + bytes(64) + good[128:])
    assert codes(world.setting(world.store())) == ["manifest_unsigned"]
    path.write_bytes(good[:-1])
    assert codes(world.setting(world.store("second"))) == ["unreadable_campaign"]
