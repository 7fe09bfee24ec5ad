"""Take questions from the bank into a form."""

from dataclasses import replace

from pingyi.forms import Form, Question, Scale
from pingyi.forms.checks import check_form
from pingyi.questionnaires.templates import bank
from pingyi.wording import Issue, Refused, Text


def picked(form: Form, *names: str) -> Form:
    """Return the form with these questions of the bank at its end, and the scales that they need.

    Refuses unknown names, names the form has already, and a scale of the form that has the same name but other answers.
    """
    issues = [issue for name in names for issue in _issues(form, name)]
    if issues:
        raise Refused(issues)
    questions = tuple(question for name in names if (question := bank().question(name)))
    scales = {scale.name: scale for scale in form.scales} | {
        scale.name: scale for scale in map(_scale, questions) if scale
    }
    longer = replace(form, questions=form.questions + questions, scales=tuple(scales[name] for name in sorted(scales)))
    check_form(longer)
    return longer


def _issues(form: Form, name: str) -> list[Issue]:
    question = bank().question(name)
    if question is None or question.questions:
        return [_wrong("unknown_question", name, "题库里没有这道题", "The bank has no such question")]
    if form.question(name):
        return [_wrong("duplicate_name", name, "问卷里已有这道题", "The questionnaire has this question already")]
    scale = _scale(question)
    own = form.scale(question.scale)
    if scale and own and own != scale:
        return [_wrong("scale_differs", name, "问卷里的同名选项表与题库不同", "The form's scale of this name differs")]
    return []


def _scale(question: Question) -> Scale | None:
    return bank().scale(question.scale)


def _wrong(code: str, name: str, zh: str, en: str) -> Issue:
    remedy = Text("请另选一道题。", "Pick another one.")
    return Issue(code, Text(f"{zh}。", f"{en}."), remedy, field=name)
