"""A unit added by hand, and a change of what it is."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pingyi.directory.actions.entries import Nature, add_unit, change_unit
from pingyi.directory.importing.rows import UnitRow
from pingyi.directory.models import Area, Line, Unit, UnitKind
from pingyi.foundation import clock
from pingyi.foundation.trees import ancestors, within
from pingyi.web.office.access import require_everywhere, unit_held, who
from pingyi.web.office.asking import Ask, Day, done, posted, sheet, take
from pingyi.web.office.words import LEVELS, said
from pingyi.wording import Text

NONE = ""
UNITS = Text("单位", "Units")


class Natured(Ask):
    """Kind, level, area and line; the areas offered are those near `area`."""

    kind = forms.ChoiceField(label=said("类型", "Kind"))
    level = forms.ChoiceField(
        label=said("级别", "Level"),
        choices=[(NONE, said("请选级别", "Choose a level")), *((code, said(t.zh, t.en)) for code, t in LEVELS.items())],
    )
    area = forms.ChoiceField(label=said("地区", "Area"), required=False)
    line = forms.ChoiceField(
        label=said("条线", "Line"),
        help_text=said("换了条线，原来的条线上级就不算了。", "In another line its superior there no longer counts."),
        required=False,
    )

    def __init__(self, *args: Any, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, said(one.name_zh, one.name_en)) for one in UnitKind.objects.all()]
        lines = [(one.code, said(one.name_zh, one.name_en)) for one in Line.objects.all()]
        areas = [(one.code, said(one.name_zh, one.name_en)) for one in areas_near(area)]
        self._offer("kind", said("请选类型", "Choose a kind"), kinds)
        self._offer("line", said("不归条线", "In no line"), lines)
        self._offer("area", said("不按地区", "No area"), areas)

    def _offer(self, field: str, nothing: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = [(NONE, nothing), *choices]  # type: ignore[attr-defined]

    def nature(self) -> Nature:
        """Return what was chosen."""
        return Nature(*(self.cleaned_data[name] for name in ("kind", "level", "area", "line")))


class NewUnit(Natured):
    """A unit that is not there yet."""

    name_zh = forms.CharField(label=said("名称", "Chinese name"))
    name_en = forms.CharField(label=said("英文名称", "English name"), required=False)
    code = forms.CharField(
        label=said("代码", "Code"),
        help_text=said(
            "数字、英文字母、短横线、下划线，定了不能改，例如 530102-station。",
            "Digits, Latin letters, - and _; it never changes: 530102-station.",
        ),
    )
    valid_from = Day(label=said("从哪天起", "First day"))
    field_order = ("name_zh", "name_en", "code", "kind", "level", "area", "line", "valid_from")


def add_below(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit below another."""
    above = unit_held(request, code, "directory.change")
    title = Text(f"在{above.name_zh}下面加一个单位", f"Add a unit below {above.name.say('en')}")
    return _add(request, above, title)


def add_top(request: HttpRequest) -> HttpResponse:
    """Add a unit that stands below none."""
    require_everywhere(request, "directory.change")
    return _add(request, None, Text("加一个最上面的单位", "Add a unit at the top"))


def describe(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a unit is."""
    unit = unit_held(request, code, "directory.change")
    present = {
        "kind": unit.kind.code,
        "level": unit.level,
        "area": unit.area.code if unit.area else NONE,
        "line": unit.line.code if unit.line else NONE,
    }
    form = Natured(*posted(request), area=unit.area or (unit.parent.area if unit.parent else None), initial=present)
    if take(form, lambda _: change_unit(unit, form.nature(), by=who(request))):
        return done(request, Text("已改好。", "Changed."), "office-unit", code)
    title = Text(f"改{unit.name_zh}的基本情况", f"Change what {unit.name.say('en')} is")
    back = reverse("office-unit", args=[code])
    return sheet(request, form, title, Text("保存", "Save"), back=back, back_name=unit.name)


def areas_near(area: Area | None) -> list[Area]:
    """Return the area with those above it and two steps below it; without one, provinces and prefectures."""
    if area is None:
        return list(Area.objects.filter(level__in=("province", "prefecture")))
    below = Area.objects.filter(within(area.path)).exclude(level="township")
    if area.level in ("county", "township"):
        below = Area.objects.filter(within(area.path))
    return list((below | Area.objects.filter(path__in=ancestors(area.path))).order_by("path"))


def _add(request: HttpRequest, above: Unit | None, title: Text) -> HttpResponse:
    area = above.area if above else None
    initial = {"valid_from": clock.today(), "area": area.code if area else NONE}
    form = NewUnit(*posted(request), area=area, initial=initial)
    if take(form, lambda asked: add_unit(_row(asked, above), by=who(request))):
        told = Text("已加上。条线上级可以在这一页接着选。", "Added. Its superior in a line can be chosen here.")
        return done(request, told, "office-unit", form.outcome.code)
    back = reverse("office-unit", args=[above.code]) if above else reverse("office-units")
    back_name = above.name if above else UNITS
    return sheet(request, form, title, Text("加上", "Add"), back=back, back_name=back_name)


def _row(asked: dict[str, Any], above: Unit | None) -> UnitRow:
    return UnitRow(
        code=asked["code"],
        parent=above.code if above else "",
        kind=asked["kind"],
        level=asked["level"],
        area=asked["area"],
        line=asked["line"],
        line_superior="",
        name_zh=asked["name_zh"],
        name_en=asked["name_en"],
        valid_from=asked["valid_from"],
    )
