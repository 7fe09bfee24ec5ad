"""The grade: every line of protocol 11.9, and a second computation of it that shares nothing but the text."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.primitives.errors import Malformed
from pingyi.protocol.bodies import Body, Policy
from pingyi.protocol.grade import REASONS, grade
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from tests.protocol.samples import manifest, raw, vectors

FOUND = manifest()
KEYS = {party.name: FOUND.parties[party].key for party in Party}
WITNESSES = [one.key for one in FOUND.witnesses]


@pytest.mark.parametrize("case", vectors()["grades"], ids=lambda case: case["what"])
def test_the_known_answers(case):
    cosigners = [raw(key) for key in case["cosigners"]]
    found = grade(Manifest.parse(raw(case["manifest"])), bodies=None, cosigners=cosigners, channels=case["channels"])
    assert (found.letter, list(found.reasons)) == (case["letter"], case["reasons"])


def by_the_text(found, bodies, cosigners, channels):
    """11.9 written down a second time, sentence by sentence."""

    def out(key=None, host=None):
        for body in bodies:
            if key in body.keys or host in body.hosts:
                return body.controller if body.controller != found.rated else None
        return None

    m, s, r, t1, t2 = (out(KEYS[party]) for party in ("M", "S", "R", "T1", "T2"))
    w = len({out(key) for key in cosigners} - {None})
    listed = any(body.controller == found.rated for body in bodies)
    if found.demonstration or not listed or w == 0 or found.quorum == 0 or (not t1 and not t2):
        return "D"
    if found.kind == "internal" or not (t1 and t2 and t1 != t2) or not out(host=found.page.host) or not (s or r):
        return "C"
    if m and s and r and s != r and s != t2 and w >= 2 and found.quorum >= 2 and set(channels) <= {"letter"}:
        return "A"
    return "B"


HOLDERS = ("M", "S", "R", "T1", "T2", "w1", "w2", "w3", "page")
controllers = st.sampled_from(["police", "one", "two", "three", "four"])


@given(
    st.fixed_dictionaries({name: st.none() | controllers for name in HOLDERS}),
    st.integers(0, 3),
    st.sampled_from(["external", "external", "external", "internal"]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from(["police", "police", "police", "nobody"]),
    st.sets(st.sampled_from(["letter", "sms"])),
    st.sets(st.integers(0, 2)),
)
def test_any_distribution_of_keys(held, quorum, kind, demonstration, rated, channels, chosen):
    keys = {**KEYS, **{f"w{place + 1}": key for place, key in enumerate(WITNESSES)}}
    bodies = [Body("the agency", "police", (KEYS["B"],), ())]
    bodies += [Body(name, who, (keys[name],), ()) for name, who in held.items() if who and name != "page"]
    bodies += [Body("page", held["page"], (), (FOUND.page.host,))] if held["page"] else []
    changed = replace(FOUND, quorum=quorum, kind=kind, demonstration=demonstration, rated=rated)
    cosigners = [WITNESSES[place] for place in chosen]
    result = grade(changed, bodies=bodies, cosigners=cosigners, channels=channels)
    assert result.letter == by_the_text(changed, bodies, cosigners, channels) and not result.claimed
    assert result.reasons and all(text.zh and text.en for text in result.texts())


def test_without_a_pinned_list_the_grade_is_claimed():
    assert str(grade(FOUND, bodies=None, cosigners=WITNESSES, channels=["letter"])) == "claimed A"
    assert str(grade(FOUND, bodies=FOUND.bodies, cosigners=WITNESSES, channels=["letter"])) == "A"
    assert str(grade(FOUND, bodies=(), cosigners=WITNESSES, channels=["letter"])) == "D"


def test_witnesses_of_one_controller_are_one():
    bodies = tuple(replace(b, controller="one") if b.name.startswith("witness") else b for b in FOUND.bodies)
    found = grade(FOUND, bodies=bodies, cosigners=WITNESSES, channels=["letter"])
    assert (found.letter, found.reasons) == ("B", ("one_witness",))


def test_all_reasons_of_a_letter_are_told():
    changed = replace(FOUND, demonstration=True, quorum=0)
    found = grade(changed, bodies=None, cosigners=[], channels=[])
    assert found.reasons == ("demonstration", "no_witness", "no_quorum")
    assert len(REASONS) == 15


def policy(*bodies):
    return json.dumps({"bodies": list(bodies)}, indent=2).encode()


def body(name="a", controller="b", keys=(), hosts=()):
    return {"name": name, "controller": controller, "keys": list(keys), "hosts": list(hosts)}


def test_a_policy_is_read_as_people_write_it():
    content = policy(body("院", "法院", ["ab" * 32], ["x.example"]), body("b"))
    assert Policy.parse(content).bodies[0] == Body("院", "法院", (b"\xab" * 32,), ("x.example",))
    assert Policy.parse(b"\xef\xbb\xbf" + content + b"\n\n") == Policy.parse(content)  # as editors on Windows save it


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{", b'{"bodies": 1}', b'{"bodies": [], "more": 1}', b'{"bodies": [], "bodies": []}', b"\xff"),
        *(
            b"[" * 10_000,
            policy({"name": "a"}),
            policy(body() | {"x": 1}),
            policy(body(keys=["ab"])),
            policy(body(name=1)),
        ),
        policy(body(keys=["ab" * 32]), body(keys=["ab" * 32])),
        policy(body(hosts=["x"]), body(hosts=["x"])),
        policy(body(controller=None)),
    ],
)
def test_a_policy_that_is_none_is_refused(content):
    with pytest.raises(Malformed):
        Policy.parse(content)
