"""What the office does with a unit and others: give it another superior, merge it into another, split it."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pingyi.directory.actions.reorganisation import merge_units, split_unit
from pingyi.directory.actions.units import move_unit
from pingyi.directory.models import Unit
from pingyi.foundation import clock
from pingyi.web.office.access import unit_held, who
from pingyi.web.office.asking import Ask, Confirm, Day, answered, done, posted, sheet, take
from pingyi.web.office.units.choosing import Choice, choosing
from pingyi.web.office.units.reading import tree_asked
from pingyi.web.office.words import said
from pingyi.wording import Text

FEWEST_PARTS = 2


class From(Ask):
    """The day from which it holds."""

    on = Day(
        label=said("从哪天起", "From which day"),
        help_text=said("前一天是原单位的最后一天。", "The day before is the last day of the old unit."),
    )


def move(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit another superior, in the area tree or in its line."""
    unit, by = unit_held(request, code, "directory.change"), tree_asked(request)
    if not request.GET.get("to"):
        return render(request, "office/units_choose.html", choosing(request, unit, _superior(unit, by == "line")))
    to = unit_held(request, request.GET["to"], "directory.change")
    form = Confirm(*posted(request))
    superior: dict[str, Any] = {"line_superior": to} if by == "line" else {"parent": to}
    if take(form, lambda _: move_unit(unit, by=who(request), **superior)):
        return done(request, Text("已划过去。", "Moved."), "office-unit", code)
    return _sheet(request, unit, form, _moved(unit, to, by == "line"))


def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Let a unit go into another."""
    unit = unit_held(request, code, "directory.change")
    if not request.GET.get("into"):
        return render(request, "office/units_choose.html", choosing(request, unit, _taker(unit)))
    into = unit_held(request, request.GET["into"], "directory.change")
    form = From(*posted(request), initial={"on": clock.today()})
    if take(form, lambda asked: merge_units([unit], into, on=asked["on"], by=who(request))):
        return done(request, Text("已并入，过去的结果都留着。", "Merged; old results stay."), "office-unit", code)
    title = Text(f"把{unit.name_zh}并入{into.name_zh}", f"Merge {unit.name.say('en')} into {into.name.say('en')}")
    lead = Text(
        f"下面的单位都归到{into.name_zh}。原单位从名册里退出。",
        f"What stands below it comes to stand below {into.name.say('en')}. The old unit leaves the roll.",
    )
    return _sheet(request, unit, form, (title, lead, Text("并入", "Merge")))


def split(request: HttpRequest, code: str) -> HttpResponse:
    """Let a unit go into several others, chosen one after the other."""
    unit = unit_held(request, code, "directory.change")
    parts = [unit_held(request, one, "directory.change") for one in dict.fromkeys(request.GET.getlist("into"))]
    form = From(*posted(request), initial={"on": clock.today()})
    if len(parts) >= FEWEST_PARTS and take(form, lambda asked: _split(unit, parts, asked["on"], request)):
        return done(request, Text("已拆分，过去的结果都留着。", "Split; old results stay."), "office-unit", code)
    shown = choosing(request, unit, _parts(unit, parts))
    return answered(request, "office/units_choose.html", form, {**shown, "parts": parts, "fewest": FEWEST_PARTS})


def _split(unit: Unit, parts: list[Unit], on: dt.date, request: HttpRequest) -> Unit:
    return split_unit(unit, parts, on=on, by=who(request))


def _superior(unit: Unit, line: bool) -> Choice:
    if line:
        title = Text(f"给{unit.name_zh}换条线上级", f"Another superior in the line for {unit.name.say('en')}")
    else:
        title = Text(f"把{unit.name_zh}划归别的上级", f"Another superior for {unit.name.say('en')}")
    lead = (Text("下面的单位跟着一起过去。选新的上级：", "What stands below it goes along. Choose the new superior:"),)
    return Choice(title, lead, "to", (("by", "line"),) if line else (), "line" if line else "area")


def _taker(unit: Unit) -> Choice:
    title = Text(f"把{unit.name_zh}并入别的单位", f"Merge {unit.name.say('en')} into another unit")
    lead = (Text("选由谁接收。还没有那个单位，请先加上。", "Choose which takes it. Add that unit first if need be."),)
    return Choice(title, lead, "into")


def _parts(unit: Unit, parts: list[Unit]) -> Choice:
    title = Text(f"拆分{unit.name_zh}", f"Split {unit.name.say('en')}")
    lead = (
        Text("一个一个选，拆成哪几个单位。还没有的，请先加上。", "Choose, one by one, into which. Add new ones first."),
        Text("它下面还有单位时不能拆分，请先划给别人。", "Units below it must be given to others first."),
    )
    return Choice(title, lead, "into", tuple(("into", part.code) for part in parts))


def _moved(unit: Unit, to: Unit, line: bool) -> tuple[Text, Text, Text]:
    superior = unit.line_superior if line else unit.parent
    title = Text(f"把{unit.name_zh}划归{to.name_zh}", f"Put {unit.name.say('en')} under {to.name.say('en')}")
    lead = Text(
        f"现在的上级：{superior.name_zh if superior else '没有'}。马上生效，下面的单位跟着一起过去。",
        f"Superior now: {superior.name.say('en') if superior else 'none'}. It holds at once, for all below it too.",
    )
    return title, lead, Text("划归", "Move")


def _sheet(request: HttpRequest, unit: Unit, form: Ask, said_: tuple[Text, Text, Text]) -> HttpResponse:
    title, lead, verb = said_
    back = reverse("office-unit", args=[unit.code])
    return sheet(request, form, title, verb, lead=(lead,), back=back, back_name=unit.name)
