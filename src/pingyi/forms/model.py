"""What a questionnaire is: questions, scales and pages, in two languages. Frozen; compares and hashes by content."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.wording import Text

FORMAT = "pingyi/v1/form"
TYPES = ("choice", "choices", "integer", "number", "text", "date", "note", "calculate", "group", "repeat")
HOLDERS = ("group", "repeat")  # they hold questions and have no answer
ANSWERED = ("choice", "choices", "integer", "number", "text", "date")  # a person answers them
PAGINGS = ("question", "group", "single")
MARKS = {"-1": "dont_know", "-2": "refused", "-3": "not_applicable"}  # the codes below zero that have a meaning


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a scale: its code, its words, the points it earns (None: it earns none and is not counted)."""

    code: str
    label: Text
    points: int | None = None

    @property
    def mark(self) -> str:
        """What a code below zero means: "dont_know", "refused", "not_applicable"; "" for a substantive answer."""
        return MARKS.get(self.code, "")


@dataclass(frozen=True, slots=True)
class Scale:
    """A named list of answers. Scales of one `family` measure the same thing and may share an index."""

    name: str
    family: str
    choices: tuple[Choice, ...]

    def choice(self, code: str) -> Choice | None:
        """Return the choice with this code."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, note, calculation, group or repeat.

    Expressions are kept as written: `relevant`, `constraint`, `calculation`, and `required` ("" no, "true()" always).
    `randomize` shuffles the choices of a question, or the questions of a group. `index` names the indicator it feeds.
    """

    name: str
    type: str
    label: Text | None = None
    hint: Text | None = None
    scale: str = ""
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text | None = None
    calculation: str = ""
    randomize: bool = False
    index: str = ""
    source: Text | None = None
    questions: tuple["Question", ...] = ()

    def walk(self) -> Iterator["Question"]:
        """Yield this question and everything inside it, in the order of the questionnaire."""
        yield self
        for question in self.questions:
            yield from question.walk()


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire. `paging` says how it is laid out: a page per question, per group, or one page."""

    name: str
    title: Text
    scales: tuple[Scale, ...]
    questions: tuple[Question, ...]
    intro: Text | None = None
    paging: str = "question"
    source: Text | None = None

    def walk(self) -> Iterator[Question]:
        """Yield every question, groups before what they hold."""
        for question in self.questions:
            yield from question.walk()

    def question(self, name: str) -> Question | None:
        """Return the question called `name`."""
        return next((question for question in self.walk() if question.name == name), None)

    def scale(self, name: str) -> Scale | None:
        """Return the scale called `name`."""
        return next((scale for scale in self.scales if scale.name == name), None)

    def items(self) -> tuple[Question, ...]:
        """Return the questions whose answer is one code of a scale: what evidence holds in `q_NAME` columns."""
        return tuple(question for question in self.walk() if question.type == "choice")
