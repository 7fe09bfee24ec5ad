"""The scheme file: TOML text to a frozen `Scheme`, its digest, and refusal of everything that is wrong with it."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from pingyi.scoring.model import Scheme
from pingyi.scoring.scheme.checking import issues_of
from pingyi.scoring.scheme.parsing import parsed
from pingyi.scoring.scheme.reading import Table, read_toml
from pingyi.wording import Issue, Refused

__all__ = ["Scheme", "canonical", "read_scheme", "scheme_digest"]


def read_scheme(text: str) -> Scheme:
    """Return the scheme of a TOML text.

    Raises `Refused` with every issue found: text that is no TOML, unknown and missing keys, wrong values, weights
    that do not add up to the total, bands that overlap, names that nothing carries.
    """
    issues: list[Issue] = []
    root = Table(read_toml(text), "", issues)
    scheme = parsed(root)
    root.close()
    issues += [] if issues else issues_of(scheme)
    if issues:
        raise Refused(issues)
    return scheme


def canonical(scheme: Scheme) -> str:
    """Return the scheme as JSON text in one fixed form: sorted keys, fractions in lowest terms, no spaces."""
    return json.dumps(_plain(scheme), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def scheme_digest(scheme: Scheme | str) -> str:
    """Return the SHA-256 of the canonical form, in hex; comments, order of tables and spelling of fractions are none.

    Takes the scheme or its text.
    """
    meant = read_scheme(scheme) if isinstance(scheme, str) else scheme
    return hashlib.sha256(canonical(meant).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {column.name: _plain(getattr(value, column.name)) for column in fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Fraction) else value
