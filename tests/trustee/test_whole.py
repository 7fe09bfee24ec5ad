"""A campaign from the first ballot to the rows, through a real box: what comes out is what was cast."""

from pingyi.protocol.statements import CellCounted, CellOpened, CellWithheld
from tests.trustee import ballots
from tests.trustee.world import CAST, GOOD, SMALL, TWICE, statement_of


def test_the_counts_are_what_was_cast(stages):
    assert stages.counts.valid == GOOD[0] + GOOD[1]
    assert stages.counts.reasons["duplicate"] == TWICE
