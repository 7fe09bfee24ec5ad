"""The campaign as a signer needs it: its name, its hours, its cells, and that they name our keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.protocol import cells as cell_lines
from pingyi.protocol import manifest as manifests
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.signer.keys import PublicKeys
from pingyi.signer.refusals import campaign_unreadable, campaign_unsigned, keys_of_another
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Campaign:
    """A signed manifest with its folder, name, and hours in seconds since 1970."""

    folder: Path
    manifest: Manifest
    camp: bytes
    opens: float
    closes: float

    @classmethod
    def read(cls, folder: Path) -> "Campaign":
        """Read `manifest.json` and `manifest.sigs` of the campaign's folder. Raises `Refused`."""
        known = cls.read_unsigned(folder)
        _check_signatures(folder / "manifest.sigs", known.manifest, known.camp)
        return known

    @classmethod
    def read_unsigned(cls, folder: Path) -> "Campaign":
        """Read a manifest that not everybody has signed yet. Raises `Refused`."""
        content = _bytes(folder / "manifest.json")
        try:
            manifest = Manifest.parse(content)
        except Malformed as error:
            raise campaign_unreadable(folder / "manifest.json", error.what) from error
        return cls(folder, manifest, manifests.camp(content), seconds(manifest.opens), seconds(manifest.closes))

    def check_keys(self, public: PublicKeys) -> None:
        """Refuse keys that are not those which manifest and cell records name for this role."""
        if self.manifest.parties[Party(public.role)].key != public.identity:
            raise keys_of_another(Text("身份密钥", "identity key"))
        if self._moduli(public.role) != list(public.moduli):
            raise keys_of_another(Text("签名密钥", "set of signing keys"))

    def _moduli(self, role: int) -> Sequence[bytes]:
        """Return the moduli of a role in the order of the cells, from `cells.jsonl` as the manifest commits to it."""
        path = self.folder / "cells.jsonl"
        lines = _bytes(path).splitlines(keepends=True)
        try:
            moduli = [record.key(role).modulus for record in cell_lines.records(lines)]
        except Malformed as error:
            raise campaign_unreadable(path, error.what) from error
        if cell_lines.root([line[:-1] for line in lines]) != self.manifest.cells_root:
            raise campaign_unreadable(path, "not the cells of the manifest")
        return moduli


def seconds(moment: str) -> float:
    """Return a moment of the manifest as seconds since 1970."""
    return datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()


def _check_signatures(path: Path, manifest: Manifest, camp: bytes) -> None:
    try:
        wrong = manifests.Signatures.parse(_bytes(path)).wrong(manifest, camp)
    except Malformed as error:
        raise campaign_unreadable(path, error.what) from error
    if wrong:
        raise campaign_unsigned(", ".join(party.name for party in wrong))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise campaign_unreadable(path, error.strerror or "") from error
