"""Reads of evidence: which batches count, where their rows lie, what a campaign may be answered with."""

import re
from pathlib import Path

from django.db.models import QuerySet

from pingyi.analysis.digest import is_intact
from pingyi.analysis.kinds import KINDS, SPECIAL_CODES, columns_in_order
from pingyi.campaigns.models import Campaign, CampaignForm
from pingyi.evidence.models import EvidenceBatch
from pingyi.forms.model import Form
from pingyi.forms.reading import read_form
from pingyi.foundation.places import var_folder

CHANNELS = {"sample": CampaignForm.Channel.SAMPLE, "ballots": CampaignForm.Channel.ONLINE}
_INTEGER = re.compile(r"-?[0-9]{1,4}")


def batches_in_force(campaign: Campaign, kind: str | None = None) -> QuerySet[EvidenceBatch]:
    """Return the batches that no correction has replaced, by kind and number; of one kind or of all."""
    batches = EvidenceBatch.objects.filter(campaign=campaign, replaced_by__isnull=True)
    return (batches.filter(kind=kind) if kind else batches).order_by("kind", "number")


def paths_in_force(campaign: Campaign, kind: str) -> list[Path]:
    """Return the Parquet files of the batches in force of one kind; empty when there are none."""
    return [path_of(batch) for batch in batches_in_force(campaign, kind).select_related("campaign")]


def path_of(batch: EvidenceBatch) -> Path:
    """Return the Parquet file of a batch. Its name is the digest, so a leftover file is never mistaken for it."""
    return evidence_path(batch.campaign, batch.kind, batch.digest)


def evidence_path(campaign: Campaign, kind: str, digest: str) -> Path:
    """Return where rows of `kind` with this digest lie."""
    return var_folder("evidence", campaign.code, kind) / f"{digest}.parquet"


def evidence_index(campaign: Campaign) -> list[dict[str, str | int]]:
    """Return kind, number, rows and digest of every batch in force, in order: what a frozen result names."""
    return [
        {"kind": batch.kind, "number": batch.number, "rows": batch.rows, "digest": batch.digest}
        for batch in batches_in_force(campaign)
    ]


def damaged_batches(campaign: Campaign) -> list[EvidenceBatch]:
    """Return batches in force whose file is missing or no longer gives the digest of the index."""
    return [batch for batch in batches_in_force(campaign).select_related("campaign") if not _is_intact(batch)]


def scales_of(campaign: Campaign, kind: str) -> dict[str, frozenset[int]] | None:
    """Return the items of the questionnaire that `kind` answers, with the codes each allows.

    A kind without items has none; None means that the campaign does not ask through this channel.
    """
    if kind not in CHANNELS:
        return {}
    asked = campaign.forms.filter(channel=CHANNELS[kind]).select_related("version").first()
    return scales_of_form(read_form(asked.version.content)) if asked else None


def scales_of_form(form: Form) -> dict[str, frozenset[int]]:
    """Return the codes on the scale of every item of `form`; don't know and the like are known to evidence anyway.

    A question whose codes are not all integers is no item: evidence has no column for it.
    """
    scales = {scale.name: [choice.code for choice in scale.choices] for scale in form.scales}
    return {
        item.name: frozenset(map(int, scales[item.scale])) - SPECIAL_CODES
        for item in form.items()
        if all(_INTEGER.fullmatch(code) for code in scales[item.scale])
    }


def _is_intact(batch: EvidenceBatch) -> bool:
    columns = columns_in_order(KINDS[batch.kind], frozenset(batch.columns))
    return is_intact(path_of(batch), columns, batch.digest)
