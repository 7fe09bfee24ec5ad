"""A file with a form and its filled examples; a bare form is read too."""

import json
from dataclasses import dataclass
from typing import Any

from pingyi.forms import Example, Form, read_examples, read_form, to_json
from pingyi.forms.objects import ObjectReader
from pingyi.forms.reading import load_json
from pingyi.wording import Refused

FORMAT = "pingyi/v1/questionnaire"
_KEYS = ("format", "purpose", "form", "examples")


@dataclass(frozen=True, slots=True)
class Package:
    """A form, what it is for ("" when the file does not say), and filled examples."""

    form: Form
    purpose: str = ""
    examples: tuple[Example, ...] = ()

    def file(self) -> bytes:
        """Return the file, laid out for people."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "purpose": self.purpose,
            "form": to_json(self.form),
            "examples": [example.to_json() for example in self.examples],
        }
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_package(content: bytes) -> Package:
    """Return what a file holds. Raises `Refused` with every issue."""
    loaded = load_json(content)
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        return Package(read_form(loaded))
    reader = ObjectReader()
    keys = reader.keys(loaded, "", _KEYS, ("form",))
    purpose = reader.word(keys.get("purpose"), "purpose")
    if reader.issues:
        raise Refused(reader.issues)
    return Package(read_form(keys["form"]), purpose, read_examples(keys.get("examples")))
