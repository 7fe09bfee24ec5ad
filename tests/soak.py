"""The long versions: every test marked soak, and all database tests on Debian's older PostgreSQL.

Writes what was seen to docs/soak.md.
"""

import datetime as dt
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "soak.md"
OLDER = "15"  # the oldest PostgreSQL we support, as Debian 12 ships it
ON_OLDER = (
    'PINGYI_DATABASE="postgresql://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres"'
    f' {sys.executable} -m pytest -n 2 --dist loadfile -m "not browser and not soak" tests'
)
RUNS = {
    "long versions, SQLite": [sys.executable, "-m", "pytest", "-m", "soak", "-rA"],
    f"database tests, PostgreSQL {OLDER} of Debian": ["pg_virtualenv", "-v", OLDER, "sh", "-c", ON_OLDER],
}


def main() -> int:
    """Run, write the table, return 0 when all passed."""
    rows, worst = [], 0
    for name, command in RUNS.items():
        if shutil.which(command[0]) is None:
            rows.append((name, "not run: this machine has none", ""))
            continue
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(done.stdout, done.stderr)
        rows += seen(name, done.stdout)
        worst = max(worst, done.returncode)
    REPORT.write_text(report(rows), encoding="utf-8")
    return worst


def seen(name: str, said: str) -> list[tuple[str, str, str]]:
    """Return what a run said about itself: figures its tests printed, and pytest's last line."""
    figures = [line.removeprefix("soak: ").rsplit(": ", 1) for line in said.splitlines() if line.startswith("soak: ")]
    ends = re.findall(r"^(?:=+ )?(\d+ (?:passed|failed).*?)(?: in .*)?$", said, re.M)
    return [(name, what, value) for what, value in figures] + [(name, "tests", end) for end in ends[-1:]]


def report(rows: list[tuple[str, str, str]]) -> str:
    """Return the page."""
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    when = f"last run {dt.date.today()}, {machine}. Written by `make soak`."
    head = f"# Soak\n\nThe long versions of the tests, {when}\n\n"
    table = "\n".join(f"| {run} | {what} | {result} |" for run, what, result in rows)
    return f"{head}| run | what | result |\n| --- | --- | --- |\n{table}\n"


if __name__ == "__main__":
    sys.exit(main())
