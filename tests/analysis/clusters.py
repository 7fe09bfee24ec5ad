"""A Spark cluster of its own for a test: a standalone master and two workers of one core each, on loopback."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pyspark

HOME = Path(pyspark.__file__).parent
SURROUNDINGS = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(HOME), "SPARK_SCALA_VERSION": "2.13"}
OPENED = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.lang", "java.nio", "sun.nio.ch")]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """Start master and workers, wait until all have joined, give the address of the master; stop them afterwards."""
    port, page = _free(), _free()
    address = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)]
    worker = ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", address]
    running = [_start(folder / "master", master)]
    try:
        running += [
            _start(folder / f"worker{n}", [*worker, "--work-dir", str(folder / f"w{n}")]) for n in range(workers)
        ]
        _wait_for(page, workers)
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


def _start(said: Path, words: list[str]) -> subprocess.Popen[bytes]:
    command = [
        "java",
        "-Xmx256m",
        *OPENED,
        "-cp",
        str(HOME / "jars" / "*"),
        f"org.apache.spark.deploy.{words[0]}",
        *words[1:],
    ]
    with said.open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | SURROUNDINGS, cwd=said.parent)


def _wait_for(page: int, workers: int) -> None:
    for _ in range(240):
        with suppress(OSError), urlopen(f"http://127.0.0.1:{page}/json/") as answer:
            if answer.read().count(b'"ALIVE"') > workers:  # the master says it of itself as well
                return
        time.sleep(0.25)
    raise AssertionError("the workers did not join")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
