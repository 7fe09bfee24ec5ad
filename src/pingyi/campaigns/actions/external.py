"""Results of other bodies for earlier years."""

from dataclasses import dataclass

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.models import ExternalResult
from pingyi.directory.models import Unit
from pingyi.journal.actions import SYSTEM, record
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class External:
    """What a body said: its year, name, grade as it worded it, score in hundredths (or None), document."""

    year: int
    body: Text
    grade: str = ""
    score_e2: int | None = None
    document: str = ""


@transaction.atomic
def record_external_result(unit: Unit, external: External, *, by: Staff | None = None) -> ExternalResult:
    """Put another body's result beside ours; the same unit, year and body again replaces what was recorded."""
    result, _ = ExternalResult.objects.update_or_create(
        unit=unit,
        year=external.year,
        body_zh=external.body.zh,
        defaults={
            "body_en": external.body.en,
            "grade": external.grade,
            "score_e2": external.score_e2,
            "document": external.document,
        },
    )
    actor = by.username if by else SYSTEM
    record(actor, "campaigns:external:recorded", f"unit:{unit.code}", year=external.year, body=external.body.zh)
    return result
