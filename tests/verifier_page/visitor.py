"""Somebody before the verifying page: chooses, types, reads."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.verifier_page.host import Host

PATIENCE = 20_000  # milliseconds for a whole campaign


class Visitor:
    """One browser. `requests` are the addresses it asked for, `complaints` what the console said against the page."""

    def __init__(self, host: Host, context: BrowserContext) -> None:
        self.host, self.page = host, context.new_page()
        self.page.set_default_timeout(8000)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, said) -> None:
        # That a file is not there the browser itself reports; that is not the page's fault.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

    def open(self, words: str) -> "Visitor":
        """Open the page and go through the door with these words."""
        self.page.goto(f"{self.host.address}verify.html")
        self.page.locator(".door", has_text=words).click()
        self.page.wait_for_selector("form")
        return self

    def mine(self, typed: str) -> "Visitor":
        """Ask about the own ballot."""
        self.open("查我自己的票")
        self.page.fill("#own", typed)
        return self.go()

    def whole(self, *, expect: str = "", folder: Path | None = None, where: str = "") -> "Visitor":
        """Check a whole campaign."""
        self.open("核对一整次评议")
        if where:
            self.page.get_by_label("别的评议").check()
            self.page.fill("#where", where)
        if folder:
            self.page.set_input_files("#folder", folder)
        self.page.fill("#expect", expect)
        return self.go()

    def go(self) -> "Visitor":
        self.page.click("[type=submit]")
        return self

    def press(self, words: str) -> "Visitor":
        self.page.get_by_role("button", name=words, exact=True).click()
        return self

    def sees(self, words: str) -> "Visitor":
        expect(self.page.locator("main")).to_contain_text(words, timeout=PATIENCE)
        return self

    def verdict(self, name: str) -> str:
        """What the report says of a check."""
        return self.page.locator(".verdict", has=self.page.locator(f"code:text-is('{name}')")).inner_text()
