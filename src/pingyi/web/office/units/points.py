"""The service points of a unit: added, changed, taken away."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pingyi.directory.actions.service_points import (
    LONGEST,
    add_service_point,
    put_service_point,
    remove_service_point,
)
from pingyi.directory.models import ServicePoint, Unit
from pingyi.web.office.access import unit_held, who
from pingyi.web.office.asking import Ask, Confirm, done, posted, sheet, take
from pingyi.web.office.words import said
from pingyi.wording import Text


class Point(Ask):
    """A counter, window or desk."""

    name_zh = forms.CharField(label=said("窗口名称", "Chinese name"))
    name_en = forms.CharField(label=said("英文名称", "English name"), required=False)
    address = forms.CharField(label=said("地址", "Address"), max_length=LONGEST["address"], required=False)
    hours = forms.CharField(
        label=said("开门时间", "Opening hours"),
        help_text=said("例如：工作日9时至17时。", "For example: working days, 9:00 to 17:00."),
        max_length=LONGEST["hours"],
        required=False,
    )


class NewPoint(Point):
    """With the code under which it will be known."""

    code = forms.CharField(
        label=said("代码", "Code"),
        help_text=said("定了不能改，二维码和评价都用它。", "It never changes; ratings refer to it."),
    )


def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a service point to a unit."""
    unit = unit_held(request, code, "directory.change")
    form = NewPoint(*posted(request), initial={"code": _next_code(unit)})
    if take(form, lambda asked: add_service_point(asked["code"], unit=unit, by=who(request), **_described(asked))):
        return done(request, Text("窗口已登记。", "The service point is added."), "office-unit", code)
    title = Text(f"给{unit.name_zh}加一个窗口", f"Add a service point to {unit.name.say('en')}")
    return _sheet(request, unit, form, title, Text("登记", "Add"))


def change(request: HttpRequest, code: str, point: str) -> HttpResponse:
    """Change a service point."""
    unit = unit_held(request, code, "directory.change")
    one = get_object_or_404(unit.service_points, code=point)
    present = {name: getattr(one, name) for name in ("name_zh", "name_en", "address", "hours")}
    form = Point(*posted(request), initial=present)
    if take(form, lambda asked: put_service_point(point, unit=unit, by=who(request), **_described(asked))):
        return done(request, Text("窗口已更新。", "The service point is changed."), "office-unit", code)
    title = Text(f"改“{one.name_zh}”", f"Change “{one.name.say('en')}”")
    return _sheet(request, unit, form, title, Text("保存", "Save"))


def remove(request: HttpRequest, code: str, point: str) -> HttpResponse:
    """Take a service point away."""
    unit = unit_held(request, code, "directory.change")
    one = get_object_or_404(unit.service_points, code=point)
    form = Confirm(*posted(request))
    if take(form, lambda _: remove_service_point(one, by=who(request))):
        return done(request, Text("窗口已取消。", "The service point is gone."), "office-unit", code)
    title = Text(f"取消“{one.name_zh}”", f"Remove “{one.name.say('en')}”")
    lead = (Text("名册里不再有它；登记过这件事留在日志里。", "It leaves the list; the journal keeps that it was."),)
    return _sheet(request, unit, form, title, Text("取消这个窗口", "Remove it"), lead=lead)


def _described(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": Text(asked["name_zh"], asked["name_en"]),
        "address": asked["address"],
        "hours": asked["hours"],
    }


def _next_code(unit: Unit) -> str:
    """Suggest a code nobody has: that of the unit and a number."""
    taken = set(ServicePoint.objects.filter(code__startswith=f"{unit.code}-").values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{unit.code}-{n}") not in taken)


def _sheet(request: HttpRequest, unit: Unit, form: Ask, title: Text, verb: Text, **shown: Any) -> HttpResponse:
    back = reverse("office-unit", args=[unit.code])
    return sheet(request, form, title, verb, back=back, back_name=unit.name, **shown)
