"""The shuffled order of choices and questions: drawn once, shown, stored with the answers, checked."""

from collections.abc import Callable, Mapping

from pingyi.forms.answering import wrong_answer
from pingyi.forms.model import Form, Question
from pingyi.wording import Issue

Order = Mapping[str, tuple[str, ...]]  # question or group -> its codes or questions as they are shown


def draw_order(form: Form, below: Callable[[int], int]) -> dict[str, tuple[str, ...]]:
    """Draw an order for everything that the form shuffles; `below(n)` gives a random number from 0 to n - 1."""
    order: dict[str, tuple[str, ...]] = {}
    for question in form.walk():
        if question.randomize:
            names = list(shuffled(form, question))
            for last in range(len(names) - 1, 0, -1):
                other = below(last + 1)
                names[last], names[other] = names[other], names[last]
            order[question.name] = tuple(names)
    return order


def shuffled(form: Form, question: Question) -> tuple[str, ...]:
    """Return what is shuffled, in the written order. Answers without an opinion are not: they stay last."""
    if question.type == "group":
        return tuple(inner.name for inner in question.questions)
    scale = form.scale(question.scale)
    return tuple(choice.code for choice in scale.choices if not choice.mark) if scale else ()


def check_order(form: Form, order: Order) -> tuple[Issue, ...]:
    """Return an issue for each order that is no shuffling of what the form shuffles."""
    questions = {question.name: question for question in form.walk() if question.randomize}
    return tuple(
        wrong_answer("wrong_order", name, "显示顺序与问卷不符", "the order shown does not fit the questionnaire")
        for name, names in order.items()
        if name not in questions or sorted(names) != sorted(shuffled(form, questions[name]))
    )
