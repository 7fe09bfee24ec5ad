"""What the office reads: lists, previews, changes, files."""

import pytest

from pingyi.forms import digest
from pingyi.questionnaires import queries
from pingyi.questionnaires.actions import (
    import_json,
    import_xlsform,
    release_version,
    save_version,
    start_from_template,
)
from pingyi.questionnaires.package import read_package
from pingyi.questionnaires.templates import template
from tests.forms.forms import form, question

pytestmark = pytest.mark.django_db


def test_the_list_says_which_version_is_newest_and_which_released(blank):
    package = template("staff")
    release_version(save_version(blank, package.form, examples=package.examples))
    save_version(blank, form(question("a", "text")))
    start_from_template("online", code="later")
    found = {one.code: (one.newest, one.released) for one in queries.questionnaires()}
    assert found == {"trial": (2, 1), "later": (1, None)}
    assert queries.released_version(blank).number == 1
    assert [version.number for version in queries.versions_of(blank)] == [2, 1]


def test_the_list_costs_one_query_however_long(django_assert_num_queries, blank):
    start_from_template("online", code="two")
    start_from_template("sample", code="three")
    with django_assert_num_queries(1):
        assert len(queries.questionnaires()) == 3


def test_preview_shows_every_question(blank):
    version = save_version(blank, template("sample").form)
    pages = queries.preview(version)
    assert len(pages) == 6
    assert sum(len(page.fields) for page in pages) == 20


def test_changes_are_told_against_the_version_before(blank):
    first = save_version(blank, form(question("a", "text")))
    second = save_version(blank, form(question("a", "text"), question("b", "text")))
    assert queries.changes_since(first) == ()
    assert [change.en for change in queries.changes_since(second)] == ["“Ask b” (b) was added."]


def test_files_lead_back_to_the_same_version(blank):
    version = start_from_template("inspection", code="inspection")
    package = read_package(queries.json_file(version))
    assert (digest(package.form), package.purpose, len(package.examples)) == (version.digest, "inspection", 4)
    assert import_json(version.questionnaire, queries.json_file(version)).pk == version.pk
    assert import_xlsform(version.questionnaire, queries.xlsform_file(version)).pk == version.pk
