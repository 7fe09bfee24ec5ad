"""Result and unit pages under a steady load, with the demonstration data: latency and size over the wire.

Starts the site as `pingyi serve` does, asks at a fixed rate (open loop: a late answer does not slow the asking), and
counts what a browser would fetch for one unit page, compressed. Needs a prepared PINGYI_VAR (`pingyi demo`).
"""

import argparse
import gzip
import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
HEADERS = {"Accept-Encoding": "gzip", "Host": "localhost"}


def addresses() -> dict[str, list[str]]:
    """Return the addresses to ask for, by kind of page."""
    import django

    django.setup()
    from pingyi.results.models import UnitResult

    rows = UnitResult.objects.filter(result_set__published_at__isnull=False)
    units = [f"/units/{row.unit.code}/" for row in rows.select_related("unit")]
    return {"unit page": units, "results page": ["/results/"]}


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def start(port: int) -> subprocess.Popen[bytes]:
    """Start the site and wait until it answers."""
    command = [str(Path(sys.executable).with_name("pingyi")), "serve", "--port", str(port)]
    site = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            fetch(port, "/")
            return site
        except OSError:
            time.sleep(0.1)
    site.terminate()
    raise SystemExit("the site did not start")


def fetch(port: int, address: str) -> bytes:
    """Return the body as it comes over the wire."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers=HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return body


def load(port: int, choices: list[str], rate: float, seconds: float) -> list[float]:
    """Ask `rate` times a second for `seconds`; return the latencies in milliseconds, measured from the due moment."""
    chance, waiting, latencies = random.Random(7), SimpleQueue[float | None](), []

    def ask() -> None:
        while (due := waiting.get()) is not None:
            fetch(port, chance.choice(choices))
            latencies.append((time.perf_counter() - due) * 1000)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    begin = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = begin + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        waiting.put(due)
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    return sorted(latencies)


def page_weight(port: int, address: str) -> float:
    """Return the kilobytes over the wire of a page and everything it fetches from us."""
    body = fetch(port, address)
    html = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    return (len(body) + sum(len(fetch(port, part)) for part in parts)) / 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    port = free_port()
    pages = addresses()
    site, figures = start(port), []
    try:
        for name, choices in pages.items():
            load(port, choices, args.rate, 2)  # the first requests fill caches and compile templates
            latencies = load(port, choices, args.rate, args.seconds)
            for share in (0.5, 0.95, 0.99):
                value = latencies[int(share * len(latencies))]
                target = 50.0 if share == 0.95 else None
                figures.append(
                    {"name": f"{name} p{share:.0%}", "value": round(value, 1), "unit": "ms", "target": target}
                )
        weights = [page_weight(port, address) for address in random.Random(7).sample(pages["unit page"], 20)]
        figures.append(
            {"name": "unit page, heaviest of 20", "value": round(max(weights), 1), "unit": "kB", "target": 60.0}
        )
    finally:
        site.terminate()
        site.wait()
    for figure in figures:
        figure["ok"] = figure["target"] is None or figure["value"] <= figure["target"]
    print(json.dumps({"figures": figures}) if args.json else table(figures))


def table(figures: list[dict[str, object]]) -> str:
    """Return the figures for a person."""
    return "\n".join(f"{f['name']:<28}{f['value']:>8} {f['unit']:<4} target {f['target'] or '-'}" for f in figures)


if __name__ == "__main__":
    main()
