"""A small land with the units of the ballot world, and a campaign that asks them what the world's people answer."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pingyi.campaigns.models import Campaign, CampaignForm, CoveredUnit, SchemeVersion
from pingyi.directory.models import Unit, UnitKind
from pingyi.forms.reading import read_form
from pingyi.forms.writing import canonical_bytes
from pingyi.polling.actions import fix_manifest, plan_cells, prepare
from pingyi.primitives.hashing import sha256
from pingyi.protocol.cells import records
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.rollkeeper import drafts
from pingyi.scoring.presets import preset_text
from tests.ballots.founding import NAMES, RATED
from tests.ballots.plan import Plan
from tests.ballots.world import World

TOP = "530000-province_dept"
CHINA = dt.timezone(dt.timedelta(hours=8))
OPTIONS = (6, 6, 2)
MOMENTS = {
    "mobilise_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
    "collect_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    "close_at": dt.datetime(2026, 11, 15, 16, tzinfo=dt.UTC),
    "score_at": dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
    "object_at": dt.datetime(2026, 12, 10, tzinfo=dt.UTC),
    "publish_at": dt.datetime(2027, 1, 10, tzinfo=dt.UTC),
}
COUNTED = dt.datetime(2026, 12, 2, tzinfo=dt.UTC)  # the rows are out


def said(words):
    return {"zh": words, "en": words}


FORM = {
    "format": "pingyi/v1/form",
    "name": "small",
    "title": said("小问卷"),
    "scales": {
        "five": {
            "family": "satisfaction",
            "choices": [{"code": code, "label": said(code)} for code in ("5", "4", "3", "2", "1", "-1")],
        },
        "letters": {"family": "letters", "choices": [{"code": code, "label": said(code)} for code in ("a", "b")]},
    },
    "questions": [
        {"name": "strict", "type": "choice", "label": said("严格"), "scale": "five"},
        {
            "name": "manner",
            "type": "group",
            "label": said("态度"),
            "questions": [{"name": "calm", "type": "choice", "label": said("平和"), "scale": "five"}],
        },
        {"name": "which", "type": "choice", "label": said("哪个"), "scale": "letters"},
        {"name": "remark", "type": "text", "label": said("意见")},
    ],
}
QUESTIONNAIRE = canonical_bytes(read_form(FORM))
CODES = {1: "5", 2: "4", 3: "3", 4: "2", 5: "1", 6: "-1", 0: ""}  # of strict and calm, by answer


def units_made():
    """The department and one county bureau for each cell of the world; one more that is not of this land."""
    kind = UnitKind.objects.create(code="county_bureau", name_zh="县市区局", name_en="County bureau")
    names = [
        ("云岭省公安厅机关", "Yunling department"),
        *(NAMES[n % len(NAMES)] for n in range(6)),
        ("别处", "Elsewhere"),
    ]
    codes = [TOP, *(f"53{n:04}-county_bureau" for n in range(6)), "990000-county_bureau"]
    paths = ["0001", *(f"0001{n:04}" for n in range(1, 7)), "0002"]
    return [
        Unit.objects.create(
            code=code, path=path, level="county", kind=kind, name_zh=zh, name_en=en, valid_from=dt.date(2020, 1, 1)
        )
        for code, path, (zh, en) in zip(codes, paths, names, strict=True)
    ]


def campaign_made(units, **changes):
    """A campaign over the land with the small questionnaire and a frozen scheme."""
    campaign = Campaign.objects.create(
        code="yunling-2026",
        year=2026,
        mode="independent",
        name_zh="云岭省2026年群众评议",
        name_en="Yunling 2026",
        organiser_zh="云岭省群众评议委员会",
        organiser_en="Yunling Appraisal Commission",
        formal_object=units[0],
        **MOMENTS | changes,
    )
    CoveredUnit.objects.bulk_create(CoveredUnit(campaign=campaign, unit=unit, group="county") for unit in units[1:7])
    sheet = Questionnaire.objects.create(code="small", purpose="online", name_zh="小问卷", name_en="Small")
    version = QuestionnaireVersion.objects.create(
        questionnaire=sheet, number=1, content=FORM, digest="0" * 64, created_at=MOMENTS["mobilise_at"]
    )
    CampaignForm.objects.create(campaign=campaign, channel="online", version=version)
    began = MOMENTS["mobilise_at"]
    SchemeVersion.objects.create(
        campaign=campaign,
        number=1,
        text=preset_text("recommended"),
        digest=sha256(b"scheme").hex(),
        created_at=began,
        frozen_at=began,
    )
    return campaign


def world(plan=None, *, manifest=lambda one, _: one, **twists):
    """A ballot campaign that asks the small questionnaire."""

    def fitting(made, its_world):
        return manifest(replace(made, questionnaire=sha256(QUESTIONNAIRE)), its_world)

    def files(found, _):
        return found | {"questionnaire.json": QUESTIONNAIRE}

    return World(plan or Plan(options=OPTIONS), twists={"files": files, "manifest": fitting, **twists})


def draft_of(made: World, folder: Path, **changes) -> Path:
    """The draft of the cells as the roll keeper wrote it; `changes` of cell 0."""
    listed = []
    for cell in records(made.files["cells.jsonl"].splitlines(keepends=True)):
        described = (cell.index, cell.unit, cell.name_zh, cell.name_en, cell.parents, cell.channel, cell.k)
        listed.append(drafts.Draft(*described, cell.roll_count, (cell.unit,)))
    listed[0] = replace(listed[0], **changes)
    path = folder / "cells-draft.csv"
    path.write_bytes(drafts.written(listed))
    return path


def prepared(campaign, made: World, folder: Path):
    """The appraisal with its cells."""
    appraisal = prepare(campaign, made.plan.id, RATED)
    plan_cells(appraisal, draft_of(made, folder))
    return appraisal


def fixed(campaign, made: World, folder: Path):
    """The appraisal with its manifest."""
    files = made.files
    return fix_manifest(
        prepared(campaign, made, folder), files["manifest.json"], files["manifest.sigs"], cells=files["cells.jsonl"]
    )
