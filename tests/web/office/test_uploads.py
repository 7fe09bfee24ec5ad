"""Evidence that is none: each with a clear answer, nothing taken in. (The whole way is walked in a browser.)"""

import pytest
from django.test import RequestFactory

from pingyi.directory.models import Unit
from pingyi.foundation.clock import frozen_at
from pingyi.web.office.evidence import bring
from tests.web.invented import at, build_province
from tests.web.office.conftest import file_of, said_after, text_of

HERE = "/office/campaigns/yunling-2025/evidence/rectification/import/"
HEADING = "unit,due,confirmed,claimed,late,reopened,period\n"


@pytest.fixture
def campaign(db):
    return build_province(published=False).campaign


@pytest.fixture
def organiser(seat):
    """At the desk while evidence comes in."""
    with frozen_at(at(2025, 12, 13)):
        yield seat("shen")


def brought(client, content, name="rows.csv"):
    sent = client.post(HERE, {"file": file_of(content, name), "source": "回访组", "replaces": ""})
    return said_after(client, client.get(sent["Location"]))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 字节"),
        (b"PK\x03\x04" + b"\0" * 30, "要改"),
        ("单位,应整改\n".encode("gb18030") + b"53,3\n", "单位"),
        (b"\x81\x30\xff\xff\x00", "编码"),
        (HEADING.encode(), "没有记录"),
    ],
)
def test_what_is_no_evidence_is_said(campaign, organiser, content, says):
    assert says in brought(organiser, content)
    assert campaign.batches.count() == 0


def test_two_hundred_megabytes_are_refused_before_they_are_kept(campaign, organiser):
    request = RequestFactory().post(HERE, {"file": file_of("x"), "source": "回访组", "replaces": ""})
    request.user = organiser.staff
    request.FILES["file"].size = 200_000_000
    answer = bring(request, "yunling-2025", "rectification")
    assert answer.status_code == 422
    assert "200 MB" in text_of(answer)


def test_an_unknown_kind_is_not_found(campaign, organiser):
    assert organiser.get(HERE.replace("rectification", "gossip")).status_code == 404


def test_a_supervisor_of_one_county_cannot_bring_evidence(campaign, seat):
    local = seat("fang", "survey_supervisor", Unit.objects.get(code="530102-county_bureau"))
    assert local.get(HERE).status_code == 403


def test_a_file_too_late_is_refused_before_it_is_sent_on(campaign, seat):
    late = seat("lu")
    answer = late.post(HERE, {"file": file_of(HEADING), "source": "回访组", "replaces": ""})
    assert answer.status_code == 422
    assert "已到公布日期" in text_of(answer)
