"""Writes the words of `pingyi verify` for the page that checks: browser/src/verify/page/words/meanings.js.

python -m tools.verifier_words
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pingyi.verifier.accounts import FLAGGED
from pingyi.verifier.listing import UNSEEN
from pingyi.verifier.meanings import DETAILS, FAILURES, FIGURES, MEANINGS
from pingyi.verifier.report import NAMES, NOT_RUN, NOT_YET, PERSONAL, WITHDRAWN
from pingyi.wording import Text

PLACE = Path(__file__).parents[1] / "browser/src/verify/page/words/meanings.js"
HEAD = (
    "// What each check, figure and detail says. Written by python -m tools.verifier_words from the command's words.\n"
)
CHECKS = [name for name in NAMES if name not in PERSONAL]
OF_PERSONS = ("index", "log_size", "cell", "S_used", "R_used")


def written() -> str:
    """Return the file."""
    tables = {
        "MEANINGS": {name: MEANINGS[name] for name in CHECKS},
        "FAILURES": {name: FAILURES[name] for name in CHECKS},
        "DETAILS": {said: DETAILS[said] for said in (NOT_YET, NOT_RUN, WITHDRAWN, UNSEEN, FLAGGED)},
        "FIGURES": {name: said for name, said in FIGURES.items() if name not in OF_PERSONS},
    }
    return "\n".join([HEAD, *(_table(name, said) for name, said in tables.items())])


def _table(name: str, said: Mapping[str, Text]) -> str:
    rows = [
        f"  {json.dumps(key)}: {json.dumps([text.zh, text.en], ensure_ascii=False)},\n" for key, text in said.items()
    ]
    return f"export const {name} = {{\n{''.join(rows)}}};\n"


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
