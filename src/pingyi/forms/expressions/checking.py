"""Refuse an expression before anybody answers: unknown names and functions, references that can mean nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pingyi.forms.expressions.functions import FORMAT_CODES, FUNCTIONS
from pingyi.forms.expressions.patterns import pattern
from pingyi.forms.expressions.tree import Call, Current, Expression, Literal, Parent, Reference, walk
from pingyi.forms.refusals import problem
from pingyi.wording import Issue, Text

# Functions that look at their arguments before computing them, or at no argument at all: least and most arguments.
LAZY: dict[str, tuple[int, int]] = {
    "if": (3, 3),
    "coalesce": (2, 2),
    "once": (1, 1),
    "indexed-repeat": (3, 3),
    "jr:choice-name": (2, 2),
    "position": (1, 1),
    "today": (0, 0),
    "now": (0, 0),
}
_QUOTED_REFERENCE = re.compile(r"[ ]*\$\{[ ]*([A-Za-z_][A-Za-z0-9_.-]*)[ ]*\}[ ]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name: the type of each question, the repeat around it, the labels of its choices."""

    types: Mapping[str, str]
    repeat_of: Mapping[str, str]
    labels: Mapping[str, Mapping[str, Text]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: a path for the reader, the question that holds it, and what it is for."""

    path: str
    holder: str
    use: str  # relevant, required, constraint or calculation
    in_repeat: bool = False  # the holder stands directly inside a repeat


def named_question(argument: Expression) -> str:
    """Return the question that jr:choice-name names in quotes ('${name}'); "" when it names none."""
    found = _QUOTED_REFERENCE.fullmatch(argument.text) if isinstance(argument, Literal) else None
    return found[1] if found else ""


def check(expression: Expression, names: Names, place: Place) -> tuple[Issue, ...]:
    """Return everything that is wrong with an expression that could be parsed."""
    return tuple(_Check(names, place).issues(expression))


@dataclass(frozen=True, slots=True)
class _Check:
    names: Names
    place: Place

    def issues(self, expression: Expression) -> Iterator[Issue]:
        allowed = {id(part) for part in _named_as_wholes(expression)}
        repeats = {id(part) for part in _repeats_named(expression)}
        for part in walk(expression):
            match part:
                case Reference(name):
                    repeat = self.names.types.get(name) == "repeat"
                    yield from self.reference(name, id(part) in (repeats if repeat else allowed))
                case Current() if self.place.use != "constraint":
                    yield self.misplaced(".")
                case Parent() if id(part) not in allowed or not self.place.in_repeat:
                    yield self.misplaced("..")
                case Call():
                    yield from self.call(part)

    def reference(self, name: str, as_whole: bool) -> Iterator[Issue]:
        kind = self.names.types.get(name)
        if kind is None or kind in ("group", "note"):
            yield self.issue(
                "unknown_reference",
                f"条件里提到的“{name}”不是可以引用的题目。",
                f"The expression names {name}, which is no question with an answer.",
                ("请核对题目名称。", "Check the name of the question."),
            )
        elif not as_whole and (kind == "repeat" or self.elsewhere(name)):
            yield self.issue(
                "many_values",
                f"“{name}”有多组回答，不能当作一个值使用。",
                f"{name} has one answer for each repeat and cannot be read as one value here.",
                (
                    "请用 count、sum、join 或 indexed-repeat 等函数。",
                    "Use count, sum, join, indexed-repeat or the like.",
                ),
            )

    def elsewhere(self, name: str) -> bool:
        repeat = self.names.repeat_of.get(name)
        return repeat is not None and repeat != self.names.repeat_of.get(self.place.holder)

    def call(self, call: Call) -> Iterator[Issue]:
        function = FUNCTIONS.get(call.name)
        if function is None and call.name not in LAZY:
            yield self.issue(
                "unknown_function",
                f"没有“{call.name}”这个函数。",
                f"There is no function {call.name}.",
                ("可用的函数见问卷格式说明。", "See the questionnaire format for the functions there are."),
            )
            return
        least, most = (function.least, function.most) if function else LAZY[call.name]
        if not least <= len(call.arguments) <= (len(call.arguments) if most is None else most):
            yield self.issue(
                "wrong_arguments",
                f"函数“{call.name}”的参数个数不对。",
                f"{call.name} was given {len(call.arguments)} arguments.",
                ("请按格式说明填写参数。", "See the questionnaire format for its arguments."),
            )
        elif call.name in _SHAPES and not _SHAPES[call.name](call, self):
            yield self.issue(
                "wrong_arguments",
                f"函数“{call.name}”的参数写法不对。",
                f"The arguments of {call.name} are not as it needs them.",
                ("请按格式说明填写参数。", "See the questionnaire format for its arguments."),
            )

    def misplaced(self, mark: str) -> Issue:
        return self.issue(
            "misplaced_reference",
            f"这里不能使用“{mark}”。",
            f"“{mark}” cannot stand here.",
            (
                "“.”只用于校验条件，“..”只用于循环题组内的 position(..)。",
                "“.” belongs in constraints, “..” in position(..) directly inside a repeat.",
            ),
        )

    def issue(self, code: str, zh: str, en: str, remedy: tuple[str, str]) -> Issue:
        return problem(code, self.place.path, (zh, en), remedy)


def _named_as_wholes(expression: Expression) -> Iterator[Expression]:
    """Yield the references that stand for all instances at once, and the `..` of position(..)."""
    for part in walk(expression):
        if isinstance(part, Call):
            function = FUNCTIONS.get(part.name)
            if (function and function.spreads) or part.name == "position":
                yield from part.arguments
            elif part.name == "indexed-repeat":
                yield from part.arguments[:2]


def _repeats_named(expression: Expression) -> Iterator[Expression]:
    """Yield the places where a repeat itself may be named."""
    for part in walk(expression):
        if isinstance(part, Call) and part.name in ("count", "indexed-repeat"):
            yield from part.arguments[:1] if part.name == "count" else part.arguments[1:2]


def _is_indexed(call: Call, check: _Check) -> bool:
    target, repeat, _ = call.arguments
    return (
        isinstance(target, Reference)
        and isinstance(repeat, Reference)
        and check.names.repeat_of.get(target.name) == repeat.name
    )


def _is_format(text: str) -> bool:
    return all(part[:1] in FORMAT_CODES for part in text.split("%")[1:])


def _literal(argument: Expression, judge: Callable[[str], bool]) -> bool:
    return isinstance(argument, Literal) and judge(argument.text)


_SHAPES: dict[str, Callable[[Call, _Check], bool]] = {
    "count": lambda call, _: isinstance(call.arguments[0], Reference),
    "count-non-empty": lambda call, _: isinstance(call.arguments[0], Reference),
    "indexed-repeat": _is_indexed,
    "position": lambda call, _: isinstance(call.arguments[0], Parent),
    "once": lambda _, check: check.place.use == "calculation",
    "regex": lambda call, _: _literal(call.arguments[1], lambda text: pattern(text) is not None),
    "format-date": lambda call, _: _literal(call.arguments[1], _is_format),
    "jr:choice-name": lambda call, check: named_question(call.arguments[1]) in check.names.labels,
}
