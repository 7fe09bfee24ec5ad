"""The part of regular expressions that Python and a browser read alike and that cannot run away."""

import re
import warnings
from functools import lru_cache

LONGEST = 200
_ESCAPES = frozenset(r"dDwWsSnt.\/-+*?()[]{}^$|")
_PIECE = re.compile(
    r"\\(?P<escape>.)|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|\((?P<group>\?:|\?)?|(?P<many>[*+?]|\{\d+(?:,\d*)?\})|.", re.S
)


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str] | None:
    """Return the compiled pattern, matched against the whole text; None when it lies outside the subset.

    Outside are: look-around, back references, named groups, possessive and lazy counts, other escapes, and a count
    after a group that itself holds a count or an alternative (such patterns can take for ever).
    """
    if len(text) > LONGEST or not _in_subset(text):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(text, re.ASCII)
    except (re.error, FutureWarning, OverflowError):
        return None


def _in_subset(text: str) -> bool:
    open_groups: list[bool] = [False]  # per open group: does it hold a count or an alternative?
    closed: bool | None = None  # the group just closed, likewise
    counted = False
    for found in _PIECE.finditer(text):
        piece, many = found[0], found["many"]
        if _foreign(found) or (many and (counted or closed)):
            return False
        if piece.startswith("("):
            open_groups.append(False)
        elif many or piece == "|":
            open_groups[-1] = True
        closed = None
        if piece == ")":
            if len(open_groups) == 1:
                return False
            closed = open_groups.pop()
            open_groups[-1] |= closed
        counted = bool(many)
    return len(open_groups) == 1


def _foreign(found: re.Match[str]) -> bool:
    escape = found["escape"]
    inside = re.findall(r"\\(.)", found["set"] or "", re.S)
    return found["group"] == "?" or any(one not in _ESCAPES for one in [*inside, *(escape or "")])
