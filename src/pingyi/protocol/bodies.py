"""Which body holds which key or host, and who controls the body: what the assurance grade is computed from (11.9)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pingyi.primitives.errors import Malformed
from pingyi.protocol.fields import Fields


@dataclass(frozen=True, slots=True)
class Body:
    """A body, who controls it, its Ed25519 keys (32 bytes each) and its host names."""

    name: str
    controller: str
    keys: tuple[bytes, ...]
    hosts: tuple[str, ...]

    def listed(self) -> dict[str, object]:
        """Return the JSON object of this body."""
        return {
            "name": self.name,
            "controller": self.controller,
            "keys": [key.hex() for key in self.keys],
            "hosts": list(self.hosts),
        }


@dataclass(frozen=True, slots=True)
class Policy:
    """The list of bodies that a verifier pins."""

    bodies: tuple[Body, ...]

    @classmethod
    def parse(cls, data: bytes) -> "Policy":
        """Read the pinned file: any JSON in UTF-8 (people write it by hand), but no other keys and no key twice."""
        try:
            value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
        except Malformed:
            raise
        except (ValueError, RecursionError):
            raise Malformed("policy: not JSON in UTF-8") from None
        return cls(read_bodies(Fields(value, "policy", ("bodies",)).array("bodies"), "policy"))


def read_bodies(values: Iterable[object], what: str) -> tuple[Body, ...]:
    """Read the array of bodies; no key and no host may stand in two of them."""
    bodies = tuple(_body(Fields(value, f"{what} bodies", ("name", "controller", "keys", "hosts"))) for value in values)
    keys = [key for body in bodies for key in set(body.keys)]
    hosts = [host for body in bodies for host in set(body.hosts)]
    if len(set(keys)) != len(keys) or len(set(hosts)) != len(hosts):
        raise Malformed(f"{what} bodies: a key or host stands in two bodies")
    return bodies


def _body(fields: Fields) -> Body:
    return Body(fields.text("name"), fields.text("controller"), fields.hashes("keys"), fields.texts("hosts"))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("policy: a key stands twice")
    return found
