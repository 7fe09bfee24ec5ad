"""今日: what it says at each point of a campaign's life, and to whom."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pingyi.accounts.actions import propose
from pingyi.directory.actions.units import rename_unit
from pingyi.evidence.models import EvidenceBatch
from pingyi.foundation.clock import frozen_at
from pingyi.journal import memory
from pingyi.journal.actions import record
from pingyi.results.actions import SIGN
from pingyi.results.models import ResultSet
from pingyi.wording import Text
from tests.web.invented import at, build_province
from tests.web.office.conftest import text_of
from tests.web.office.test_cost import another_campaign


@pytest.fixture
def invented(db):
    """Two campaigns: 2025 scored and waiting, 2026 without a scheme."""
    return build_province(published=False, stations=0)


def batch(campaign, digest="cd" * 32):
    return EvidenceBatch.objects.create(
        campaign=campaign, kind="ballots", number=1, rows=60000, columns=[], digest=digest, source="委员会",
        imported_at=at(2025, 12, 1),
    )  # fmt: skip


def step_of(client, code):
    """The sentence behind 下一步 on the card of a campaign."""
    card = text_of(client.get("/office/")).split(f'id="h-{code}"')[1].split("</section>")[0]
    return re.search(r'class="next"><strong>下一步</strong><span>(.*?)</span>', card)[1]


def proposed(invented, staff):
    one = invented.result_set
    payload = {"result_set": one.pk, "digest": one.digest}
    return propose(SIGN, "campaign:yunling-2025", payload, by=staff)


def test_an_empty_house_says_where_to_begin(organiser):
    page = text_of(organiser.get("/office/"))
    assert "先把单位录进来" in page and "/office/units/import/" in page


def test_with_units_and_nothing_running_it_offers_a_campaign(land, organiser, seat):
    assert "/office/campaigns/new/" in text_of(organiser.get("/office/"))
    reader = text_of(seat("ye", "liaison", land["990102-bureau"]).get("/office/"))
    assert "/office/campaigns/new/" not in reader and "还没有单位" not in reader


def test_the_day_is_the_office_s_own(organiser):
    assert "2026年11月23日" in text_of(organiser.get("/office/"))
    assert "星期一" in text_of(organiser.get("/office/"))


def test_the_step_follows_what_exists(invented, organiser):
    told = []
    ResultSet.objects.update(evidence=[])
    batch(invented.campaign)
    told.append(step_of(organiser, "yunling-2025"))
    ResultSet.objects.update(evidence=[{"kind": "ballots", "number": 1, "rows": 60000, "digest": "cd" * 32}])
    told.append(step_of(organiser, "yunling-2025"))
    proposed(invented, organiser.staff)
    told.append(step_of(organiser, "yunling-2025"))
    ResultSet.objects.update(signed_at=at(2026, 1, 10))
    told.append(step_of(organiser, "yunling-2025"))
    expected = ["要重新计分", "还没有人提出签发", "等第二个人签发", "可以公布"]
    assert [words in said for words, said in zip(expected, told, strict=True)] == [True] * 4, told


def test_before_scoring_it_asks_for_evidence_then_for_a_score(invented, organiser):
    ResultSet.objects.all().delete()
    assert "这次评议不会有结果" in step_of(organiser, "yunling-2025")
    batch(invented.campaign)
    assert "可以计分" in step_of(organiser, "yunling-2025")


def test_after_closing_evidence_presses(invented, seat):
    ResultSet.objects.all().delete()
    with frozen_at(at(2025, 12, 15)):
        organiser = seat("lu")
        queue = text_of(organiser.get("/office/")).split('id="h-wait"')[1].split("</section>")[0]
    assert "还没有导入" in queue and "已经晚了" in queue


def test_while_people_answer_nothing_presses(invented, seat):
    ResultSet.objects.all().delete()
    with frozen_at(at(2025, 10, 1)):
        organiser = seat("lu")
        assert "到一批导一批" in step_of(organiser, "yunling-2025")
        queue = text_of(organiser.get("/office/")).split('id="h-wait"')[1].split("</section>")[0]
    assert "导一批" not in queue


def test_what_is_late_is_said_in_words_and_comes_first(invented, organiser):
    queue = text_of(organiser.get("/office/")).split('id="h-wait"')[1].split("</section>")[0]
    marks = re.findall(r"已经晚了|等您", queue)
    assert marks and marks == sorted(marks, key=lambda mark: mark != "已经晚了")


def test_a_proposal_waits_for_the_other_person_only(invented, organiser, seat):
    second = seat("lu")
    one = proposed(invented, organiser.staff)
    assert f"/office/proposals/{one.pk}/" in text_of(second.get("/office/")).split('id="h-wait"')[1]
    assert f"/office/proposals/{one.pk}/" not in text_of(organiser.get("/office/")).split('id="h-wait"')[1]
    reader = seat("ye", "liaison", invented.units["530102-county_bureau"])
    assert f"/office/proposals/{one.pk}/" not in text_of(reader.get("/office/"))


def test_lately_tells_of_my_part_only(land, organiser, seat):
    rename_unit(land["990103-bureau"], Text("松筠新名", ""), by=organiser.staff)
    assert "改名为“松筠新名”" in text_of(organiser.get("/office/"))
    assert "松筠新名" in text_of(seat("gu", "unit_head", land["9901-bureau"]).get("/office/"))
    assert "松筠新名" not in text_of(seat("ye", "unit_head", land["990102-bureau"]).get("/office/"))


def test_accusations_and_sign_ins_never_stand_here(land, organiser):
    with transaction.atomic():
        record("shen", "cases:accusation:received", "unit:990102-bureau", words="秘密")
        record("shen", "accounts:session:opened", "staff:shen")
    page = text_of(organiser.get("/office/"))
    assert "accusation" not in page and "秘密" not in page and "登录" not in page.split("h-lately")[1]


def test_three_campaigns_cost_what_one_costs(invented, organiser):
    for address in ("", "campaigns/"):
        before = queries_of(organiser, address)
        for n in range(2):
            another_campaign(invented.campaign, n + len(address))
        assert queries_of(organiser, address) == before


@pytest.mark.parametrize("address", ["units/99-department/", "units/", "people/"])
def test_more_rows_cost_no_more_queries(land, organiser, seat, address):
    seat("xi", "liaison", land["99-department"])
    before = queries_of(organiser, address)
    for username in ("he", "nan"):
        seat(username, "liaison", land["99-department"])
    assert queries_of(organiser, address) == before


def queries_of(client, address):
    memory.forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/office/{address}").status_code == 200
    return len(captured)
