"""A campaign with three units, one small questionnaire for two channels, and a frozen scheme."""

import datetime as dt
import uuid

import pytest

from pingyi.campaigns.models import Campaign, CampaignForm, CoveredUnit, SchemeVersion
from pingyi.directory.models import Unit, UnitKind
from pingyi.foundation import clock
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.scoring.presets import preset_text
from tests.analysis.tables import UNITS


def named(words):
    """A text in both languages."""
    return {"zh": words, "en": words}


START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
FORM = {
    "format": "pingyi/v1/form",
    "name": "small",
    "title": {"zh": "小问卷", "en": "Small"},
    "scales": {
        "five": {
            "family": "satisfaction",
            "choices": [{"code": str(code), "label": named(f"选项{code}")} for code in (5, 4, 3, 2, 1, -1)],
        },
        "letters": {"family": "letters", "choices": [{"code": code, "label": named(code)} for code in ("a", "b")]},
    },
    "questions": [
        {"name": "strict", "type": "choice", "label": named("严格"), "scale": "five"},
        {
            "name": "manner",
            "type": "group",
            "label": named("态度"),
            "questions": [{"name": "calm", "type": "choice", "label": named("平和"), "scale": "five"}],
        },
        {"name": "which", "type": "choice", "label": named("哪个"), "scale": "letters"},
        {"name": "remark", "type": "text", "label": named("意见")},
    ],
}


COLLECTING, CLOSED, PUBLISHED = (START + dt.timedelta(weeks=n) for n in (1, 2, 5))


@pytest.fixture(autouse=True)
def a_day_after_closing():
    """Every test begins when collecting has closed and nothing is published."""
    with clock.frozen_at(CLOSED + dt.timedelta(days=1)):
        yield


@pytest.fixture
def units(db):
    kind = UnitKind.objects.create(code="county_bureau", name_zh="县市区局")
    codes = [*sorted(UNITS), "530000-province_dept"]
    return [
        Unit.objects.create(
            code=code, name_zh=code, path=f"{n:04d}", level="county", kind=kind, valid_from=dt.date(2020, 1, 1)
        )
        for n, code in enumerate(codes, 1)
    ]


@pytest.fixture
def campaign(units):
    made = campaign_over(units[-1], f"yl-{uuid.uuid4().hex[:8]}")
    CoveredUnit.objects.bulk_create(CoveredUnit(campaign=made, unit=unit, group="county") for unit in units[:2])
    sheet = Questionnaire.objects.create(code="small", purpose="sample", name_zh="小问卷")
    version = QuestionnaireVersion.objects.create(
        questionnaire=sheet, number=1, content=FORM, digest="0" * 64, created_at=START, released_at=START
    )
    for channel in ("sample", "online"):
        CampaignForm.objects.create(campaign=made, channel=channel, version=version)
    text = preset_text("recommended")
    SchemeVersion.objects.create(campaign=made, number=1, text=text, digest="1" * 64, created_at=START, frozen_at=START)
    return made


def campaign_over(formal_object, code):
    """A campaign whose evidence folder nobody used before; its moments are a week apart."""
    names = ("mobilise_at", "collect_at", "close_at", "score_at", "object_at", "publish_at")
    moments = {name: START + dt.timedelta(weeks=n) for n, name in enumerate(names)}
    return Campaign.objects.create(
        code=code, year=2026, mode="independent", organiser_zh="评议委员会", formal_object=formal_object, **moments
    )
