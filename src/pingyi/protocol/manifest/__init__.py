"""The manifest (protocol 11.3): the one file that fixes a campaign; its bytes give the campaign its name."""

from pingyi.protocol.manifest.model import FORMAT, Manifest, Page, Roll
from pingyi.protocol.manifest.signing import (
    FINGERPRINT,
    Signatures,
    camp,
    fingerprint,
    is_expected,
    sign,
    signature_message,
)

__all__ = [
    "FINGERPRINT",
    "FORMAT",
    "Manifest",
    "Page",
    "Roll",
    "Signatures",
    "camp",
    "fingerprint",
    "is_expected",
    "sign",
    "signature_message",
]
