"""Finds the browser of the tests, and gets one where there is none.

python -m tests.chromium        finds or installs, and says what it did
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def found() -> str | None:
    """Return the path of a browser: PINGYI_CHROMIUM, the machine's own, or the one Playwright downloaded."""
    own = os.environ.get("PINGYI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return own or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _installs() -> list[list[list[str]]]:
    """Return the ways to get one, each a list of commands."""
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    debian = [[["apt-get", "update"], apt]] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [[[sys.executable, "-m", "playwright", "install", "chromium"]], *debian]


def main() -> int:
    """Return 0 when a browser is there."""
    if path := found():
        print(f"browser: {path}")
        return 0
    for commands in _installs():
        for command in commands:
            print("no browser yet; trying:", " ".join(command[-4:]), flush=True)
            if subprocess.run(command, check=False).returncode:
                break
        if path := found():
            print(f"browser: {path}")
            return 0
    print("No browser could be had. Install Chromium, or name one in PINGYI_CHROMIUM.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
