"""One person's way through a form: what applies and what it is worth, as things stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pingyi.forms.answering import Taken, take_answers
from pingyi.forms.compiling import Compiled, compile_form
from pingyi.forms.expressions import Scope, Value, evaluate, to_boolean, to_text
from pingyi.forms.model import ANSWERED, Form, Question

At = tuple[str, int]  # a question and its instance: 0 outside repeats, from 1 inside


@dataclass(frozen=True, slots=True)
class Moments:
    """What the calendar says in the time zone of the campaign: an ISO day, and an ISO moment ("" is midnight)."""

    today: str
    now: str = ""


@dataclass(slots=True)
class Sitting:
    """What was answered, what applies (`relevant`), the value of all that applies, and how often a repeat was given."""

    compiled: Compiled
    taken: Taken
    moments: Moments
    kept: Mapping[str, str]  # calculated values of an earlier page, for once()
    values: dict[At, Value] = field(default_factory=dict)
    relevant: set[At] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def true(self, name: str, use: str, instance: int, *, otherwise: bool) -> bool:
        """Return whether the expression that `name` holds for `use` is true; `otherwise` where it holds none."""
        tree = self.compiled.expressions.get((name, use))
        return otherwise if tree is None else to_boolean(evaluate(tree, self.scope(name, instance)))

    def scope(self, name: str, instance: int) -> Scope:
        """Return the scope of an expression that `name` holds."""
        now = self.moments.now or f"{self.moments.today}T00:00:00.000"
        names = self.compiled.names
        return Scope(names, self.values, self.counts, self.moments.today, now, holder=name, instance=instance)

    def instances(self, name: str) -> range:
        """Return the instances of a question: 0 alone outside repeats, 1 … inside."""
        repeat = self.compiled.names.repeat_of.get(name)
        return range(1, self.counts[repeat] + 1) if repeat else range(1)

    def answerable(self) -> Iterator[tuple[Question, int]]:
        """Yield the questions that apply and that a person answers, in the order of the form."""
        for name, question in self.compiled.questions.items():
            if question.type in ANSWERED:
                yield from ((question, place) for place in self.instances(name) if (name, place) in self.relevant)

    def compute(self) -> None:
        """Settle every name after those it depends on."""
        self.counts |= {name: 0 for name, kind in self.compiled.names.types.items() if kind == "repeat"}
        for name in self.compiled.order:
            for instance in self.instances(name):
                if self._applies(name, instance):
                    self.relevant.add((name, instance))
                    self._settle(name, instance)

    def _applies(self, name: str, instance: int) -> bool:
        parent = self.compiled.parents[name]
        at_parent = (parent, instance if parent in self.compiled.names.repeat_of else 0)
        return (not parent or at_parent in self.relevant) and self.true(name, "relevant", instance, otherwise=True)

    def _settle(self, name: str, instance: int) -> None:
        kind = self.compiled.names.types[name]
        if kind == "repeat":
            self.counts[name] = self.taken.counts.get(name, 0)
        elif kind == "calculate":
            self.values[name, instance] = self.kept.get(name, "")  # what once() keeps, until the result stands there
            tree = self.compiled.expressions[name, "calculation"]
            self.values[name, instance] = to_text(evaluate(tree, self.scope(name, instance)))
        elif kind in ANSWERED:
            self.values[name, instance] = self.taken.values.get((name, instance), "")


def sit(form: Form, answers: Mapping[str, Any], moments: Moments, kept: Mapping[str, str] | None = None) -> Sitting:
    """Compute a form over answers as they came in."""
    compiled = compile_form(form)
    sitting = Sitting(compiled, take_answers(compiled, answers), moments, kept or {})
    sitting.compute()
    return sitting
