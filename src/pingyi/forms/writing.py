"""Our own JSON, written in one way only, and its hash."""

import json
from hashlib import sha256
from typing import Any

from pingyi.forms.model import FORMAT, Choice, Form, Question, Scale
from pingyi.wording import Text


def to_json(form: Form) -> dict[str, Any]:
    """Return the form as JSON objects; keys with their usual value are left out."""
    return {
        "format": FORMAT,
        "name": form.name,
        "title": _text(form.title),
        "paging": form.paging,
        "scales": {scale.name: _scale(scale) for scale in form.scales},
        "questions": [_question(question) for question in form.questions],
        **_given(intro=_text(form.intro), source=_text(form.source)),
    }


def canonical_bytes(form: Form) -> bytes:
    """Return the canonical bytes: UTF-8, keys sorted, no spaces, nothing escaped that need not be."""
    return json.dumps(to_json(form), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def readable_bytes(form: Form) -> bytes:
    """Return the same content laid out for people, in the order in which one reads it."""
    return (json.dumps(to_json(form), ensure_ascii=False, indent=2) + "\n").encode()


def digest(form: Form) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal. Answers are stored with it."""
    return sha256(canonical_bytes(form)).hexdigest()


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "type": question.type,
        **_given(
            label=_text(question.label),
            hint=_text(question.hint),
            scale=question.scale,
            required=True if question.required == "true()" else question.required,
            relevant=question.relevant,
            constraint=question.constraint,
            constraint_message=_text(question.constraint_message),
            calculation=question.calculation,
            randomize=question.randomize,
            index=question.index,
            source=_text(question.source),
            questions=[_question(inner) for inner in question.questions],
        ),
    }


def _scale(scale: Scale) -> dict[str, Any]:
    return {"family": scale.family, "choices": [_choice(choice) for choice in scale.choices]}


def _choice(choice: Choice) -> dict[str, Any]:
    points = {} if choice.points is None else {"points": choice.points}
    return {"code": choice.code, "label": _text(choice.label), **points}


def _text(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None


def _given(**keys: Any) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value}
