"""Questionnaires made in the office: questions picked from the bank, filled examples kept, then released."""

import re

import pytest

from pingyi.questionnaires.actions import release_version, start_from_template
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.queries import form_of
from tests.web.office.conftest import said_after, text_of

HOME = "/office/questionnaires/"
BLANK = {"purpose": "sample", "code": "2026-sample", "name_zh": "抽样问卷", "name_en": "Sample survey"}
PICKED = ["y1_safe", "b1_job", "k1_fees"]


@pytest.fixture
def blank(organiser):
    said_after(organiser, organiser.post(f"{HOME}blank/", BLANK))
    return Questionnaire.objects.get()


@pytest.fixture
def drafted(organiser, blank):
    said_after(organiser, organiser.post(f"{HOME}2026-sample/pick/", {"names": PICKED}))
    return QuestionnaireVersion.objects.get()


def test_a_blank_questionnaire_leads_to_the_bank(organiser):
    sent = organiser.post(f"{HOME}blank/", BLANK)
    assert sent["Location"].endswith("/2026-sample/pick/")
    page = said_after(organiser, sent)
    assert "您感觉安全吗" in page and "治安与安全感" in page and "出处" in page
    assert "checked" not in page


@pytest.mark.parametrize("field", ["purpose", "code", "name_zh", "name_en"])
def test_what_is_missing_is_said_beside_it(organiser, field):
    answer = organiser.post(f"{HOME}blank/", {**BLANK, field: ""})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not Questionnaire.objects.exists()


def test_what_is_picked_becomes_the_first_version(organiser, drafted):
    form = form_of(drafted)
    assert [question.name for question in form.questions] == PICKED
    assert (form.name, form.title.zh) == ("q_2026_sample", "抽样问卷")
    assert "您感觉安全吗" in text_of(organiser.get(f"{HOME}2026-sample/1/"))
    assert "存了抽样问卷第1版" in text_of(organiser.get("/office/journal/"))


def test_more_is_picked_into_the_next_version_and_nothing_twice(organiser, drafted):
    page = text_of(organiser.get(f"{HOME}2026-sample/pick/"))
    assert page.count("已在问卷里") == len(PICKED) == page.count(" disabled")
    said_after(organiser, organiser.post(f"{HOME}2026-sample/pick/", {"names": ["p1_respect"]}))
    newest = QuestionnaireVersion.objects.get(number=2)
    assert [question.name for question in form_of(newest).questions] == [*PICKED, "p1_respect"]
    again = organiser.post(f"{HOME}2026-sample/pick/", {"names": ["y1_safe"]})
    assert again.status_code == 422
    assert "您感觉安全吗？”：" in text_of(again)


@pytest.mark.parametrize(
    ("names", "says"), [([], "一道题也没有选"), (["nope"], "请从列出的选项里选"), (["l3_kept"], "没有")]
)
def test_what_cannot_be_picked_is_said_and_nothing_is_saved(organiser, blank, names, says):
    answer = organiser.post(f"{HOME}2026-sample/pick/", {"names": names})
    assert answer.status_code == 422
    page = text_of(answer)
    assert says in page.split('role="alert"')[1].split("</div>")[0]
    assert not QuestionnaireVersion.objects.exists()


def test_what_was_chosen_stays_chosen_when_it_is_refused(organiser, blank):
    page = text_of(organiser.post(f"{HOME}2026-sample/pick/", {"names": ["y1_safe", "l3_kept"]}))
    assert set(re.findall(r'value="(\w+)" checked', page)) == {"y1_safe", "l3_kept"}


def test_an_example_is_seen_before_it_is_kept(organiser, drafted):
    address = f"{HOME}2026-sample/1/examples/add/"
    assert "checked" not in text_of(organiser.get(address))
    page = text_of(organiser.post(address, {"y1_safe": "1"}))
    assert "存下1题" in page and 'value="1" checked' in page
    drafted.refresh_from_db()
    assert drafted.examples == []


def test_a_kept_example_is_read_in_words_and_told(organiser, drafted):
    address = f"{HOME}2026-sample/1/examples/"
    sent = organiser.post(f"{address}add/", {"y1_safe": "1", "example-title": "只答一题", "example-keep": "1"})
    page = said_after(organiser, sent)
    assert "只答一题" in page and "存下1题" in page
    assert "给抽样问卷留存了一份填写样例" in text_of(organiser.get("/office/journal/"))
    scale = form_of(drafted).scale("safe5")
    assert scale.choice("1").label.zh in page


def test_an_example_needs_a_name(organiser, drafted):
    answer = organiser.post(f"{HOME}2026-sample/1/examples/add/", {"y1_safe": "1", "example-keep": "1"})
    assert answer.status_code == 422
    assert 'id="id_example-title_error"' in text_of(answer)
    drafted.refresh_from_db()
    assert drafted.examples == []


def test_an_answer_that_is_none_is_kept_as_refused(organiser, drafted):
    address = f"{HOME}2026-sample/1/examples/"
    wrong = {"y1_safe": "77", "title": "x", "example-title": "不该收的", "example-keep": "1"}
    page = said_after(organiser, organiser.post(f"{address}add/", wrong))
    assert "拒收" in page and "您感觉安全吗" in page
    drafted.refresh_from_db()
    assert drafted.examples[0]["issues"] == ["off_scale@y1_safe"]


def test_three_examples_make_a_draft_ready_for_release(organiser, drafted):
    release = f"{HOME}2026-sample/1/release/"
    assert "至少要3份" in text_of(organiser.post(release))
    for n in ("1", "2", "-1"):
        sent = {"y1_safe": n, "example-title": f"例{n}", "example-keep": "1"}
        said_after(organiser, organiser.post(f"{HOME}2026-sample/1/examples/add/", sent))
    assert "已定稿" in said_after(organiser, organiser.post(release))
    closed = organiser.get(f"{HOME}2026-sample/1/examples/add/")
    assert closed.status_code == 302


def test_the_templates_can_be_filled_in_too(organiser):
    for code in ("sample", "rating", "inspection"):
        start_from_template(code, code=code)
        page = text_of(organiser.get(f"{HOME}{code}/1/examples/"))
        assert page.count("存下") >= 3
        assert organiser.post(f"{HOME}{code}/1/examples/add/", {"csrf": "x"}).status_code == 200


def test_a_question_that_depends_on_another_appears_when_it_applies(organiser, blank):
    said_after(organiser, organiser.post(f"{HOME}2026-sample/pick/", {"names": ["i1_coached", "i1_who"]}))
    address = f"{HOME}2026-sample/1/examples/add/"
    assert 'name="i1_who"' not in text_of(organiser.get(address))
    assert 'name="i1_who"' in text_of(organiser.post(address, {"i1_coached": "1"}))


def test_a_reader_reads_examples_and_makes_nothing(land, seat):
    release_version(start_from_template("online", code="online"))
    reader = seat("ye", "liaison", land["990102-bureau"])
    assert reader.get(f"{HOME}online/1/examples/").status_code == 200
    acts = ("blank/", "online/pick/", "online/1/examples/add/")
    assert {reader.post(HOME + act).status_code for act in acts} == {403}
    local = seat("local", "organiser", land["990102-bureau"])
    assert {local.post(HOME + act).status_code for act in acts} == {403}
