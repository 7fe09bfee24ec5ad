"""What commands ask of other parties: addresses, answers of exact size, files of a folder or a URL."""

import functools
import http.server
import json
import threading
from contextlib import contextmanager

import pytest

from pingyi.durable.asking import base_of, fetcher, post
from pingyi.wording import Refused
from tests.durable.web import free_port


@contextmanager
def serving(handler):
    """A small server on this machine; yields its URL."""
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def answering(status, content):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    return Handler


def code(call, *args, **more):
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    assert refused.value.say("zh") and refused.value.say("en")
    return refused.value.issues[0].code, refused.value.say("en")


def test_parties_are_at_their_names_unless_told_otherwise(tmp_path):
    file = tmp_path / "addresses.json"
    file.write_text(json.dumps({"b.example": "http://localhost:8011/"}))
    assert base_of("b.example", file) == "http://localhost:8011"
    assert base_of("s.example", file) == base_of("s.example") == "https://s.example"
    for content in ("[]", "{", ""):
        file.write_text(content)
        assert code(base_of, "b.example", file)[0] == "unreadable_addresses"
    assert code(base_of, "b.example", tmp_path / "none")[0] == "unreadable_addresses"


def test_an_answer_has_its_size():
    with serving(answering(200, b"x" * 104)) as url:
        assert post(url, "/v1/append", b"entry", size=104) == b"x" * 104
        assert code(post, url, "/v1/append", b"entry", size=103)[0] == "service_refused"
        assert code(post, url, "/v1/append", b"entry", size=105)[0] == "service_refused"


@pytest.mark.parametrize(
    ("content", "told"), [(b'{"code":"closed"}   ', "closed"), (b"<html>", "?"), (b"[]", "?"), (b"\xff", "?")]
)
def test_a_refusal_is_told_with_its_code(content, told):
    with serving(answering(410, content)) as url:
        assert f"({told})" in code(post, url, "/v1/append", b"entry", size=104)[1]


def test_nobody_there_is_told():
    assert code(post, f"http://127.0.0.1:{free_port()}", "/v1/append", b"", size=1)[0] == "service_unreachable"


def test_files_come_from_a_folder_or_a_url(tmp_path):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    (tmp_path / "tile").mkdir()
    (tmp_path / "tile" / "a b").write_bytes(b"content")
    with serving(functools.partial(Quiet, directory=str(tmp_path))) as url:
        for fetch in (fetcher(str(tmp_path)), fetcher(url), fetcher(url + "/")):
            assert fetch("tile/a b") == b"content"
            with pytest.raises(FileNotFoundError):
                fetch("tile/none")
    with pytest.raises(OSError, match="refused"):
        fetcher(f"http://127.0.0.1:{free_port()}")("tile/none")
