"""Which columns carry what. Names that begin with `pingyi_` are ours; other programs pass over them."""

import re

ZH, EN = "中文 (zh)", "English (en)"
LANGUAGES = {"zh": ZH, "en": EN}
TRANSLATED = ("label", "hint", "constraint_message")

TYPES = {
    "integer": "integer",
    "number": "decimal",
    "text": "text",
    "date": "date",
    "note": "note",
    "calculate": "calculate",
}
SELECTS = {"choice": "select_one", "choices": "select_multiple"}
HOLDERS = ("group", "repeat")

SURVEY = (
    "type",
    "name",
    *(f"{column}::{language}" for column in TRANSLATED for language in LANGUAGES.values()),
    "required",
    "relevant",
    "constraint",
    "calculation",
    "parameters",
    "appearance",
    "pingyi_index",
    "pingyi_randomize",
    "pingyi_source_zh",
    "pingyi_source_en",
)
CHOICES = ("list_name", "name", *(f"label::{language}" for language in LANGUAGES.values()), "points", "pingyi_mark")
SETTINGS = ("form_title", "form_id", "version", "default_language", "style")
PINGYI = ("key", "value", "zh", "en")
PASSED_OVER = {"survey": ("appearance",), "settings": ("version", "default_language", "instance_name")}

_TRANSLATED = re.compile(rf"({'|'.join(TRANSLATED)})\s*::?\s*(.+)")
_SAYS = {"zh": re.compile(r"(?i)中文|chinese|\bzh\b|\bcn\b"), "en": re.compile(r"(?i)英文|english|\ben\b")}


def column_name(heading: str) -> str:
    """Return our name of a heading: "label_zh", "hint_en" for translated ones, else the heading in lower case."""
    found = _TRANSLATED.fullmatch(heading.strip())
    if found:
        for language, says in _SAYS.items():
            if says.search(found[2]):
                return f"{found[1]}_{language}"
    return heading.strip().lower()
