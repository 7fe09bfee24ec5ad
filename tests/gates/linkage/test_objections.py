"""What an objection tells: an honest objector alone in her cell can be recognised, and she must be told so.

The first tags and the final ones are both published, so the ballots between them form a group of their own. Whoever
keeps an envelope from the outer trustee and later objects with it can make that group one person (docs/protocol).
"""

import pytest

from pingyi.protocol import lists
from pingyi.tokens.ballots import parse_row, tag
from pingyi.tokens.tokens import Token
from tests.trustee.ballots import answers_of
from tests.trustee.conftest import stages  # noqa: F401 - a fixture
from tests.trustee.world import LOST


@pytest.fixture
def published(stages):  # noqa: F811
    """What everybody sees at the end: both lists of tags, the rows."""
    outbox = stages.snapshots / "rows" / "t2" / "outbox"
    listed = [set(lists.split(path.read_bytes(), lists.TAG)) for path in (outbox / "tags").glob("*.bin")]
    [rows] = (outbox / "rows").glob("*.bin")
    first, final = sorted(listed, key=len)
    return first, final, [parse_row(lists.parts(one)[1], 2) for one in lists.split(rows.read_bytes(), 393)]


def test_a_ballot_that_came_by_objection_can_be_recognised(published):
    first, final, rows = published
    [added] = [lists.parts(one)[1] for one in final - first]
    [row] = [row for row in rows if tag(Token.parse(row.token).nonce) == added]
    assert row.answers == answers_of(LOST)
