"""The manifest, put together from what the campaign says and what the bodies made public. It is signed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.campaigns.queries import frozen_scheme
from pingyi.forms.model import Form
from pingyi.forms.writing import digest
from pingyi.ledger.notes import COSIGNATURE, ED25519, VerifierKey
from pingyi.polling import publics, refusals
from pingyi.polling.agreement import cell_differences, kind_of, moment_text
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.publics import RollFile
from pingyi.polling.queries import online_form
from pingyi.polling.questions import options_of
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest, Page
from pingyi.protocol.parties import Identity, Party
from pingyi.signer.keys import PublicKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFiles:
    """The bytes of what the bodies handed in; `page` is the resident's page exactly as it is served."""

    roll: bytes
    cells: bytes
    ballot_signer: bytes
    entry_signer: bytes
    outer_trustee: bytes
    inner_trustee: bytes
    page: bytes
    bodies: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What is settled in words: names of hosts, keys that are read out, and the rules of later batches and audit."""

    hosts: Mapping[Party, str]
    roll_keeper_key: str
    box_key: str
    log: str
    witnesses: tuple[str, ...]
    quorum: int
    page_host: str
    relays: tuple[str, ...] = ()
    batch_max: int = 0
    batch_source: str = ""
    beacon: str = ""


def draft_manifest(appraisal: OnlineAppraisal, files: PublicFiles, agreed: Agreed) -> bytes:
    """Return the bytes of `manifest.json` that the five bodies are asked to sign; stores nothing.

    Raises `Refused`, naming the field (as in `PublicFiles` and `Agreed`), where a file is of another form, belongs to
    somebody else, or does not fit the campaign or another file.
    """
    form, scheme_digest = _settled(appraisal)
    roll, cells = publics.roll_file(files.roll), publics.cell_records(files.cells)
    _check_roll(appraisal, roll, cells)
    parties = _parties(files, agreed, cells)
    content, made = _encoded(
        Manifest(
            id=appraisal.public_id,
            kind="internal" if kind_of(appraisal.campaign) == "internal" else "external",
            demonstration=appraisal.campaign.demonstration,
            rated=appraisal.rated,
            questionnaire=bytes.fromhex(digest(form)),
            options=options_of(form),
            cells=roll.cells,
            cells_root=roll.cells_root,
            roll=roll.roll,
            parties=parties,
            page=Page(agreed.page_host, sha256(files.page)),
            scheme=bytes.fromhex(scheme_digest),
            opens=moment_text(appraisal.campaign.collect_at),
            closes=moment_text(appraisal.campaign.close_at),
            log=_key(agreed.log, ED25519, "log"),
            witnesses=tuple(_key(one, COSIGNATURE, "witnesses") for one in agreed.witnesses),
            quorum=agreed.quorum,
            relays=agreed.relays,
            batch_max=agreed.batch_max,
            batch_source=agreed.batch_source,
            beacon=agreed.beacon,
            bodies=publics.listed_bodies(files.bodies),
        )
    )
    if wrong := cell_differences(appraisal, made, cells):
        raise refusals.cells_differ(wrong, field="cells")
    return content


def _settled(appraisal: OnlineAppraisal) -> tuple[Form, str]:
    """Return questionnaire and hash of the scheme; refuses while something that the manifest names is open."""
    if appraisal.manifest:
        raise refusals.already_fixed()
    form, scheme = online_form(appraisal.campaign), frozen_scheme(appraisal.campaign)
    if form is None:
        raise refusals.no_online_form()
    if scheme is None:
        raise refusals.scheme_not_frozen()
    if not appraisal.cells.exists():
        raise refusals.no_cells()
    return form, scheme.digest


def _check_roll(appraisal: OnlineAppraisal, roll: RollFile, cells: tuple[CellRecord, ...]) -> None:
    if roll.campaign != appraisal.public_id:
        raise refusals.public_file_wrong("roll", f"made for {roll.campaign!r}")
    if (roll.cells, roll.cells_root) != (len(cells), publics.cells_root(cells)):
        raise refusals.public_file_wrong("cells", "not the cells that roll.json names")
    if roll.roll.count != sum(cell.roll_count for cell in cells):
        raise refusals.public_file_wrong("roll", "another number of people than its cells have")


def _parties(files: PublicFiles, agreed: Agreed, cells: tuple[CellRecord, ...]) -> dict[Party, Identity]:
    signers = {
        Party.S: _signer(files.ballot_signer, 1, "ballot_signer", cells),
        Party.R: _signer(files.entry_signer, 2, "entry_signer", cells),
    }
    trustees = {
        Party.T1: publics.trustee_keys(files.outer_trustee, field="outer_trustee"),
        Party.T2: publics.trustee_keys(files.inner_trustee, field="inner_trustee"),
    }
    keys = {
        Party.M: publics.identity_key(agreed.roll_keeper_key, field="roll_keeper_key"),
        Party.B: publics.identity_key(agreed.box_key, field="box_key"),
        **{party: signer.identity for party, signer in signers.items()},
        **{party: trustee.identity for party, trustee in trustees.items()},
    }
    hpke = {party: trustee.hpke for party, trustee in trustees.items()}
    return {party: Identity(agreed.hosts[party], keys[party], hpke.get(party)) for party in Party}


def _signer(content: bytes, role: int, field: str, cells: tuple[CellRecord, ...]) -> PublicKeys:
    found = publics.signer_keys(content, role=role, field=field)
    if found.moduli != tuple(cell.key(role).modulus for cell in cells):
        raise refusals.public_file_wrong(field, "its keys are not those of the cells")
    return found


def _key(text: str, kind: int, field: str) -> VerifierKey:
    found = publics.verifier_key(text, field=field)
    if found.kind != kind:
        raise refusals.public_file_wrong(field, "a key of the wrong kind")
    return found


def _encoded(manifest: Manifest) -> tuple[bytes, Manifest]:
    try:
        return manifest.encode(), manifest
    except Malformed as problem:
        raise refusals.draft_wrong(problem.what) from None
