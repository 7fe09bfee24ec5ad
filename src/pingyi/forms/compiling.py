"""Prepare a form for answers once: its names, its expressions as trees, and the order in which to compute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pingyi.forms.expressions import Expression, Names, Place, check, parse, references
from pingyi.forms.graph import computing_order
from pingyi.forms.model import Form, Question
from pingyi.forms.refusals import problem
from pingyi.wording import Issue, Refused, Text

USES = ("relevant", "required", "constraint", "calculation")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form ready for answers. `parents` leads from each name to the group or repeat around it ("" on top)."""

    form: Form
    questions: Mapping[str, Question]
    parents: Mapping[str, str]
    names: Names
    expressions: Mapping[tuple[str, str], Expression]  # (question, use) -> tree
    order: tuple[str, ...]  # every name after those its value depends on


def compile_form(form: Form) -> Compiled:
    """Return the form ready for answers. Raises `Refused` with every issue of its expressions."""
    compiled, issues = compile_issues(form)
    if issues:
        raise Refused(issues)
    return compiled


@lru_cache(maxsize=128)
def compile_issues(form: Form) -> tuple[Compiled, tuple[Issue, ...]]:
    """Compile the form as far as it goes, and say what is wrong with its expressions."""
    issues: list[Issue] = []
    questions = {question.name: question for question in form.walk()}
    parents, paths = dict(_parents(form.questions, "")), paths_of(form)
    names = names_of(form, parents)
    expressions: dict[tuple[str, str], Expression] = {}
    for question, use, text in _written(form):
        path = f"{paths[question.name]}.{use}"
        in_repeat = names.types.get(parents[question.name]) == "repeat"
        try:
            tree = parse(text)
        except Refused as refused:
            issues += [
                problem(one.code, path, (one.what.zh, one.what.en), (one.remedy.zh, one.remedy.en))
                for one in refused.issues
            ]
            continue
        issues += check(tree, names, Place(path, question.name, use, in_repeat))
        expressions[question.name, use] = tree
    order, circles = computing_order(_needs(questions, parents, names, expressions))
    issues += [_circle(names_in_it, paths) for names_in_it in circles]
    return Compiled(form, questions, parents, names, expressions, order), tuple(issues)


def names_of(form: Form, parents: Mapping[str, str]) -> Names:
    """Return what the expressions of a form may name."""
    types = {question.name: question.type for question in form.walk()}
    repeats = {name: _repeat_around(name, parents, types) for name in types}
    labels = {question.name: _labels(form, question) for question in form.walk() if question.scale}
    return Names(types, {name: repeat for name, repeat in repeats.items() if repeat}, labels)


def paths_of(form: Form) -> dict[str, str]:
    """Return the path of each question in our JSON, such as "questions[2].questions[0]", by its name."""
    return dict(_paths(form.questions, "questions"))


def _labels(form: Form, question: Question) -> dict[str, Text]:
    scale = form.scale(question.scale)
    return {choice.code: choice.label for choice in scale.choices} if scale else {}


def _repeat_around(name: str, parents: Mapping[str, str], types: Mapping[str, str]) -> str:
    around = parents.get(name, "")
    while around and types[around] != "repeat":
        around = parents[around]
    return around


def _parents(questions: tuple[Question, ...], parent: str) -> Iterator[tuple[str, str]]:
    for question in questions:
        yield question.name, parent
        yield from _parents(question.questions, question.name)


def _paths(questions: tuple[Question, ...], path: str) -> Iterator[tuple[str, str]]:
    for number, question in enumerate(questions):
        here = f"{path}[{number}]"
        yield question.name, here
        yield from _paths(question.questions, f"{here}.questions")


def _written(form: Form) -> Iterator[tuple[Question, str, str]]:
    for question in form.walk():
        for use in USES:
            text: str = getattr(question, use)
            if text:
                yield question, use, text


def _needs(
    questions: Mapping[str, Question],
    parents: Mapping[str, str],
    names: Names,
    expressions: Mapping[tuple[str, str], Expression],
) -> dict[str, set[str]]:
    """Return for each name those that decide whether it applies and what its value is."""
    needs: dict[str, set[str]] = {}
    for name in questions:
        deciding = (expressions.get((name, use)) for use in ("relevant", "calculation"))
        read = {found for tree in deciding if tree is not None for found in references(tree)}
        needs[name] = {found for found in read | {parents[name]} if found in names.types}
    return needs


def _circle(circle: tuple[str, ...], paths: Mapping[str, str]) -> Issue:
    shown = " → ".join([*circle, circle[0]])
    return problem(
        "circular",
        paths[circle[0]],
        (f"几道题互相依赖，绕成了圈：{shown}。", f"Questions depend on each other in a circle: {shown}."),
        ("请去掉其中一个显示条件或计算。", "Take away one of the conditions or calculations."),
    )
