"""The manifest: one form, exact ranges, good keys, signatures, and the name that people compare."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.ledger.notes import ED25519, VerifierKey
from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest, Signatures, camp, fingerprint, is_expected, sign
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from tests.protocol import samples
from tests.protocol.samples import changed, manifest_bytes, refusals, seed

GOOD = manifest_bytes()


def test_parse_and_encode_are_inverse():
    found = Manifest.parse(GOOD)
    assert found.encode() == GOOD and found.questions == 3
    assert found.parties[Party.T2].hpke and found.parties[Party.M].hpke is None


@pytest.mark.parametrize("key", sorted(canonical.decode(GOOD)))
def test_every_key_must_be_there_and_no_other(key):
    for content in (changed(GOOD, key), changed(GOOD, f"{key}2", to=""), changed(GOOD, key, to={"x": True})):
        with pytest.raises(Malformed):
            Manifest.parse(content)


@pytest.mark.parametrize("case", refusals("manifest"), ids=str)
def test_what_is_out_of_range_is_refused(case):
    with pytest.raises(Malformed):
        Manifest.parse(changed(GOOD, *case["path"], to=case["value"]))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["opens"], "2024-02-29T23:59:59Z"),
        (["options"], [255] * 96),
        (["quorum"], 0),
        (["witnesses"], []),
        (["bodies"], []),
        (["relays"], []),
        (["cells"], 2**32 - 1),
        (["id"], "-" * 64),
    ],
)
def test_what_is_at_the_edge_is_read(path, value):
    content = GOOD if path != ["witnesses"] else changed(GOOD, "quorum", to=0)
    assert Manifest.parse(changed(content, *path, to=value))


@pytest.mark.parametrize("one", ["S", "B", "T2"])
def test_identity_log_and_witness_keys_are_all_different(one):
    found = Manifest.parse(GOOD)
    key = found.parties[Party[one]].key
    for clash in (
        replace(found, log=VerifierKey(found.log.name, ED25519, key)),
        replace(found, witnesses=(replace(found.witnesses[0], key=key), *found.witnesses[1:])),
        replace(found, parties=found.parties | {Party.M: replace(found.parties[Party.M], key=key)}),
        replace(found, witnesses=(*found.witnesses, replace(found.witnesses[0], name="other"))),
    ):
        with pytest.raises(Malformed, match="distinct"):
            clash.encode()


def test_what_could_not_be_read_is_not_written():
    with pytest.raises(Malformed):
        replace(Manifest.parse(GOOD), options=()).encode()
    with pytest.raises(Malformed):
        replace(Manifest.parse(GOOD), relays=["relay.pingyi.example"]).encode()  # a list is not what parse returns


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_another_campaign(place, flip):
    content = bytearray(GOOD)
    content[place] ^= flip
    with suppress(Malformed):
        assert Manifest.parse(bytes(content)) != Manifest.parse(GOOD)
    assert camp(bytes(content)) != camp(GOOD)


@given(st.binary(max_size=200))
def test_noise_is_malformed(content):
    with pytest.raises(Malformed):
        Manifest.parse(content)


def test_five_sign_and_each_is_missed():
    found, name = Manifest.parse(GOOD), camp(GOOD)
    good = {party: sign(seed(party.name), name) for party in SIGNERS_OF_MANIFEST}
    assert Signatures.of(good).wrong(found, name) == ()
    for party in SIGNERS_OF_MANIFEST:
        assert Signatures.of(good | {party: sign(seed("B"), name)}).wrong(found, name) == (party,)
    assert len(Signatures.of(good).wrong(found, bytes(32))) == 5
    assert Signatures.parse(Signatures.of(good).encode()) == Signatures.of(good)


@pytest.mark.parametrize("size", [0, 319, 321, 384])
def test_signatures_are_320_bytes(size):
    with pytest.raises(Malformed):
        Signatures.parse(bytes(size))


def test_a_campaign_is_expected_by_hash_or_by_its_fingerprint_as_typed():
    name = samples.camp()
    mark = fingerprint(name)
    for text in (name.hex(), name.hex().upper(), mark, mark.lower(), "-".join((mark[:9], mark[9:18], mark[18:]))):
        assert is_expected(name, text) and not is_expected(bytes(32), text)


@pytest.mark.parametrize("text", ["", "ab", "g" * 64, "U" * 26, "0" * 27, "٠" * 26, "ſ" * 26])
def test_what_names_no_campaign_is_said_so(text):
    with pytest.raises(Malformed):
        is_expected(samples.camp(), text)
