"""Evidence comes in: written to a file, taken in like anybody's."""

import tempfile
from pathlib import Path
from typing import Final

from pingyi.campaigns.actions import record_external_result
from pingyi.campaigns.actions.external import External
from pingyi.demonstration.drawn.deeds import EXTERNAL_BODY, EXTERNAL_BODY_EN, external_rows
from pingyi.demonstration.drawn.files import write_evidence
from pingyi.demonstration.story.design import campaign_of
from pingyi.demonstration.story.ground import staff_called
from pingyi.directory.models import Unit
from pingyi.evidence.actions import import_batch
from pingyi.wording import Text

SOURCES: Final = {
    # kind of evidence: from whom it came
    "sample": "云岭省民意调查中心",
    "ballots": "云岭省群众评议委员会网络评议组",
    "ratings": "云岭省政务服务好差评平台",
    "inspection": "云岭省群众评议委员会督导组",
    "assessment": "云岭省群众评议委员会上级评价组",
    "rectification": "云岭省群众评议委员会回访组",
    "commitment": "云岭省群众评议委员会承诺评估组",
    "external": EXTERNAL_BODY,
}


def take_in(kind: str, year: int, seed: int) -> None:
    """Draw the evidence of one kind for the campaign of `year` and import it."""
    with tempfile.TemporaryDirectory(prefix="pingyi-demo-") as folder:
        path = write_evidence(Path(folder), kind, seed=seed, year=year)
        import_batch(campaign_of(year), kind, path, SOURCES[kind], by=staff_called("organiser"))


def hear_others(year: int) -> None:
    """Record what the evaluation office said of the department and the prefecture bureaus for `year`."""
    for code, said_year, _, grade, score_e2, document in external_rows(year):
        external = External(said_year, Text(EXTERNAL_BODY, EXTERNAL_BODY_EN), grade, score_e2, document)
        record_external_result(Unit.objects.get(code=code), external, by=staff_called("organiser"))
