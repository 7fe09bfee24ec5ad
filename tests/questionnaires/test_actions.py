"""From an empty questionnaire to a released version: what is saved, what is refused, what is written down."""

import json

import pytest

from pingyi.forms import digest, read_form, to_json
from pingyi.journal.models import JournalEntry
from pingyi.questionnaires.actions import (
    create_questionnaire,
    import_json,
    keep_example,
    release_version,
    save_version,
    start_from_template,
)
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.package import Package
from pingyi.questionnaires.templates import template
from pingyi.wording import Refused, Text
from tests.forms.forms import form, question

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(JournalEntry.objects.order_by("seq").values_list("act", flat=True))


def refusals(act, *arguments, **keys) -> list[str]:
    entries = JournalEntry.objects.count()
    with pytest.raises(Refused) as refused:
        act(*arguments, **keys)
    assert JournalEntry.objects.count() == entries
    return [issue.code for issue in refused.value.issues]


def test_a_template_is_ready_to_release(mei):
    version = start_from_template("online", code="online-2026", by=mei)
    assert (version.number, version.digest) == (1, digest(template("online").form))
    assert version.questionnaire.name.zh == "网络评议问卷"
    released = release_version(version, by=mei)
    assert released.released_at.isoformat() == "2026-05-20T01:30:00+00:00"
    assert acts() == [f"questionnaires:{act}" for act in ("questionnaire:created", "version:saved", "version:released")]
    assert JournalEntry.objects.get(seq=3).details == {"version": 1, "digest": version.digest}


@pytest.mark.parametrize(
    ("code", "purpose", "name", "expected"),
    [
        ("trial", "online", Text("新", ""), ["duplicate_code"]),
        ("A b", "online", Text("新", ""), ["bad_code"]),
        ("new", "party", Text("新", ""), ["unknown_purpose"]),
        ("", "", Text(" ", "x"), ["bad_code", "unknown_purpose", "missing_name"]),
    ],
)
def test_a_questionnaire_needs_code_purpose_and_name(blank, code, purpose, name, expected):
    assert refusals(create_questionnaire, code, purpose=purpose, name=name) == expected


def test_an_unknown_template_is_refused_and_leaves_nothing():
    assert refusals(start_from_template, "nope", code="x") == ["unknown_template"]
    assert not Questionnaire.objects.exists()


def test_a_template_under_a_code_in_use_is_refused(blank):
    assert refusals(start_from_template, "online", code="trial") == ["duplicate_code"]


def test_the_same_content_again_is_the_same_version(blank, mei):
    first = save_version(blank, form(question("a", "text")), by=mei)
    again = save_version(blank, form(question("a", "text")), by=mei)
    other = save_version(blank, form(question("b", "text")), by=mei)
    back = save_version(blank, form(question("a", "text")), by=mei)
    assert (again.pk, other.number, back.number) == (first.pk, 2, 3)
    assert acts().count("questionnaires:version:saved") == 3
    assert first.created_by == mei


def test_release_needs_three_examples_that_come_out(blank):
    version = save_version(blank, form(question("a", "integer", required=True)))
    assert refusals(release_version, version) == ["too_few_examples"]
    for number in ("1", "", "x"):
        version = keep_example(version, {"a": number}, title=Text(f"例{number}", f"Example {number}"))
    assert [example["issues"] for example in version.examples] == [[], ["unanswered@a"], ["wrong_answer@a"]]
    assert release_version(version).released_at


def test_an_example_that_comes_out_otherwise_stops_the_release(blank):
    package = template("staff")
    broken = [example.to_json() for example in package.examples]
    broken[1]["stored"]["pride"] = "5"
    content = json.dumps({"format": "pingyi/v1/questionnaire", "form": to_json(package.form), "examples": broken})
    version = import_json(blank, content.encode())
    assert refusals(release_version, version) == ["example_differs"]
    version.refresh_from_db()
    assert version.released_at is None


def test_a_released_version_is_closed(blank):
    package = template("staff")
    version = release_version(save_version(blank, package.form, examples=package.examples))
    assert refusals(keep_example, version, {}, title=Text("例", "Example")) == ["released"]
    before = JournalEntry.objects.count()
    assert release_version(version).released_at == version.released_at
    assert JournalEntry.objects.count() == before
    assert save_version(blank, package.form).pk == version.pk, "the same content is still the released version"
    assert save_version(blank, form(question("a", "text"))).number == 2


def test_content_that_was_tampered_with_is_not_released(blank):
    package = template("staff")
    version = save_version(blank, package.form, examples=package.examples)
    content = {**version.content, "title": {"zh": "换了", "en": "Swapped"}}
    QuestionnaireVersion.objects.filter(pk=version.pk).update(content=content)
    assert refusals(release_version, version) == ["content_changed"]


def test_examples_that_still_come_out_are_carried_to_the_next_version(blank):
    first = save_version(blank, form(question("a", "integer")))
    first = keep_example(first, {"a": "7"}, title=Text("七", "Seven"))
    first = keep_example(first, {"a": "x"}, title=Text("错", "Wrong"))
    second = save_version(blank, form(question("a", "text")))
    assert [example["title"]["en"] for example in second.examples] == ["Seven"]


def test_a_json_file_comes_back_as_it_left(blank):
    package = template("rating")
    version = import_json(blank, package.file())
    assert version.digest == digest(package.form)
    again = Package(read_form(version.content), "rating", package.examples)
    assert again.file() == package.file()
    assert import_json(blank, package.file()).pk == version.pk


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format":"pingyi/v1/questionnaire","form":{},"author":"x"}'])
def test_a_bad_file_leaves_nothing(blank, content):
    assert refusals(import_json, blank, content)
    assert not blank.versions.exists()
