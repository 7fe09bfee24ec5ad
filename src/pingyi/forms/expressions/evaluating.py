"""Compute a checked expression. Never fails: what cannot be computed is empty."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pingyi.forms.expressions.checking import LAZY, Names, named_question
from pingyi.forms.expressions.functions import FUNCTIONS
from pingyi.forms.expressions.tree import (
    Binary,
    Call,
    Current,
    Expression,
    Literal,
    Negation,
    Number,
    Parent,
    Reference,
)
from pingyi.forms.expressions.values import Moment, Value, is_empty, to_boolean, to_number, to_text


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression is computed.

    `values` holds the answer of every question that applies, by name and instance (0 outside repeats, from 1 inside);
    `counts` the instances of each repeat. `holder` is the question that carries the expression, `instance` its place.
    `today` is an ISO day, `now` an ISO moment, both in the time zone of the campaign.
    """

    names: Names
    values: Mapping[tuple[str, int], Value]
    counts: Mapping[str, int]
    today: str
    now: str
    language: str = "zh"
    holder: str = ""
    instance: int = 0

    def value(self, name: str, instance: int | None = None) -> Value:
        """Return the answer to `name` in the same instance, or in the one given; empty when there is none."""
        at = self.instance if instance is None else instance
        return self.values.get((name, at if name in self.names.repeat_of else 0), "")

    def every(self, name: str) -> list[Value]:
        """Return the answers that a function over a repeat reads: all instances, or this one from within it."""
        if name in self.counts:
            return [""] * self.counts[name]
        repeat = self.names.repeat_of.get(name)
        if repeat is None or repeat == self.names.repeat_of.get(self.holder):
            return [self.value(name)]
        places = range(1, self.counts.get(repeat, 0) + 1)
        return [self.values[name, place] for place in places if (name, place) in self.values]


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return the value of an expression that `check` has passed."""
    value = _value(expression, scope)
    return "" if is_empty(value) else value


def _value(expression: Expression, scope: Scope) -> Value:  # noqa: PLR0911 - one line for each kind of node
    match expression:
        case Number(value):
            return value
        case Literal(text):
            return text
        case Reference(name):
            return scope.value(name)
        case Current():
            return scope.value(scope.holder)
        case Parent():
            return ""
        case Negation(operand):
            return -to_number(evaluate(operand, scope))
        case Binary():
            return _binary(expression, scope)
        case Call(name, arguments):
            return _LAZY[name](arguments, scope) if name in LAZY else _call(expression, scope)


def _call(call: Call, scope: Scope) -> Value:
    function = FUNCTIONS[call.name]
    values: list[Value] = []
    for argument in call.arguments:
        if function.spreads and isinstance(argument, Reference):
            values += scope.every(argument.name)
        else:
            values.append(evaluate(argument, scope))
    return function.apply(values)


def _binary(expression: Binary, scope: Scope) -> Value:
    operator = expression.operator
    if operator in ("and", "or"):
        left = to_boolean(evaluate(expression.left, scope))
        return to_boolean(evaluate(expression.right, scope)) if left == (operator == "and") else left
    if operator in _ARITHMETIC:
        return _computed(operator, evaluate(expression.left, scope), evaluate(expression.right, scope))
    return _compared(expression, scope)


def _compared(expression: Binary, scope: Scope) -> bool:
    """Comparisons with empty are false; `= ''` and `!= ''` ask whether something was answered."""
    left, right = evaluate(expression.left, scope), evaluate(expression.right, scope)
    equality = expression.operator in ("=", "!=")
    if equality and Literal("") in (expression.left, expression.right):
        return (is_empty(left) and is_empty(right)) == (expression.operator == "=")
    if is_empty(left) or is_empty(right):
        return False
    if equality:
        return _equal(left, right) == (expression.operator == "=")
    return _ORDER[expression.operator](to_number(left), to_number(right))


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, (float, Moment)) or isinstance(right, (float, Moment)):
        return to_number(left) == to_number(right)
    return left == right


def _computed(operator: str, left: Value, right: Value) -> Value:
    try:
        return _ARITHMETIC[operator](to_number(left), to_number(right))
    except (ZeroDivisionError, OverflowError, ValueError):
        return ""


_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": lambda left, right: left / right,
    "mod": math.fmod,
}

Arguments = tuple[Expression, ...]


def _if(arguments: Arguments, scope: Scope) -> Value:
    condition, then, otherwise = arguments
    return evaluate(then if to_boolean(evaluate(condition, scope)) else otherwise, scope)


def _coalesce(arguments: Arguments, scope: Scope) -> Value:
    first = evaluate(arguments[0], scope)
    return evaluate(arguments[1], scope) if is_empty(first) else first


def _once(arguments: Arguments, scope: Scope) -> Value:
    kept = scope.value(scope.holder)
    return evaluate(arguments[0], scope) if is_empty(kept) else kept


def _indexed_repeat(arguments: Arguments, scope: Scope) -> Value:
    target, _, index = arguments
    place = to_number(evaluate(index, scope))
    if not isinstance(target, Reference) or not math.isfinite(place):
        return ""
    return scope.value(target.name, int(place))


def _choice_name(arguments: Arguments, scope: Scope) -> Value:
    label = scope.names.labels[named_question(arguments[1])].get(to_text(evaluate(arguments[0], scope)))
    return label.say(scope.language) if label else ""


_LAZY: dict[str, Callable[[Arguments, Scope], Value]] = {
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "indexed-repeat": _indexed_repeat,
    "jr:choice-name": _choice_name,
    "position": lambda _, scope: float(scope.instance),
    "today": lambda _, scope: Moment(scope.today),
    "now": lambda _, scope: Moment(scope.now),
}
