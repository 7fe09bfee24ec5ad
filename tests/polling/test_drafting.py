"""The draft that the bodies sign, put together from what they made public."""

from dataclasses import replace

import pytest

from pingyi.polling.actions import fix_manifest, prepare
from pingyi.polling.drafting import Agreed, PublicFiles, draft_manifest
from pingyi.polling.keepers import claimed_grade, keepers
from pingyi.primitives import canonical, ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import manifest as manifests
from pingyi.protocol.manifest import Manifest, Signatures
from pingyi.protocol.parties import ROLES, SIGNERS_OF_MANIFEST, TRUSTEES, Party
from pingyi.rollkeeper.making import RollMade
from pingyi.signer.keys import PublicKeys
from pingyi.wording import Refused
from tests.ballots.founding import PAGE_HOST, RATED, hpke_key, policy
from tests.ballots.keys import rsa_key, seed
from tests.polling import land

PAGE = b"<!doctype html>"


def public(name):
    return ed25519.public_key(seed(name))


def signer(party, cells=6):
    moduli = tuple(rsa_key(cell, int(party)).public.modulus for cell in range(cells))
    return PublicKeys(int(party), public(party.name), moduli).encode()


def trustee(party):
    identity, hpke = public(party.name).hex(), hpke_key(party).public.hex()
    return canonical.encode({"format": "pingyi/v1/trustee-keys", "identity": identity, "hpke": hpke})


def files_of(made):
    roll = made.manifest.roll
    listed = RollMade(made.plan.id, roll.count, roll.root, roll.map_root, made.manifest.cells, made.manifest.cells_root)
    return PublicFiles(
        roll=listed.encode(),
        cells=made.files["cells.jsonl"],
        ballot_signer=signer(ROLES[0]),
        entry_signer=signer(ROLES[1]),
        outer_trustee=trustee(TRUSTEES[0]),
        inner_trustee=trustee(TRUSTEES[1]),
        page=PAGE,
        bodies=policy(),
    )


def agreed_of(made):
    found = made.manifest
    return Agreed(
        hosts={party: identity.name for party, identity in found.parties.items()},
        roll_keeper_key=public("M").hex(),
        box_key=public("B").hex(),
        log=found.log.encode(),
        witnesses=tuple(witness.encode() for witness in found.witnesses),
        quorum=2,
        page_host=PAGE_HOST,
        relays=found.relays,
        batch_max=found.batch_max,
        batch_source=found.batch_source,
        beacon=found.beacon,
    )


@pytest.fixture
def ready(campaign, counted, tmp_path):
    """The appraisal with its cells, and everything that the bodies handed in."""
    return land.prepared(campaign, counted, tmp_path), files_of(counted), agreed_of(counted)


def test_the_draft_says_what_everybody_said(ready, counted):
    content = draft_manifest(*ready)
    expected = replace(counted.manifest, page=replace(counted.manifest.page, bundle=sha256(PAGE)))
    assert Manifest.parse(content) == expected


def test_once_signed_by_five_it_can_be_taken_in(ready, counted):
    appraisal, *_ = ready
    content = draft_manifest(*ready)
    camp = manifests.camp(content)
    signed = {party: manifests.sign(seed(party.name), camp) for party in SIGNERS_OF_MANIFEST}
    fixed = fix_manifest(appraisal, content, Signatures.of(signed).encode(), cells=counted.files["cells.jsonl"])
    assert fixed.camp == camp.hex()
    with pytest.raises(Refused):
        draft_manifest(fixed, *ready[1:])


def refused(appraisal, files, agreed):
    with pytest.raises(Refused) as refusal:
        draft_manifest(appraisal, files, agreed)
    return {issue.field for issue in refusal.value.issues}


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("roll", b"{}"),
        ("cells", b"{}\n"),
        ("ballot_signer", signer(Party.R)),
        ("entry_signer", signer(Party.S)),
        ("ballot_signer", signer(Party.S, cells=5)),
        ("outer_trustee", b"x"),
        ("inner_trustee", signer(Party.S)),
        ("bodies", b"[]"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(ready, field, content):
    appraisal, files, agreed = ready
    assert refused(appraisal, replace(files, **{field: content}), agreed) == {field}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("roll_keeper_key", "ab"),
        ("box_key", "x" * 64),
        ("log", "box"),
        ("witnesses", ("w",)),
        ("log", None),
        ("witnesses", None),
    ],
)
def test_a_key_that_is_none_is_named(ready, field, value):
    appraisal, files, agreed = ready
    swapped = {"log": agreed.witnesses[0], "witnesses": (agreed.log,)}[field] if value is None else value
    assert refused(appraisal, files, replace(agreed, **{field: swapped})) == {field}


def test_a_roll_for_another_campaign_is_refused(campaign, counted, tmp_path):
    appraisal = prepare(campaign, "other-2026", RATED)
    land.plan_cells(appraisal, land.draft_of(counted, tmp_path))
    assert refused(appraisal, files_of(counted), agreed_of(counted)) == {"roll"}


def test_cells_of_another_roll_are_refused(ready, counted):
    appraisal, files, agreed = ready
    fewer = b"".join(files.cells.splitlines(keepends=True)[:5])
    assert refused(appraisal, replace(files, cells=fewer), agreed) == {"cells"}


def test_cells_other_than_planned_are_refused(ready, counted, tmp_path):
    _, files, agreed = ready
    appraisal = ready[0]
    land.plan_cells(appraisal, land.draft_of(counted, tmp_path, k=50))
    assert refused(appraisal, files, agreed) == {"cells"}


@pytest.mark.parametrize("change", [{"quorum": 3}, {"page_host": "A B"}, {"box_key": public("M").hex()}])
def test_what_makes_no_manifest_is_refused(ready, change):
    appraisal, files, agreed = ready
    assert refused(appraisal, files, replace(agreed, **change)) == {None}


def test_without_cells_there_is_no_draft(campaign, counted):
    appraisal = prepare(campaign, "yunling-2026", RATED)
    assert refused(appraisal, files_of(counted), agreed_of(counted)) == {None}


def test_everybody_who_holds_a_key_is_told_with_the_body_behind(counted):
    found = keepers(counted.manifest)
    assert len(found) == 6 + 2 + 1
    box = next(one for one in found if "收票" in one.duty.zh)
    assert (box.name, box.controller, box.outside) == ("body B", RATED, False)
    assert sum(one.outside for one in found) == 8
    nobody = keepers(replace(counted.manifest, bodies=()))
    assert {one.controller for one in nobody} == {""} and nobody[0].name == "m.example"


def test_the_claimed_grade_falls_with_text_messages(counted):
    assert str(claimed_grade(counted.manifest, {"letter"})) == "claimed A"
    assert str(claimed_grade(counted.manifest, {"letter", "sms"})) == "claimed B"
