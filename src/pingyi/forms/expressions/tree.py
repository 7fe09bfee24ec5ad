"""What an expression is once it has been read, and how it is written again."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.forms.expressions.values import number_text


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral, never negative (a minus sign is an operator)."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """Text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: the answer to a question, or a repeat."""

    name: str


@dataclass(frozen=True, slots=True)
class Current:
    """`.`: the answer that a constraint judges."""


@dataclass(frozen=True, slots=True)
class Parent:
    """`..`: the repeat that holds the question, in position(..) only."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign before one operand."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two operands."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression = Number | Literal | Reference | Current | Parent | Call | Negation | Binary

# How tightly an operator binds (XPath 1.0, section 3); all group from the left.
BINDS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
NEGATION_BINDS = 7


def print_expression(expression: Expression) -> str:  # noqa: PLR0911 - one line for each kind of node
    """Return text that `parse` reads as the same tree, with the fewest brackets."""
    match expression:
        case Number(value):
            return number_text(value)
        case Literal(text):
            return f'"{text}"' if "'" in text else f"'{text}'"
        case Reference(name):
            return f"${{{name}}}"
        case Current():
            return "."
        case Parent():
            return ".."
        case Call(name, arguments):
            return f"{name}({', '.join(map(print_expression, arguments))})"
        case Negation(operand):
            return f"-{_bracketed(operand, NEGATION_BINDS)}"
        case Binary(operator, left, right):
            level = BINDS[operator]
            return f"{_bracketed(left, level)} {operator} {_bracketed(right, level + 1)}"


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its parts."""
    yield expression
    match expression:
        case Call(_, arguments):
            for argument in arguments:
                yield from walk(argument)
        case Negation(operand):
            yield from walk(operand)
        case Binary(_, left, right):
            yield from walk(left)
            yield from walk(right)


def references(expression: Expression) -> frozenset[str]:
    """Return the names that the expression reads."""
    return frozenset(part.name for part in walk(expression) if isinstance(part, Reference))


def _bracketed(expression: Expression, least: int) -> str:
    binds = BINDS[expression.operator] if isinstance(expression, Binary) else NEGATION_BINDS
    text = print_expression(expression)
    return f"({text})" if binds < least else text
