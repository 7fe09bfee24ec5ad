"""From text to a tree: a tokenizer and a Pratt parser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.forms.expressions.tree import (
    BINDS,
    NEGATION_BINDS,
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
from pingyi.forms.refusals import problem
from pingyi.wording import Refused

LONGEST = 2000  # characters
DEEPEST = 40  # brackets within brackets

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | \$\{[ ]*(?P<reference>[A-Za-z_][A-Za-z0-9_.-]*)[ ]*\}
    | (?P<name>[A-Za-z][A-Za-z0-9:-]*)
    | (?P<mark>\.\.|!=|<=|>=|[=<>+\-*(),.])""",
    re.VERBOSE | re.ASCII,
)
_END = ("end", "", 0)
Token = tuple[str, str, int]


def parse(text: str) -> Expression:
    """Read an expression. Raises `Refused` ("expression_unreadable") saying at which character it fails."""
    if len(text) > LONGEST:
        raise _failure(text, LONGEST)
    parser = _Parser(text, tuple(_tokens(text)))
    expression = parser.expression(0, 0)
    if parser.ahead != _END:
        raise _failure(text, parser.ahead[2])
    return expression


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _failure(text, at)
        kind = str(found.lastgroup)
        if kind != "space":
            yield kind, found[kind], at
        at = found.end()


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: tuple[Token, ...]
    at: int = 0

    @property
    def ahead(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def take(self, wanted: str | None = None) -> Token:
        token = self.ahead
        if token == _END or (wanted is not None and token[:2] != ("mark", wanted)):
            raise _failure(self.text, token[2] if token != _END else len(self.text))
        self.at += 1
        return token

    def expression(self, least: int, depth: int) -> Expression:
        if depth > DEEPEST:
            raise _failure(self.text, self.ahead[2])
        left = self.operand(depth)
        while BINDS.get(self.ahead[1], -1) > least and self.ahead[0] in ("mark", "name"):
            operator = self.take()[1]
            left = Binary(operator, left, self.expression(BINDS[operator], depth + 1))
        return left

    def operand(self, depth: int) -> Expression:  # noqa: PLR0911 - one line for each kind of token
        kind, text, at = self.take()
        match kind, text:
            case "number", _:
                return Number(float(text))
            case "literal", _:
                return Literal(text[1:-1])
            case "reference", _:
                return Reference(text)
            case "name", _:
                return self.call(text, depth)
            case "mark", "-":
                return Negation(self.expression(NEGATION_BINDS - 1, depth + 1))
            case "mark", "(":
                inner = self.expression(0, depth + 1)
                self.take(")")
                return inner
            case "mark", ".":
                return Current()
            case "mark", "..":
                return Parent()
        raise _failure(self.text, at)

    def call(self, name: str, depth: int) -> Expression:
        self.take("(")
        arguments: list[Expression] = []
        while self.ahead[:2] != ("mark", ")"):
            if arguments:
                self.take(",")
            arguments.append(self.expression(0, depth + 1))
        self.take(")")
        return Call(name, tuple(arguments))


def _failure(text: str, at: int) -> Refused:
    shown = text[at : at + 12]
    seen = (f"“{shown}”处", f"at “{shown}”") if shown else ("结尾处", "at its end")
    return Refused(
        problem(
            "expression_unreadable",
            None,
            (
                f"条件写法有误，第{at + 1}个字符（{seen[0]}）看不懂。",
                f"The expression fails at character {at + 1} ({seen[1]}).",
            ),
            ("请检查括号、引号和运算符。", "Check brackets, quotes and operators."),
        )
    )
