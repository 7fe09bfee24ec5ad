"""The schemes that ship with the system: runnable ones as scheme files, the others with what is missing."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from pingyi.scoring.scheme import Scheme, read_scheme
from pingyi.scoring.scheme.reading import Table, read_toml
from pingyi.wording import Issue, Refused, Text

RUNNABLE: Final = ("recommended", "A", "C", "H", "I", "L")


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A scheme found in practice that cannot be run because its source leaves parts out."""

    code: str
    name: Text
    source: Text
    lacking: Text


def preset_text(code: str) -> str:
    """Return the scheme file of a runnable preset; raises `Refused` (code `unknown_preset`) for any other name."""
    if code not in RUNNABLE:
        known = ", ".join(RUNNABLE)
        raise Refused.because(
            "unknown_preset",
            Text(f"没有可用的方案“{code}”。", f"There is no runnable preset “{code}”."),
            Text(f"可以用：{known}。", f"Possible: {known}."),
        )
    return _text(code)


@cache
def preset(code: str) -> Scheme:
    """Return a runnable preset."""
    return read_scheme(preset_text(code))


@cache
def incomplete() -> tuple[Incomplete, ...]:
    """Return the presets that cannot be run, each with what is missing."""
    issues: list[Issue] = []
    root = Table(read_toml(_text("incomplete")), "", issues)
    found = tuple(
        Incomplete(one.text("code"), one.name("name"), one.name("source"), one.name("lacking"))
        for one in root.tables("schemes")
    )
    root.close()
    if issues:
        raise Refused(issues)
    return found


def _text(code: str) -> str:
    return resources.files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
