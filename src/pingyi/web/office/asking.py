"""Forms: native fields, errors beside the field and in a summary, refusals of an act written onto the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from pingyi.web.office.words import said
from pingyi.wording import Refused, Text

UNFIT = 422  # what was sent can be read but not taken
MISSING = said("请填写这一项。", "Fill this in.")
NO_CHOICE = said("请从列出的选项里选一项。", "Choose one of those listed.")


class Ask(forms.Form):
    """A form of the office. `outcome` holds what the act returned."""

    outcome: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = MISSING
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = NO_CHOICE
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "input")

    def refuse(self, refused: Refused) -> None:
        """Write what is wrong beside its field; what belongs to no field, above the form."""
        language = get_language() or "zh"
        for issue in refused.issues:
            if issue.field in self.fields:
                gap = " " if language.startswith("en") else ""
                self.add_error(issue.field, issue.what.say(language) + gap + issue.remedy.say(language))
            else:
                self.add_error(None, issue.say(language))


class Confirm(Ask):
    """Nothing to fill in: the button alone."""


class Day(forms.DateField):
    """A day, by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
        self.error_messages["invalid"] = said("请写成 2026-11-23 这样的日期。", "Write a day such as 2026-11-23.")


class Moment(forms.DateTimeField):
    """A day and a time in the office's own time zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)
        self.error_messages["invalid"] = said("请写明日期和时刻。", "Give a day and a time.")


class Upload(forms.FileField):
    """A file; an empty one is refused by whoever reads it, in its own words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)
        self.error_messages["missing"] = self.error_messages["invalid"] = said("请选择文件。", "Choose a file.")


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Return what was sent, fields and files, for a form to judge; nothing where the page is only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def take(form: Ask, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Do `act` with what a valid form holds. A refusal goes onto the form. Whether it was done."""
    if not form.is_valid():
        return False
    try:
        form.outcome = act(form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def done(request: HttpRequest, told: Text, route: str, *args: object) -> HttpResponseRedirect:
    """Say what was done and lead on."""
    messages.success(request, told.say(get_language() or "zh"))
    return redirect(route, *args)


def answered(request: HttpRequest, template: str, form: Ask, shown: dict[str, Any]) -> HttpResponse:
    """Render a page with a form; as unfit when the form was sent and refused."""
    status = UNFIT if form.is_bound and form.errors else None
    return render(request, template, {"form": form, **shown}, status=status)


def sheet(request: HttpRequest, form: Ask, title: Text, verb: Text, **shown: Any) -> HttpResponse:
    """Render a page that is one form: its title, what the button says, where it leads back to."""
    return answered(request, "office/ask.html", form, {"title": title, "verb": verb, **shown})
