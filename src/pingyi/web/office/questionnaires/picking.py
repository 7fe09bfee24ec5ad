"""A questionnaire from the bank: started without content, questions picked by subject."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pingyi.forms import Form, Question
from pingyi.questionnaires.actions import create_questionnaire, pick_questions
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.queries import form_of, versions_of
from pingyi.questionnaires.templates import bank
from pingyi.web.office.access import require_everywhere, who
from pingyi.web.office.asking import Ask, answered, done, posted, sheet, take
from pingyi.web.office.words import said
from pingyi.web.site.vocabulary import CHANNELS
from pingyi.wording import Issue, Refused, Text


class Blank(Ask):
    """A questionnaire without questions."""

    purpose = forms.ChoiceField(
        label=said("用在哪里", "What for"),
        widget=forms.RadioSelect,
        choices=[(code, said(text.zh, text.en)) for code, text in CHANNELS.items()],
    )
    code = forms.CharField(
        label=said("代码", "Code"), help_text=said("小写字母、数字、短横线。", "Lower-case letters, digits, hyphens.")
    )
    name_zh = forms.CharField(label=said("名称", "Chinese name"), max_length=200)
    name_en = forms.CharField(label=said("英文名称", "English name"), max_length=200)


class Pick(Ask):
    """The questions taken."""

    names = forms.MultipleChoiceField(label=said("题目", "Questions"), required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(one.name, one.name) for subject in bank().questions for one in subject.questions]
        self.fields["names"].choices = every  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Offered:
    """A question of the bank as the page offers it; `there` when the questionnaire has it already."""

    name: str
    label: Text
    answers: Text
    source: Text | None
    there: bool
    chosen: bool


def blank(request: HttpRequest) -> HttpResponse:
    """Start a questionnaire without questions."""
    require_everywhere(request, "questionnaires.change")
    form = Blank(*posted(request))

    def act(asked: dict[str, Any]) -> Questionnaire:
        name = Text(asked["name_zh"], asked["name_en"])
        return create_questionnaire(asked["code"], purpose=asked["purpose"], name=name, by=who(request))

    if take(form, act):
        told = Text("已建好，请从题库选题。", "Created; now pick its questions.")
        return done(request, told, "office-questionnaire-pick", form.outcome.code)
    title, back = Text("从题库新建问卷", "New questionnaire from the bank"), reverse("office-questionnaires")
    return sheet(request, form, title, Text("新建", "Create"), back=back, back_name=Text("问卷", "Questionnaires"))


def pick(request: HttpRequest, code: str) -> HttpResponse:
    """Pick questions into the next version."""
    require_everywhere(request, "questionnaires.change")
    one = get_object_or_404(Questionnaire, code=code)
    form = Pick(*posted(request))
    if take(form, lambda asked: _picked(one, asked["names"], request)):
        n = form.outcome.number
        told = Text(f"已放进第{n}版草稿。", f"They stand in the draft, version {n}.")
        return done(request, told, "office-questionnaire", code)
    newest = versions_of(one).first()
    chosen = set(request.POST.getlist("names"))
    shown = {"questionnaire": one, "newest": newest, "subjects": _subjects(form_of(newest) if newest else None, chosen)}
    return answered(request, "office/questionnaire_pick.html", form, shown)


def _picked(one: Questionnaire, names: list[str], request: HttpRequest) -> QuestionnaireVersion:
    try:
        return pick_questions(one, names, by=who(request))
    except Refused as refused:
        raise Refused(map(_named, refused.issues)) from None


def _named(issue: Issue) -> Issue:
    """Say which question an issue is about, where the page shows it."""
    question = bank().question((issue.field or "").partition(".")[0])
    if question is None or question.label is None:
        return issue
    label = question.label
    what = Text(f"“{label.zh}”：{issue.what.zh}", f"“{label.say('en')}”: {issue.what.say('en')}")
    return replace(issue, what=what, field="names")


def _subjects(present: Form | None, chosen: set[str]) -> list[tuple[Text | None, list[Offered]]]:
    return [(one.label, [_offered(each, present, chosen) for each in one.questions]) for one in bank().questions]


def _offered(question: Question, present: Form | None, chosen: set[str]) -> Offered:
    scale = bank().scale(question.scale)
    labels = [choice.label for choice in scale.choices] if scale else []
    return Offered(
        name=question.name,
        label=question.label or Text(question.name, question.name),
        answers=Text("、".join(label.zh for label in labels), ", ".join(label.say("en") for label in labels)),
        source=question.source,
        there=present is not None and present.question(question.name) is not None,
        chosen=question.name in chosen,
    )
