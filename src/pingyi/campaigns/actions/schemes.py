"""Versions of a campaign's scheme, and the moment after which it cannot change."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign, SchemeVersion
from pingyi.campaigns.queries import current_scheme, frozen_scheme
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.scoring.scheme import read_scheme, scheme_digest
from pingyi.wording import Refused, Text


@transaction.atomic
def add_scheme(campaign: Campaign, text: str, *, by: Staff | None = None) -> SchemeVersion:
    """Add a version of the scheme file (TOML). The same file again is the same version. Refused once frozen."""
    if frozen_scheme(campaign):
        raise _frozen()
    read_scheme(text)  # refuses what is wrong with it
    digest, newest = scheme_digest(text), current_scheme(campaign)
    if newest and newest.digest == digest:
        return newest
    version = SchemeVersion.objects.create(
        campaign=campaign,
        number=newest.number + 1 if newest else 1,
        text=text,
        digest=digest,
        created_at=clock.now(),
        created_by=by,
    )
    _note(by, "campaigns:scheme:added", version)
    return version


@transaction.atomic
def freeze_scheme(version: SchemeVersion, *, by: Staff | None = None) -> SchemeVersion:
    """Freeze the newest version by its hash. Evidence is only taken in afterwards, so no answer precedes it."""
    campaign = version.campaign
    if frozen_scheme(campaign):
        raise _frozen()
    if version != current_scheme(campaign):
        raise Refused.because(
            "scheme_not_newest",
            Text("这不是最新的方案。", "This is not the newest version of the scheme."),
            Text("请锁定最新的一版。", "Freeze the newest one."),
        )
    _refuse_when_incomplete(campaign)
    version.frozen_at = clock.now()
    version.save(update_fields=["frozen_at"])
    _note(by, "campaigns:scheme:frozen", version)
    return version


def _refuse_when_incomplete(campaign: Campaign) -> None:
    if not campaign.covered.exists():
        raise Refused.because(
            "no_covered_units",
            Text("还没有确定延伸单位。", "No unit is covered yet."),
            Text("请先确定延伸单位，再锁定方案。", "Cover the units first, then freeze."),
        )


def _note(by: Staff | None, act: str, version: SchemeVersion) -> None:
    thing = f"campaign:{version.campaign.code}"
    record(by.username if by else SYSTEM, act, thing, version=version.number, digest=version.digest)


def _frozen() -> Refused:
    return Refused.because(
        "scheme_frozen",
        Text("评议方案已经锁定。", "The scheme is frozen already."),
        Text("锁定的方案不能改；请看现行方案。", "A frozen scheme cannot change; see the one in force."),
    )
