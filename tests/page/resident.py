"""Somebody before the page: opens the link, reads, answers, sends. Remembers every request the phone made."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.page.world import CODES, World

FORTH = ".go .btn:not(.second)"


class Resident:
    """One phone. `requests` are the addresses it asked for, `complaints` what the console said against the page."""

    def __init__(self, world: World, context: BrowserContext) -> None:
        self.world, self.context = world, context
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, said) -> None:
        # What services refuse, the browser itself reports; that is not the page's fault.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(said.text)

    @property
    def heading(self) -> str:
        return self.page.inner_text("#heading").replace("\n", "")

    def open(self, address: str = "", *, code: str = CODES[0], cell: int = 0) -> "Resident":
        self.page.goto(address or self.world.link(code, cell))
        self.page.wait_for_selector("#heading")
        self.page.wait_for_function("() => !location.hash")  # a second link in one tab is read a moment later
        self.settle("正在核对", "Checking")
        return self

    def settle(self, *passing: str) -> None:
        """Wait until the heading is none of these."""
        self.page.wait_for_function(
            "words => !words.some(word => document.getElementById('heading').textContent.startsWith(word))",
            arg=list(passing),
        )

    def sees(self, words: str) -> "Resident":
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def press(self, words: str) -> "Resident":
        self.page.get_by_role("button", name=words, exact=True).click()
        return self

    def begin(self) -> "Resident":
        return self.press("知道了，继续" if self.world.letter == "D" else "开始评议")

    def choose(self, place: int) -> "Resident":
        """Take the choice at this place (from 1) and go on."""
        self.page.locator(f"#choice{place - 1}").check()
        self.page.click(FORTH)
        return self

    def answer(self, *places: int, comment: str = "") -> "Resident":
        """Answer everything, up to the look over it."""
        for i, place in enumerate(places):
            self.page.wait_for_function("i => document.querySelectorAll('.steps .on').length === i", arg=i + 1)
            self.choose(place)
        self.page.fill("textarea", comment)
        self.page.click(FORTH)
        return self.sees("送出前看一遍")

    def send(self, *places: int, comment: str = "") -> "Resident":
        """The whole way from the link."""
        self.open().begin().answer(*(places or (1, 2, 3)), comment=comment).press("送出")
        self.settle("正在", "送出前")
        return self

    def stored(self) -> dict[str, str]:
        """What the phone keeps of this site."""
        return self.page.evaluate("({...localStorage})")
