"""Reads: the list, one questionnaire with its versions, a preview, what changed, files to take away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet

from pingyi.forms import Example, Form, Page, changes_between, pages_of, read_examples, read_form
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


@dataclass(frozen=True, slots=True)
class ExampleWords:
    """A filled example as it is read: its title, question and answer, and the questions whose answers are refused."""

    title: Text
    answers: tuple[tuple[Text, Text], ...]
    refused: tuple[Text, ...]


def examples_of(version: QuestionnaireVersion) -> tuple[ExampleWords, ...]:
    """Return the examples kept with a version, in words."""
    form = form_of(version)
    return tuple(in_words(form, example) for example in read_examples(version.examples))


def in_words(form: Form, example: Example) -> ExampleWords:
    """Return what an example stores and what it has refused, in the words of the form."""
    answers = [_answered(form, name, value) for name, value in flattened(example.stored)]
    refused = [_label(form, issue.partition("@")[2]) for issue in example.issues]
    return ExampleWords(example.title, tuple(answers), tuple(refused))


def flattened(stored: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield question and answer, those of a repeat one after the other."""
    for name, value in stored.items():
        if isinstance(value, str):
            yield name, value
        else:
            for one in value:
                yield from one.items()


def _answered(form: Form, name: str, value: str) -> tuple[Text, Text]:
    question = form.question(name)
    scale = form.scale(question.scale) if question else None
    chosen = [choice.label for code in value.split() if scale and (choice := scale.choice(code))]
    if not chosen:
        return _label(form, name), Text(value, value)
    words = Text("、".join(label.zh for label in chosen), ", ".join(label.say("en") for label in chosen))
    return _label(form, name), words


def _label(form: Form, place: str) -> Text:
    question = form.question(place.partition("[")[0])
    return question.label if question and question.label else Text(place, place)


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
