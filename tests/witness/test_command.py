"""The commands, as the body that runs a witness would use them, over a real connection."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from pingyi.ledger import notes, witnessing
from tests.witness.logs import LOG_KEY, Log

PINGYI = [sys.executable, "-c", "from pingyi.cli import main; main()"]
HONEST, LYING = Log(), Log(story=b" changed", shared=5)
ENGLISH = os.environ | {"PINGYI_LANGUAGE": "en"}


def pingyi(*arguments):
    """Run a command to its end."""
    return subprocess.run([*PINGYI, *arguments], capture_output=True, text=True, env=ENGLISH, check=False)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def serving(folder):
    """A witness in a process of its own; yields its port."""
    port = free_port()
    command = [*PINGYI, "witness", "serve", "--folder", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the witness does not listen")


def ask(port, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", "/add-checkpoint", body)
    answer = connection.getresponse()
    try:
        return answer.status, answer.getheader("Content-Type"), answer.read()
    finally:
        connection.close()


def test_keygen_serve_stop_serve_again_and_show(tmp_path):
    folder = tmp_path / "witness"
    made = pingyi("witness", "keygen", "--name", "witness.example/w1", "--folder", str(folder))
    key = notes.VerifierKey.parse(made.stdout.strip())
    with (folder / "logs.txt").open("a") as logs:
        logs.write(f"{LOG_KEY.encode()}\n")
    with serving(folder) as port:
        status, _, body = ask(port, HONEST.request(0, 8))
        assert status == 200 and witnessing.parse_cosignatures(body, HONEST.text(8), key).name == key.name
        assert ask(port, LYING.request(8, 8)) == (409, "text/x.tlog.size", b"8\n")
    with serving(folder) as port:
        assert ask(port, HONEST.request(0, 20)) == (409, "text/x.tlog.size", b"8\n")
        assert ask(port, HONEST.request(8, 20))[0] == 200
        shown = pingyi("witness", "show", "--folder", str(folder)).stdout
    assert shown.startswith(f"{LOG_KEY.name}\t20\t{HONEST.tree.root().hex()}\n")
    assert "contradicts itself" in shown and LYING.signed(8).decode() in shown


def test_a_second_keygen_changes_nothing(tmp_path):
    first = pingyi("witness", "keygen", "--name", "w.example", "--folder", str(tmp_path))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    second = pingyi("witness", "keygen", "--name", "w.example", "--folder", str(tmp_path))
    assert first.returncode == 0 and second.returncode == 1 and second.stdout == ""
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_key_whose_store_was_lost_gets_no_empty_one(tmp_path):
    pingyi("witness", "keygen", "--name", "w.example", "--folder", str(tmp_path))
    (tmp_path / "witness.sqlite3").unlink()
    again = pingyi("witness", "keygen", "--name", "w.example", "--folder", str(tmp_path))
    assert again.returncode == 1 and "never replaced" in again.stderr
    serving = pingyi("witness", "serve", "--folder", str(tmp_path))
    assert serving.returncode == 1 and not (tmp_path / "witness.sqlite3").exists()


def test_what_is_refused_is_a_sentence(tmp_path):
    refused = pingyi("witness", "keygen", "--name", "two words", "--folder", str(tmp_path / "x"))
    assert refused.returncode == 1 and "Use a name like" in refused.stderr and not (tmp_path / "x").exists()
    missing = pingyi("witness", "serve", "--folder", str(tmp_path / "none"))
    assert missing.returncode == 1 and "Traceback" not in missing.stderr


def test_a_witness_starts_without_django():
    code = "import sys, pingyi.witness.service, pingyi.cli.ballots.witness; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, check=False).returncode == 0
