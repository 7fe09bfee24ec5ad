"""The six parties of a campaign, their numbers in the log and their letters in JSON (protocol 11.2)."""

from dataclasses import dataclass
from enum import IntEnum


class Party(IntEnum):
    """A party by its number in log entries; its name is what statements and the manifest write."""

    S = 1  # signer of ballot tokens; the number is also the role of what it signs
    R = 2  # signer of entry tokens
    M = 3  # roll keeper
    T1 = 4  # outer trustee
    T2 = 5  # inner trustee
    B = 6  # ballot box


SIGNERS_OF_MANIFEST = (Party.M, Party.S, Party.R, Party.T1, Party.T2)
TRUSTEES = (Party.T1, Party.T2)
ROLES = (Party.S, Party.R)


@dataclass(frozen=True, slots=True)
class Identity:
    """A party in the manifest: host name, Ed25519 identity key (32 bytes), and for trustees the HPKE key (65 bytes)."""

    name: str
    key: bytes
    hpke: bytes | None = None
