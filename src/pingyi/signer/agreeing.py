"""A signer agrees to a campaign: it signs the manifest after having found its own keys in it."""

from pathlib import Path

from pingyi.protocol import manifest as manifests
from pingyi.protocol.parties import Party
from pingyi.signer.campaign import Campaign
from pingyi.signer.keys import read_identity, read_public


def agree(folder: Path, campaign: Path) -> Path:
    """Write our signature (64 bytes) of the campaign's manifest as CAMP.S.sig or CAMP.R.sig; return where.

    Raises `Refused` where manifest or cells name other keys than those of `folder`.
    """
    public = read_public(folder)
    known = Campaign.read_unsigned(campaign)
    known.check_keys(public)
    path = folder / f"{manifests.fingerprint(known.camp)}.{Party(public.role).name}.sig"
    path.write_bytes(manifests.sign(read_identity(folder), known.camp))
    return path
