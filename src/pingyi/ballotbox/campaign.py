"""The campaign that a box serves, read from the public folder: manifest, and the entry key of each cell."""

import mmap
from array import array
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pingyi.ballotbox.refusals import campaign_malformed, campaign_unsigned
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells
from pingyi.protocol.manifest import Manifest, Signatures, camp
from pingyi.protocol.parties import Party
from pingyi.tokens.rsa import PublicKey
from pingyi.tokens.tokens import ENTRY, challenge_digest

KEYS_AT_HAND = 20_000  # of cells used lately, some 4 kB each


class Door(NamedTuple):
    """What an entry token of a cell must show."""

    key: PublicKey
    challenge: bytes


class Cells:
    """The lines of `cells.jsonl`, left in the file: a country has more cells than memory should hold."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._content = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts = array("Q", [0])
        while line := self._content.readline():
            self._starts.append(self._starts[-1] + len(line))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def line(self, index: int) -> bytes:
        """Return a line without its newline."""
        return self._content[self._starts[index] : self._starts[index + 1]].removesuffix(b"\n")

    def root(self) -> bytes:
        """Return the root over all lines."""
        return cells.root(self.line(index) for index in range(len(self)))


class Campaign:
    """Manifest, name and cells of the campaign whose public folder is `folder`."""

    def __init__(self, folder: Path, content: bytes, listed: Cells) -> None:
        self.folder, self.cells = folder, listed
        self.manifest, self.camp = Manifest.parse(content), camp(content)
        self._doors = lru_cache(maxsize=KEYS_AT_HAND)(self._open_door)

    @classmethod
    def read(cls, folder: Path) -> "Campaign":
        """Read and check what a box needs at each start; raises `Refused`."""
        try:
            found = cls(folder, (folder / "manifest.json").read_bytes(), Cells(folder / "cells.jsonl"))
            signatures = Signatures.parse((folder / "manifest.sigs").read_bytes())
        except ValueError as error:  # malformed, or an empty file
            raise campaign_malformed(str(error)) from error
        if (len(found.cells), found.cells.root()) != (found.manifest.cells, found.manifest.cells_root):
            raise campaign_malformed("cells.jsonl: not the cells that the manifest names")
        if wrong := signatures.wrong(found.manifest, found.camp):
            raise campaign_unsigned([party.name for party in wrong])
        return found

    def check_whole(self) -> None:
        """Refuse when a record of a cell or the questionnaire is not as it should be; once, when the box is set up."""
        try:
            for _ in cells.records(self.cells.line(index) + b"\n" for index in range(len(self.cells))):
                pass
        except Malformed as error:
            raise campaign_malformed(error.what) from error
        if sha256((self.folder / "questionnaire.json").read_bytes()) != self.manifest.questionnaire:
            raise campaign_malformed("questionnaire.json: not the one that the manifest names")

    def door(self, cell: int) -> Door | None:
        """Return what a token of `cell` must show, or None where there is no such cell."""
        return self._doors(cell) if cell < len(self.cells) else None

    def key(self, party: Party) -> bytes:
        """Return the identity key of a party."""
        return self.manifest.parties[party].key

    def _open_door(self, cell: int) -> Door:
        record = cells.CellRecord.parse_line(self.cells.line(cell))
        signer, box = self.manifest.parties[Party.R].name, self.manifest.parties[Party.B].name
        return Door(record.entry_key, challenge_digest(signer, box, self.camp, ENTRY, cell))
