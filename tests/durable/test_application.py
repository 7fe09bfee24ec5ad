"""The WSGI toolkit, called as a server calls it: exact routes and sizes, nothing said that need not be."""

import io
import json

import pytest

from pingyi.durable.application import Application, Route
from pingyi.durable.limits import AddressLimit
from pingyi.durable.replies import Problem, octets, text
from pingyi.durable.stores import Busy


def failing(request):
    raise KeyError("a secret of a resident")


def busy(request):
    raise Busy


def problem(request):
    raise Problem("unknown_key")


def picky(first, size):
    if first != b"good" or size == 9:
        raise Problem("bad_signature")


ROUTES = (
    Route("POST", "/v1/exact", lambda request: octets(request.body[::-1]), smallest=4, largest=4),
    Route("POST", "/v1/upto", lambda request: octets(request.body), smallest=1, largest=10),
    Route("GET", "/log/", lambda request: text(request.path + request.query), limited=False),
    Route("POST", "/v1/first", lambda request: octets(request.body), largest=10, first=4, admit=picky),
    Route("POST", "/v1/fails", failing, largest=100),
    Route("POST", "/v1/busy", busy),
    Route("POST", "/v1/problem", problem),
)


def ask(method, path, body=b"", *, application=None, **environ):
    """Call the application; return status, headers, body."""
    said = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "REMOTE_ADDR": "127.0.0.1",
        **environ,
    }
    chunks = (application or Application(ROUTES, healthy=lambda: True))(environ, lambda *args: said.append(args))
    (status, headers), *more = said
    assert not more
    return int(status[:3]), dict(headers), b"".join(chunks)


def code(reply):
    status, headers, body = reply
    assert headers["Content-Type"] == "application/problem+json" and len(body) == 256
    assert json.loads(body)["status"] == status
    return status, json.loads(body)["code"]


def test_an_exact_request_is_answered():
    status, headers, body = ask("POST", "/v1/exact", b"abcd")
    assert (status, body) == (200, b"dcba")
    assert headers["Content-Type"] == "application/octet-stream" and headers["Content-Length"] == "4"


@pytest.mark.parametrize("body", [b"", b"abc", b"abcde", b"a" * 100_000])
def test_another_size_is_malformed(body):
    assert code(ask("POST", "/v1/exact", body)) == (400, "malformed")


@pytest.mark.parametrize("announced", ["-1", "4.0", " 4", "4 ", "٤", "+4", "0x4", "4" * 20, "four", "4\n"])
def test_a_length_that_is_no_number_is_malformed(announced):
    assert code(ask("POST", "/v1/exact", b"abcd", CONTENT_LENGTH=announced)) == (400, "malformed")


def test_a_body_without_length_or_shorter_than_it_is_malformed():
    assert code(ask("POST", "/v1/exact", b"abcd", CONTENT_LENGTH="")) == (400, "malformed")
    assert code(ask("POST", "/v1/exact", b"abcd", HTTP_TRANSFER_ENCODING="chunked")) == (400, "malformed")
    assert code(ask("POST", "/v1/exact", b"abc", CONTENT_LENGTH="4")) == (400, "malformed")


def test_a_body_of_a_wrong_size_is_not_read():
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    reply = ask("POST", "/v1/exact", CONTENT_LENGTH="999999999", **{"wsgi.input": Unread()})
    assert code(reply) == (400, "malformed")


@pytest.mark.parametrize("path", ["/", "/v1/exact/", "/v1/EXACT", "/v1", "//v1/exact", "/log", "/v1/exact\x00", ""])
def test_other_paths_are_not_there(path):
    assert code(ask("POST", path, b"abcd")) == (404, "malformed")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "BREW", "post"])
def test_other_methods_are_refused(method):
    reply = ask(method, "/v1/exact", b"abcd")
    assert code(reply) == (405, "malformed")
    assert reply[1]["Allow"] == "POST, OPTIONS"


def test_a_path_that_ends_with_a_slash_takes_what_is_below():
    assert ask("GET", "/log/tile/0/000", QUERY_STRING="?a")[2] == b"/log/tile/0/000?a"
    status, headers, body = ask("HEAD", "/log/checkpoint")
    assert (status, body, headers["Content-Length"]) == (200, b"", str(len("/log/checkpoint")))


def test_another_origin_may_ask():
    status, headers, body = ask("OPTIONS", "/v1/exact")
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Methods"] == "POST"
    assert headers["Access-Control-Allow-Headers"] == "content-type"


def test_problems_and_outages_have_their_codes():
    assert code(ask("POST", "/v1/problem")) == (403, "unknown_key")
    assert code(ask("POST", "/v1/busy")) == (503, "busy")


def test_our_faults_are_written_down_without_content(capsys):
    assert code(ask("POST", "/v1/fails", b"body of a resident")) == (503, "busy")
    told = capsys.readouterr()
    assert "KeyError" in told.err and "in failing" in told.err
    assert "a secret" not in told.err.replace('KeyError("a secret of a resident")', "") and "body of" not in told.err
    assert told.out == ""


class Counted(io.BytesIO):
    """A body that counts what was read of it."""

    taken = 0

    def read(self, size=-1):
        self.taken += size
        return super().read(size)


@pytest.mark.parametrize(("body", "taken"), [(b"good mood", 4), (b"bad words", 4), (b"good word!", 10), (b"evil", 4)])
def test_a_long_body_is_read_once_its_beginning_was_admitted(body, taken):
    content = Counted(body)
    reply = ask("POST", "/v1/first", body, **{"wsgi.input": content})
    assert content.taken == taken
    if len(body) == taken:
        assert reply[::2] == (200, body)
    else:
        assert code(reply) == (400, "bad_signature")


def test_health_says_one_word():
    assert ask("GET", "/v1/health")[::2] == (200, b"ok\n")
    ill = Application(ROUTES, healthy=lambda: False)
    assert code(ask("GET", "/v1/health", application=ill)) == (503, "busy")


def test_limits_answer_busy_and_spare_what_is_not_limited():
    application = Application(ROUTES, healthy=lambda: True, limit=AddressLimit(2, now=lambda: 0.0), proxies=1)
    asked = [
        ask("POST", "/v1/exact", b"abcd", application=application, HTTP_X_FORWARDED_FOR="198.51.100.7")[0]
        for _ in range(3)
    ]
    assert asked == [200, 200, 503]
    other = ask("POST", "/v1/exact", b"abcd", application=application, HTTP_X_FORWARDED_FOR="198.51.100.8")
    assert other[0] == 200
    for _ in range(5):
        assert ask("GET", "/log/x", application=application)[0] == 200
        assert ask("GET", "/v1/health", application=application)[0] == 200


def test_nothing_is_written_while_all_is_well(capfd):
    for route in ("/v1/exact", "/v1/problem", "/nowhere"):
        ask("POST", route, b"abcd")
    assert capfd.readouterr() == ("", "")
