"""What one deployment's copy of the page trusts. It names no campaign, so that one copy serves all of them."""

import json
import re
from dataclasses import dataclass

from pingyi.ledger.notes import COSIGNATURE, VerifierKey
from pingyi.primitives import ed25519
from pingyi.primitives.errors import Malformed
from pingyi.protocol.bodies import Body, read_bodies
from pingyi.protocol.fields import Fields
from pingyi.wording import Text

FORMAT = "pingyi/v1/pins"
LINKS = ("problem", "discipline", "privacy", "verify")
_KEYS = ("format", "organiser", "roll_keepers", "witnesses", "quorum", "bodies", "home", "links", "loopback")
# A whole https address, or a place on the same host; never a scheme that runs something.
_LINK = re.compile(r"https://[!-~]+|(?:\.{0,2}/)?[A-Za-z0-9_-][!-9;-~]*|/")
_LOOPBACK = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?(?:/[!-~]*)?")
_HOME = re.compile(r"(?:https://[!-~]+/)?")


@dataclass(frozen=True, slots=True)
class Pins:
    """The pinned keys of roll keepers, the witnesses and how many of them must have seen a campaign, bodies and links.

    `bodies` may be empty: then the page says that the grade is claimed. `home` is where the public files lie for a
    copy opened from a disk. `loopback` lets the page speak to services on this machine, for demonstrations.
    """

    organiser: Text
    roll_keepers: tuple[bytes, ...]
    witnesses: tuple[VerifierKey, ...]
    quorum: int
    bodies: tuple[Body, ...]
    home: str
    links: dict[str, str]
    loopback: bool

    @classmethod
    def parse(cls, content: bytes) -> "Pins":
        """Read the file: JSON in UTF-8 as people write it, exactly the keys above. Raises `Malformed`."""
        try:
            value = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            raise Malformed(f"pins: not JSON ({error})") from error
        fields = Fields(value, "pins", _KEYS)
        fields.choice("format", FORMAT)
        witnesses = tuple(_witness(text) for text in fields.texts("witnesses"))
        loopback = fields.flag("loopback")
        return cls(
            organiser=_organiser(fields.inner("organiser", ("zh", "en"))),
            roll_keepers=_keys(fields),
            witnesses=witnesses,
            quorum=fields.number("quorum", 0, len(witnesses)),
            bodies=read_bodies(fields.array("bodies"), "pins"),
            home=_home(fields, loopback=loopback),
            links=_links(fields.inner("links", LINKS), loopback=loopback),
            loopback=loopback,
        )

    def listed(self) -> dict[str, object]:
        """Return the JSON object that the page reads."""
        return {
            "format": FORMAT,
            "organiser": {"zh": self.organiser.zh, "en": self.organiser.en},
            "roll_keepers": [key.hex() for key in self.roll_keepers],
            "witnesses": [witness.encode() for witness in self.witnesses],
            "quorum": self.quorum,
            "bodies": [body.listed() for body in self.bodies],
            "home": self.home,
            "links": self.links,
            "loopback": self.loopback,
        }


def _organiser(fields: Fields) -> Text:
    return Text(fields.text("zh"), fields.text("en"))


def _keys(fields: Fields) -> tuple[bytes, ...]:
    keys = fields.hashes("roll_keepers")
    if not keys:
        raise fields.wrong("roll_keepers", "none: the page would refuse every campaign")
    for key in keys:
        ed25519.check_key(key)
    return keys


def _witness(text: str) -> VerifierKey:
    found = VerifierKey.parse(text)
    if found.kind != COSIGNATURE:
        raise Malformed("pins witnesses: not the key of a witness")
    return found


def _home(fields: Fields, *, loopback: bool) -> str:
    home = fields.text("home")
    if not _HOME.fullmatch(home) and not (loopback and _LOOPBACK.fullmatch(home) and home.endswith("/")):
        raise fields.wrong("home", "neither empty nor an https address that ends with /")
    return home


def _links(fields: Fields, *, loopback: bool) -> dict[str, str]:
    links = {name: fields.text(name) for name in LINKS}
    for name, link in links.items():
        if not _LINK.fullmatch(link) and not (loopback and _LOOPBACK.fullmatch(link)):
            raise fields.wrong(name, "neither an https address nor a place on the same host")
    return links


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
