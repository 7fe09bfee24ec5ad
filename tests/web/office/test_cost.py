"""Lists of journal, results and evidence cost as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pingyi.accounts.actions import add_staff, propose
from pingyi.accounts.models import Staff
from pingyi.campaigns.models import Campaign
from pingyi.directory.actions.postings import grant_posting
from pingyi.evidence.models import EvidenceBatch
from pingyi.results.actions import SIGN
from pingyi.results.models import ResultSet, UnitResult
from tests.web.invented import at, build_province

EVIDENCE = [{"kind": "ballots", "number": 1, "rows": 60000, "digest": "cd" * 32}]


@pytest.fixture
def seats(client, db):
    """A province not yet published; the client is an organiser, a second one proposes."""
    built = build_province(published=False, stations=0)
    for username in ("shen", "lu"):
        grant_posting(add_staff(username, name=username, password=None, by=None), "organiser")
    client.force_login(Staff.objects.get(username="shen"))
    return built


def another_campaign(one, n):
    names = ("mobilise_at", "collect_at", "close_at", "score_at", "object_at", "publish_at")
    moments = {name: getattr(one, name) for name in names}
    of = {"formal_object": one.formal_object, "organiser_zh": "委员会", "organiser_en": "", "mode": "independent"}
    return Campaign.objects.create(code=f"another-{n}", year=2020 + n, name_zh=f"另一次{n}", **of, **moments)


def another_set(result_set, n):
    same = {"scheme": result_set.scheme, "evidence": EVIDENCE, "evidence_digest": "ef" * 32, "digest": f"{n:064}"}
    by = Staff.objects.get(username="lu")
    return ResultSet.objects.create(
        campaign=result_set.campaign, number=n, computed_at=at(2025, 12, 16), computed_by=by, **same
    )


def another_batch(campaign, n):
    by = Staff.objects.get(username="lu")
    EvidenceBatch.objects.create(
        campaign=campaign, kind="sample", number=n, rows=n, columns=["row"], digest=f"{n:064}", source="调查队",
        imported_at=at(2025, 12, 1), imported_by=by,
        replaces=EvidenceBatch.objects.filter(kind="sample", number=n - 1).first(),
    )  # fmt: skip


def another_proposal(campaign, result_set):
    payload = {"result_set": result_set.pk, "digest": result_set.digest}
    propose(SIGN, f"campaign:{campaign.code}", payload, by=Staff.objects.get(username="lu"))


def grow(seats, n):
    """Add the n-th row to every list."""
    campaign = another_campaign(seats.campaign, n)
    another_batch(seats.campaign, n)
    another_proposal(campaign, another_set(seats.result_set, n))
    UnitResult.objects.create(
        result_set=seats.result_set, unit=list(seats.units.values())[n], group="county", withheld="too_few"
    )


@pytest.mark.parametrize(
    "address",
    [
        "journal/",
        "results/",
        "campaigns/yunling-2025/results/",
        "campaigns/yunling-2025/results/1/",
        "campaigns/yunling-2025/results/score/",
        "evidence/",
        "campaigns/yunling-2025/evidence/",
    ],
)
def test_three_rows_cost_what_one_costs(client, seats, address):
    grow(seats, 2)
    one = queries_of(client, address)
    grow(seats, 3)
    grow(seats, 4)
    assert queries_of(client, address) == one


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/office/{address}").status_code == 200
    return len(captured)
