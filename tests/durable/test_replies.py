"""Problems of one length, whatever they say."""

import json

import pytest

from pingyi.durable.replies import PROBLEM_SIZE, STATUSES, Problem, octets, status_line, text

# protocol.md 11.11
WRITTEN = """400 malformed wrong_campaign wrong_cell bad_signature bad_token; 403 unknown_key; 409 used token_spent;
410 closed; 425 not_open; 426 old_bundle; 503 busy"""


def test_codes_and_statuses_are_those_of_the_protocol():
    groups = [group.split() for group in WRITTEN.split(";")]
    assert {code: int(group[0]) for group in groups for code in group[1:]} == STATUSES


@pytest.mark.parametrize("code", STATUSES)
def test_every_problem_has_one_length(code):
    reply = Problem(code).reply()
    assert (len(reply.body), reply.content_type) == (PROBLEM_SIZE, "application/problem+json")
    assert json.loads(reply.body) == {"code": code, "status": STATUSES[code]}
    assert dict(reply.headers())["Content-Length"] == "256"


def test_used_has_room_for_hash_and_signature():
    reply = Problem("used", h_blinded="f" * 64, sig="e" * 128).reply()
    assert len(reply.body) == PROBLEM_SIZE
    assert json.loads(reply.body) == {"code": "used", "status": 409, "h_blinded": "f" * 64, "sig": "e" * 128}


def test_what_does_not_fit_is_our_fault_and_never_cut():
    with pytest.raises(ValueError, match="does not fit"):
        Problem("used", more="x" * 300).reply()


def test_replies_keep_private():
    for reply in (octets(b"\x00" * 256), text("ok\n"), Problem("busy").reply()):
        headers = dict(reply.headers())
        assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
        assert headers["Access-Control-Allow-Origin"] == "*" and "Set-Cookie" not in headers


def test_status_lines_are_those_of_http():
    assert [status_line(code) for code in (200, 410, 425)] == ["200 OK", "410 Gone", "425 Too Early"]
