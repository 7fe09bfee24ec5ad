"""Questionnaires in the office: templates, what a resident would see, files in and out, release."""

import json
import re

import pytest

from pingyi.questionnaires.actions import release_version, start_from_template
from pingyi.questionnaires.models import QuestionnaireVersion
from tests.web.office.conftest import file_of, said_after, text_of

ONLINE = "/office/questionnaires/online/"


@pytest.fixture
def online(db):
    return start_from_template("online", code="online")


def changed(client):
    """The exported file with one question worded otherwise."""
    content = json.loads(client.get(f"{ONLINE}1.json").content)
    content["form"]["questions"][0]["label"] = {"zh": "您觉得执法严不严？", "en": "Is the law enforced strictly?"}
    return file_of(json.dumps(content), "online.json")


def test_a_template_becomes_a_first_version(organiser):
    asked = {"kind": "sample", "code": "sample-2026", "name_zh": "抽样问卷", "name_en": ""}
    page = said_after(organiser, organiser.post("/office/questionnaires/new/", asked))
    assert "抽样问卷" in page and "第1版" in page
    assert "抽样问卷" in text_of(organiser.get("/office/questionnaires/"))


def test_a_code_in_use_is_refused_beside_the_field(organiser, online):
    answer = organiser.post("/office/questionnaires/new/", {"kind": "online", "code": "online", "name_zh": "又一份"})
    assert answer.status_code == 422
    assert 'id="id_code_error"' in text_of(answer)


def test_the_phone_shows_twelve_equal_questions_with_nothing_chosen(organiser, online):
    page = text_of(organiser.get(f"{ONLINE}1/"))
    assert page.count("<fieldset") == 12
    rows = [block.count('type="radio"') for block in page.split("<fieldset")[1:]]
    assert set(rows) == {6}  # five grades and 不了解, every time
    assert "checked" not in page


def test_paper_has_a_box_for_every_answer(organiser, online):
    page = text_of(organiser.get(f"{ONLINE}1/paper/"))
    assert page.count('class="box"') == 12 * 6


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_what_is_exported_makes_no_new_version(organiser, online, suffix):
    pytest.importorskip("pyxform")
    content = organiser.get(f"{ONLINE}1.{suffix}").content
    said_after(organiser, organiser.post(f"{ONLINE}import/", {"file": file_of(content, f"online.{suffix}")}))
    assert QuestionnaireVersion.objects.count() == 1


def test_a_changed_file_is_the_next_version_and_the_change_is_said(organiser, online):
    page = said_after(organiser, organiser.post(f"{ONLINE}import/", {"file": changed(organiser)}))
    assert "第2版" in page and "改为“您觉得执法严不严？”" in page
    back = text_of(organiser.get(ONLINE, {"old": 2, "new": 1}))
    assert "由“您觉得执法严不严？”" in back


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "JSON"), (b'{"format": "pingyi/v1/form", "colour": 1}', "colour"), (b"x" * 2_100_000, "MB")],
)
def test_a_file_that_is_none_changes_nothing(organiser, online, content, says):
    answer = organiser.post(f"{ONLINE}import/", {"file": file_of(content, "online.json")})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert QuestionnaireVersion.objects.count() == 1


def test_release_closes_a_version(organiser, online):
    page = said_after(organiser, organiser.post(f"{ONLINE}1/release/"))
    assert "已定稿" in page
    assert not re.search(r'href="[^"]*1/release/"', page)


def test_a_reader_changes_nothing(land, online, seat):
    reader = seat("ye", "liaison", land["990102-bureau"])
    assert reader.get(f"{ONLINE}1/").status_code == 200
    assert [reader.post(f"{ONLINE}{act}").status_code for act in ("import/", "1/release/")] == [403, 403]


def test_an_organiser_of_one_county_changes_no_questionnaire(land, online, seat):
    local = seat("ye", "organiser", land["990102-bureau"])
    assert local.post(f"{ONLINE}1/release/").status_code == 403
    assert "定稿" not in text_of(local.get("/office/questionnaires/")).replace("已定稿", "")


def test_three_questionnaires_cost_what_one_costs(organiser, online, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        organiser.get("/office/questionnaires/")
    for code in ("second", "third"):
        release_version(start_from_template("online", code=code))
    with django_assert_num_queries(len(one)):
        organiser.get("/office/questionnaires/")
