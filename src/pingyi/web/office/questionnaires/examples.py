"""Filled examples of a version: those kept, and one more filled in as a resident would, seen before it is kept."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from pingyi.forms import Form, filled, pages_for, pages_of
from pingyi.forms.examples import FEWEST
from pingyi.foundation import clock
from pingyi.questionnaires.actions import keep_example
from pingyi.questionnaires.queries import ExampleWords, examples_of, form_of, in_words
from pingyi.web.office.access import require_everywhere, who
from pingyi.web.office.asking import Ask, answered, done, take
from pingyi.web.office.questionnaires.reading import may_change, version
from pingyi.web.office.words import said
from pingyi.wording import Text

KEEP = "example-keep"  # no question can be called so: names have no hyphens


class Titled(Ask):
    """What the example shows."""

    title = forms.CharField(
        label=said("样例名称", "Name of the example"),
        help_text=said(
            "例如：全部满意；只答一半；不该收的回答。", "For example: all satisfied; half answered; refused."
        ),
        max_length=200,
    )

    def add_prefix(self, field_name: str) -> str:
        """Name the field so that no question can be called the same."""
        return f"example-{field_name}"


def examples(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the kept examples of a version."""
    one = version(code, number)
    shown = {"version": one, "examples": examples_of(one), "fewest": FEWEST, "may_change": may_change(request)}
    return render(request, "office/questionnaire_examples.html", shown)


def add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Fill a version in, see what comes of it, keep it."""
    require_everywhere(request, "questionnaires.change")
    one = version(code, number)
    if one.released_at:
        return redirect("office-questionnaire-examples", code, number)
    form, sent = form_of(one), request.method == "POST"
    answers = answers_in(form, request.POST)
    titled = Titled(request.POST if KEEP in request.POST else None)
    if take(titled, lambda asked: keep_example(one, answers, title=Text(asked["title"], ""), by=who(request))):
        told = Text("样例已留存。定稿前会重新走一遍。", "Kept; it is replayed before release.")
        return done(request, told, "office-questionnaire-examples", code, number)
    pages = pages_for(form, answers, today=clock.today().isoformat(), judge=sent)
    shown = {"version": one, "pages": pages, "outcome": _outcome(form, answers) if sent else None, "keep": KEEP}
    return answered(request, "office/questionnaire_example.html", titled, shown)


def answers_in(form: Form, sent: QueryDict) -> dict[str, Any]:
    """Return the answers a page sent, by question; what was left empty is no answer.

    Questions inside a repeat are not on this page: their examples come with a file.
    """
    fields = [field for page in pages_of(form) for field in page.fields if not field.instance and field.number]
    given = {field.name: " ".join(sent.getlist(field.field)).strip() for field in fields}
    return {name: value for name, value in given.items() if value}


def _outcome(form: Form, answers: dict[str, Any]) -> ExampleWords:
    return in_words(form, filled(form, Text("", ""), answers, clock.today().isoformat()))
