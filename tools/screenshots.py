"""Take the pictures of docs/screenshots/ from the demonstration: builds it where it is missing, serves it, stops.

python tools/screenshots.py                                  its own server
python tools/screenshots.py --server http://localhost:8000   one that runs already
"""

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from tests.browser import launch  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
WIDTHS = {"phone": 390, "desk": 1280}
PASSWORD = "pingyi-demo-2026"  # noqa: S105 - of the invented people; a production start refuses them
PUBLIC = {
    "home": "/",
    "campaign": "/campaigns/yunling-2025/",
    "search": "/units/?q=云桥",
    "unit": "/units/990102-household_window/",
    "unit-few-answers": "/units/990102001-station/",
    "results": "/results/",
    "results-alike": "/results/alike/county/",
    "method": "/method/",
    "unit-en": "/en/units/990102-household_window/",
}
OFFICE = {"office-today": "/office/"}
OFFICE_PERSON = "organiser"


def take(page: Page, server: str, pages: dict[str, str], width: str) -> None:
    """Take every page at one width; the first screenful and a half is enough to know a page by."""
    for name, address in pages.items():
        answer = page.goto(server + address)
        if answer is None or answer.status != 200:
            raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True, clip=_upper_part(page))
        print(f"{name}-{width}.png", file=sys.stderr)


def _upper_part(page: Page) -> dict[str, float]:
    width, height = page.viewport_size["width"], page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(height, 1600)}


def sign_in(page: Page, server: str) -> None:
    """Sign in as one of the invented people."""
    page.goto(server + "/office/")
    page.fill("input[name=login]", OFFICE_PERSON)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve the demonstration on a free port while the block runs."""
    pingyi = str(Path(sys.executable).with_name("pingyi"))
    subprocess.run([pingyi, "setup"], check=True)
    subprocess.run([pingyi, "demo", "--if-missing"], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = subprocess.Popen([pingyi, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://localhost:{port}")
    finally:
        site.terminate()
        site.wait()


def _answering(server: str) -> str:
    for _ in range(150):
        try:
            urlopen(server).close()  # noqa: S310 - our own address
        except URLError:
            time.sleep(0.2)
        else:
            return server
    raise SystemExit(f"{server} does not answer")


def take_all(server: str) -> None:
    """Take all pages of `server` at all widths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="light")
            take(page, server, PUBLIC, name)
            sign_in(page, server)
            take(page, server, OFFICE, name)
        browser.close()


def main() -> None:
    """Take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--server", default="")
    server = asked.parse_args().server
    if server:
        take_all(server)
        return
    with demonstration() as own:
        take_all(own)


if __name__ == "__main__":
    main()
