"""The manifest that all five bodies signed: taken in once, and only if it says what the campaign says."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.queries import frozen_scheme
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.polling import publics, refusals
from pingyi.polling.agreement import cell_differences, differences
from pingyi.polling.models import OnlineAppraisal
from pingyi.primitives.errors import Malformed
from pingyi.protocol.manifest import Manifest, Signatures, camp


@transaction.atomic
def fix_manifest(
    appraisal: OnlineAppraisal, content: bytes, signatures: bytes, *, cells: bytes, by: Staff | None = None
) -> OnlineAppraisal:
    """Take in the manifest. Refused unless all five bodies signed it and it says what the campaign says.

    `cells` is `cells.jsonl` of the roll keeper, whose root the manifest names; it must be the cells that were planned.
    """
    appraisal = OnlineAppraisal.objects.select_for_update().get(pk=appraisal.pk)
    if appraisal.manifest:
        raise refusals.already_fixed()
    if frozen_scheme(appraisal.campaign) is None:
        raise refusals.scheme_not_frozen()
    manifest, name = _signed(content, signatures)
    if fields := differences(appraisal, manifest):
        raise refusals.manifest_differs(fields)
    _check_cells(appraisal, manifest, cells)
    appraisal.manifest, appraisal.camp, appraisal.fixed_at = content, name.hex(), clock.now()
    appraisal.save(update_fields=["manifest", "camp", "fixed_at"])
    record(
        by.username if by else SYSTEM,
        "polling:manifest:fixed",
        f"campaign:{appraisal.campaign.code}",
        camp=name.hex(),
    )
    return appraisal


def _signed(content: bytes, signatures: bytes) -> tuple[Manifest, bytes]:
    name = camp(content)
    try:
        manifest = Manifest.parse(content)
    except Malformed as problem:
        raise refusals.public_file_wrong("manifest", problem.what) from None
    try:
        unsigned = Signatures.parse(signatures).wrong(manifest, name)
    except Malformed as problem:
        raise refusals.public_file_wrong("signatures", problem.what) from None
    if unsigned:
        raise refusals.not_signed([party.name for party in unsigned])
    return manifest, name


def _check_cells(appraisal: OnlineAppraisal, manifest: Manifest, content: bytes) -> None:
    cells = publics.cell_records(content)
    if publics.cells_root(cells) != manifest.cells_root:
        raise refusals.public_file_wrong("cells", "not the cells that the manifest names")
    if wrong := cell_differences(appraisal, manifest, cells):
        raise refusals.cells_differ(wrong, field="cells")
