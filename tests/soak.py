"""The long versions: runs every test marked soak on both databases and writes what was seen to docs/soak.md."""

import datetime as dt
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "soak.md"
RUNS = {
    "SQLite": [sys.executable, "-m", "pytest", "-m", "soak", "-rA"],
    "PostgreSQL": [sys.executable, "-m", "tests.postgres", "--", "-m", "soak and django_db", "-rA"],
}


def main() -> int:
    """Run, write the table, return 0 when all passed."""
    rows, worst = [], 0
    for name, command in RUNS.items():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(done.stdout)
        lines = done.stdout.splitlines()
        rows += [
            f"| {name} | {line.split('::')[-1]} | {line.split()[0].lower()} |"
            for line in lines
            if "::" in line and line.startswith(("PASSED", "FAILED"))
        ]
        rows += [f"| {name} | {line.removeprefix('soak: ')} | |" for line in lines if line.startswith("soak: ")]
        worst = max(worst, 0 if done.returncode in (0, 5) else done.returncode)
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    head = f"# Soak\n\nThe long versions of the tests, last run {dt.date.today()}, {machine}. Written by `make soak`.\n"
    REPORT.write_text(
        f"{head}\n| database | what | result |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    return worst


if __name__ == "__main__":
    sys.exit(main())
