"""Planning a sample: how many, where, what it will show and cost. Nothing is stored; the address holds the plan."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.sampling.planning import Assumed, Prices, chance_to_see, plan
from pingyi.sampling.sizes import size_for_difference, size_for_proportion
from pingyi.web.office.asking import UNFIT, Ask
from pingyi.web.office.words import said
from pingyi.wording import Refused

MOST_UNITS: Final = 3_000
FEWEST: Final = 30  # answers below which a unit is not shown by itself
EXAMPLE: Final = "甲县,320000\n乙县,180000\n丙县,45000"


class Units(forms.CharField):
    """Lines of a name and a number of people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def clean(self, value: Any) -> list[tuple[str, int]]:
        """Return (name, people) of every line."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_UNITS:
            raise forms.ValidationError(said("最多3000行。", "At most 3,000 lines."))
        return [self._read(number, line) for number, line in enumerate(lines, 1)]

    @staticmethod
    def _read(number: int, line: str) -> tuple[str, int]:
        name, _, people = line.replace("，", ",").replace("\t", ",").rpartition(",")
        digits = people.strip().replace(" ", "")
        if not name.strip() or not digits.isascii() or not digits.isdigit() or int(digits) == 0:
            raise forms.ValidationError(
                said(
                    "第%(n)s行看不懂：%(line)s。请写成“名称,人数”。",
                    "Line %(n)s cannot be read: %(line)s. Write “name,people”.",
                ),
                params={"n": number, "line": line[:40]},
            )
        return name.strip(), int(digits)


def _number(name: Any, limits: tuple[float, float], start: float, hint: Any = "") -> forms.FloatField:
    low, high = limits
    return forms.FloatField(label=name, min_value=low, max_value=high, initial=start, help_text=hint)


class Planning(Ask):
    """A plan to try."""

    units = Units(
        label=said("要比较的单位和人数", "Units to compare, and their people"),
        help_text=said(
            "一行一个，写成“名称,人数”。可以从表格里粘贴。",
            "One per line, “name,people”. Paste from a table if you like.",
        ),
        initial=EXAMPLE,
    )
    total = forms.IntegerField(
        label=said("总共要多少份回答", "Answers in all"), min_value=1, max_value=10_000_000, initial=1200
    )
    way = forms.ChoiceField(
        label=said("怎么分到各单位", "How they are divided"),
        widget=forms.RadioSelect,
        choices=[
            ("equal", said("每个单位一样多：每个单位都看得清", "The same for each: every unit is seen well")),
            ("power", said("按人数的平方根：两头兼顾", "By the square root of people: a middle way")),
            ("proportional", said("按人数：整体最准", "By people: the whole is most exact")),
        ],
        initial="power",
    )
    share = _number(said("预计满意的比例（%）", "Expected share satisfied (%)"), (1, 99), 75)
    margin = _number(said("希望误差不超过（百分点）", "Margin wanted (points)"), (0.1, 50), 5)
    change = _number(said("希望看得出的变化（百分点）", "Change to be seen (points)"), (0.1, 50), 5)
    response = _number(said("预计多少人会回答（%）", "Expected to answer (%)"), (1, 100), 50)
    deff = _number(
        said("设计效应", "Design effect"),
        (0.1, 20),
        1.5,
        said("整群抽样一般是1.5到3；简单随机是1。", "1.5 to 3 with clusters; 1 if simple random."),
    )
    unit_price = _number(said("每个单位的固定费用（元）", "Fixed cost per unit (yuan)"), (0, 1e9), 2000)
    person_price = _number(said("每找一个人的费用（元）", "Cost per person approached (yuan)"), (0, 1e6), 12)


def planning(request: HttpRequest) -> HttpResponse:
    """Show the form and, where it can be read, what the plan gives."""
    form = Planning(request.GET if "units" in request.GET else _defaults())
    shown: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            shown |= _worked_out(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
    return render(request, "office/planning.html", shown, status=UNFIT if form.errors else None)


def _defaults() -> dict[str, Any]:
    return {name: field.initial for name, field in Planning.base_fields.items()}


def _worked_out(given: dict[str, Any]) -> dict[str, Any]:
    assumed = Assumed(given["share"] / 100, given["deff"], given["response"] / 100)
    found = plan(
        given["units"], given["total"], given["way"], assumed, Prices(given["unit_price"], given["person_price"])
    )
    each = min(row.answers for row in found.rows)
    wanted = size_for_proportion(assumed.share, given["margin"] / 100, deff=assumed.deff, response=assumed.response)
    later = given["share"] - given["change"] if given["share"] > given["change"] else given["share"] + given["change"]
    needed = size_for_difference(assumed.share, later / 100, deff=assumed.deff) if 0 < later < 100 else None
    widest = max(row.margin for row in found.rows)
    return {
        "plan": found,
        "rows": [
            {
                "row": row,
                "width": f"{100 * row.margin / widest:.1f}%",
                "points": 100 * row.margin,
                "small": row.answers < FEWEST,
            }
            for row in found.rows
        ],
        "whole": 100 * found.margin,
        "wanted": wanted,
        "wanted_answers": round(wanted.exact * assumed.deff + 0.5),
        "needed": needed,
        "each": each,
        "power": 100 * chance_to_see(given["change"] / 100, each, assumed),
        "margin": given["margin"],
        "change": given["change"],
        "fewest": FEWEST,
    }
