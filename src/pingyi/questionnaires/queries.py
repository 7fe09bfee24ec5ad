"""Reads: the list, one questionnaire with its versions, a preview, what changed, files to take away."""

from django.db.models import Max, Q, QuerySet

from pingyi.forms import Form, Page, changes_between, pages_of, read_examples, read_form
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.package import Package
from pingyi.questionnaires.xlsform import write_xlsform
from pingyi.wording import Text


def questionnaires() -> QuerySet[Questionnaire]:
    """Return all questionnaires with the number of the newest and of the newest released version (or None)."""
    return Questionnaire.objects.annotate(
        newest=Max("versions__number"),
        released=Max("versions__number", filter=Q(versions__released_at__isnull=False)),
    )


def versions_of(questionnaire: Questionnaire) -> QuerySet[QuestionnaireVersion]:
    """Return the versions, the newest first."""
    return questionnaire.versions.select_related("created_by").order_by("-number")


def released_version(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    """Return the newest released version, the one to use in a campaign."""
    return versions_of(questionnaire).filter(released_at__isnull=False).first()


def form_of(version: QuestionnaireVersion) -> Form:
    """Return the form of a version."""
    return read_form(version.content)


def preview(version: QuestionnaireVersion) -> tuple[Page, ...]:
    """Return the pages of a version with every question, to look at on a phone screen or to print."""
    return pages_of(form_of(version))


def changes_since(version: QuestionnaireVersion) -> tuple[Text, ...]:
    """Return what changed since the version before; none for the first."""
    former = version.questionnaire.versions.filter(number__lt=version.number).order_by("-number").first()
    return changes_between(form_of(former), form_of(version)) if former else ()


def json_file(version: QuestionnaireVersion) -> bytes:
    """Return the file that `import_json` reads: form, purpose, examples."""
    return Package(form_of(version), version.questionnaire.purpose, read_examples(version.examples)).file()


def xlsform_file(version: QuestionnaireVersion) -> bytes:
    """Return the version as an XLSForm workbook."""
    return write_xlsform(form_of(version))
