"""What the office does to one unit: rename, close."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pingyi.directory.actions.units import close_unit, rename_unit
from pingyi.foundation import clock
from pingyi.web.office.access import unit_held, who
from pingyi.web.office.asking import Ask, Day, done, posted, sheet, take
from pingyi.web.office.words import said
from pingyi.wording import Text


class Rename(Ask):
    """A new name and the day from which it holds."""

    name_zh = forms.CharField(label=said("新的名称", "New Chinese name"), max_length=200)
    name_en = forms.CharField(label=said("英文名称", "English name"), max_length=200, required=False)
    on = Day(
        label=said("从哪天起", "From which day"),
        help_text=said("以前的名称会留着，按旧名也能查到。", "The old name is kept and can still be searched for."),
    )


class Close(Ask):
    """The last day of the unit."""

    last_day = Day(
        label=said("最后一天", "Last day"),
        help_text=said(
            "过了这一天，它不再出现在名册里；过去的结果都留着。", "Afterwards it leaves the roll; old results stay."
        ),
    )


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit a new name."""
    unit = unit_held(request, code, "directory.change")
    form = Rename(*posted(request), initial={"name_zh": unit.name_zh, "name_en": unit.name_en, "on": clock.today()})

    def act(asked: dict[str, Any]) -> object:
        name = Text(asked["name_zh"], asked["name_en"])
        return rename_unit(unit, name, on=asked["on"], by=who(request))

    if take(form, act):
        return done(request, Text("已改名，旧名称留着。", "Renamed; the old name is kept."), "office-unit", code)
    title = Text(f"给{unit.name_zh}改名", f"Rename {unit.name.say('en')}")
    return sheet(
        request, form, title, Text("改名", "Rename"), back=reverse("office-unit", args=[code]), back_name=unit.name
    )


def close(request: HttpRequest, code: str) -> HttpResponse:
    """End a unit."""
    unit = unit_held(request, code, "directory.change")
    form = Close(*posted(request), initial={"last_day": clock.today() - dt.timedelta(days=1)})
    if take(form, lambda asked: close_unit(unit, last_day=asked["last_day"], by=who(request))):
        return done(request, Text("已终止，过去的结果都留着。", "Closed; old results stay."), "office-unit", code)
    title = Text(f"终止{unit.name_zh}", f"Close {unit.name.say('en')}")
    return sheet(
        request, form, title, Text("终止", "Close"), back=reverse("office-unit", args=[code]), back_name=unit.name
    )
