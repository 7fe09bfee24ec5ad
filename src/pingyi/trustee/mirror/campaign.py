"""The campaign as a trustee knows it: its public files in a folder laid out as the package, complete or growing."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.protocol import cells as cell_lines
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest, Signatures, camp
from pingyi.trustee import refusals

FRAME = ("manifest.json", "manifest.sigs", "cells.jsonl")


@dataclass(frozen=True, slots=True)
class Campaign:
    """Signed manifest, its name (32 bytes), the cells in order, and the folder with log and statements."""

    folder: Path
    manifest: Manifest
    camp: bytes
    cells: tuple[CellRecord, ...]

    @classmethod
    def read(cls, folder: Path) -> "Campaign":
        """Read and check `manifest.json`, `manifest.sigs` and `cells.jsonl`. Raises `Refused`."""
        contents = [_bytes(folder / name) for name in FRAME]
        try:
            return cls.parse(folder, *contents)
        except Malformed as error:
            raise refusals.campaign_unreadable(error.what) from error

    @classmethod
    def parse(cls, folder: Path, manifest: bytes, signatures: bytes, lines: bytes) -> "Campaign":
        """Check the bytes of the three files against each other; raises `Malformed`."""
        found, name = Manifest.parse(manifest), camp(manifest)
        if wrong := Signatures.parse(signatures).wrong(found, name):
            raise Malformed(f"manifest.sigs: not signed by {', '.join(party.name for party in wrong)}")
        split = lines.splitlines(keepends=True)
        if cell_lines.root(line[:-1] for line in split) != found.cells_root or len(split) != found.cells:
            raise Malformed("cells.jsonl: not the cells that the manifest names")
        return cls(folder, found, name, tuple(cell_lines.records(split)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise refusals.campaign_unreadable(f"{path.name}: not there") from error
