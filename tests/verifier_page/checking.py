"""Having packages checked by the modules of the verifying page in a real browser, and comparing two verdicts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from pingyi.verifier.report import NOT_RUN, Report
from tests.verifier_page.host import Host

HERE = Path(__file__).parent
# Checks `paths` of the served files; what is not there is missing, as in a folder.
CHECK = """async ([paths, wanted]) => {
  const read = async (path) => {
    const response = await fetch("/f/" + path, { cache: "no-store" });
    if (!response.ok) throw new Verifier.errors.Malformed(path + ": missing");
    return new Uint8Array(await response.arrayBuffer());
  };
  return Verifier.run.verify({ read, paths }, wanted);
}"""

# One person's question; what is mistyped comes back as None.
ASK = """async ([typed, expect]) => {
  const read = async (path) => {
    const response = await fetch("/f/" + path, { cache: "no-store" });
    if (!response.ok) throw new Verifier.errors.Malformed(path + ": missing");
    return new Uint8Array(await response.arrayBuffer());
  };
  try {
    return await Verifier.person.ask(read, Verifier.person.recognise(typed), expect);
  } catch (error) {
    if (error instanceof Verifier.person.Stopped) return { stopped: error.part };
    if (error instanceof Verifier.errors.Malformed) return null;
    throw error;
  }
}"""


class Verifier:
    """One empty page that holds the modules; `check` serves it a package."""

    def __init__(self, chromium: Browser) -> None:
        self.host = Host()
        self.host.files = {"empty.html": b"<!doctype html><title>verifier</title>"}
        self.page: Page = chromium.new_page()
        self.page.goto(f"{self.host.address}empty.html")
        self.page.add_script_tag(path=HERE / "modules.js")

    def close(self) -> None:
        """End page and server."""
        self.page.close()
        self.host.stop()

    def _serve(self, files: Mapping[str, bytes]) -> None:
        self.host.files = {f"f/{path}": content for path, content in files.items()}

    def check(self, files: Mapping[str, bytes], *, is_folder: bool = True, **wanted: Any) -> dict[str, Any]:
        """Return what the page's verifier says of these files."""
        self._serve(files)
        return self.page.evaluate(CHECK, [list(files) if is_folder else None, wanted])

    def ask(self, files: Mapping[str, bytes], typed: str, *, expect: str = "") -> dict[str, Any] | None:
        """Return the answer to what one person typed."""
        self._serve(files)
        return self.page.evaluate(ASK, [typed, expect])


def verdict(said: dict[str, Any]) -> dict[str, Any]:
    """What two verifiers must agree on: of each check whether it holds and whether it was run, stage and grade."""
    checks = {one["name"]: (one["ok"], one["detail"] == NOT_RUN) for one in said["checks"]}
    return {"checks": checks, **{key: said[key] for key in ("ok", "origin", "stage", "grade")}}


def differences(ours: Report, theirs: dict[str, Any]) -> list[str]:
    """What the two say differently, with the details of both."""
    one, other = verdict(ours.plain()), verdict(theirs)
    details = {check["name"]: check["detail"] for check in theirs["checks"]}
    wrong = [f"{key}: {one[key]} {other[key]}" for key in ("ok", "origin", "stage", "grade") if one[key] != other[key]]
    for check in ours.checks:
        if one["checks"][check.name] != other["checks"].get(check.name):
            wrong.append(f"{check.name}: python {check.ok} {check.detail!r}, browser {details.get(check.name)!r}")
    return wrong
