"""Rows of the sheets `survey` and `choices` as questions and scales, with the row of each remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.forms import Choice, Question, Scale
from pingyi.questionnaires.xlsform.layout import (
    CHOICES,
    HOLDERS,
    PASSED_OVER,
    PINGYI,
    SELECTS,
    SETTINGS,
    SURVEY,
    TYPES,
    column_name,
)
from pingyi.questionnaires.xlsform.sheets import Row
from pingyi.wording import Issue, Text

KNOWN = {
    name: frozenset(map(column_name, (*columns, *PASSED_OVER.get(name, ()))))
    for name, columns in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS), ("pingyi", PINGYI))
}
_TYPE_OF = {theirs: ours for ours, theirs in TYPES.items()} | {"int": "integer", "string": "text"}
_SELECT_OF = {theirs: ours for ours, theirs in SELECTS.items()}
_YES, _NO = ("yes", "true", "true()"), ("", "no", "false", "false()")


@dataclass(slots=True)
class Gathering:
    """Issues found on the way, and where each question and choice came from."""

    issues: list[Issue] = field(default_factory=list)
    question_rows: dict[str, int] = field(default_factory=dict)
    choice_rows: dict[tuple[str, int], int] = field(default_factory=dict)  # (scale, place in it) -> row

    def wrong(self, code: str, sheet: str, row: int, column: str, what: tuple[str, str]) -> None:
        """Note something wrong in a cell."""
        zh, en = what
        remedy = Text("请按XLSForm格式说明修改这一行。", "Change this row; see the XLSForm format of this system.")
        self.issues.append(Issue(code, Text(f"{zh}。", f"{en}."), remedy, row=row, field=f"{sheet}.{column}"))


def known_cells(sheet: str, rows: tuple[Row, ...], gathering: Gathering) -> None:
    """Refuse filled cells in columns that would be lost; the first row of each such column is named."""
    seen: set[str] = set()
    for row in rows:
        for column in row.cells.keys() - KNOWN[sheet] - seen:
            seen.add(column)
            what = (f"不支持“{column}”这一列", f"The column {column} is not supported")
            gathering.wrong("unknown_column", sheet, row.number, column, what)


def scales_of(rows: tuple[Row, ...], families: Mapping[str, str], gathering: Gathering) -> list[Scale]:
    """Return the scales of the sheet `choices`; a scale without a stated family is a family of its own."""
    choices: dict[str, list[Choice]] = {}
    for row in rows:
        name = row["list_name"]
        choice = Choice(row["name"], Text(row["label_zh"], row["label_en"]), _points(row, gathering))
        if row["pingyi_mark"] not in ("", choice.mark):
            what = ("“不了解”等回答的代码应为-1、-2、-3", "don't know, refused, not applicable are coded -1, -2, -3")
            gathering.wrong("wrong_mark", "choices", row.number, "pingyi_mark", what)
        gathering.choice_rows[name, len(choices.setdefault(name, []))] = row.number
        choices[name].append(choice)
    return [Scale(name, families.get(name) or name, tuple(listed)) for name, listed in choices.items()]


def _points(row: Row, gathering: Gathering) -> int | None:
    points = row["points"]
    if points.lstrip("-").isdecimal():
        return int(points)
    if points:
        gathering.wrong("wrong_points", "choices", row.number, "points", ("分值应为整数", "Points are whole numbers"))
    return None


def survey_of(rows: tuple[Row, ...], gathering: Gathering) -> tuple[Question, ...]:
    """Return the questions of the sheet `survey`, groups and repeats closed."""
    open_holders: list[tuple[Row, str, list[Question]]] = [(Row(0, {}), "", [])]
    for row in rows:
        words = row["type"].replace("_", " ", 1).split() if row["type"].startswith(("begin", "end")) else [row["type"]]
        if words[0] == "begin" and words[-1] in HOLDERS:
            open_holders.append((row, words[-1], []))
        elif words[0] == "end" and words[-1] in HOLDERS:
            if words[-1] != open_holders[-1][1]:
                what = ("这里没有可以结束的题组", "There is no such group to end here")
                gathering.wrong("unbalanced", "survey", row.number, "type", what)
            else:
                opened, kind, inside = open_holders.pop()
                open_holders[-1][2].append(_question(opened, kind, "", gathering, tuple(inside)))
        else:
            open_holders[-1][2].append(_answered(row, gathering))
    for opened, _, _ in open_holders[1:]:
        gathering.wrong("unbalanced", "survey", opened.number, "type", ("题组没有结束", "The group is not ended"))
    return tuple(open_holders[0][2])


def _answered(row: Row, gathering: Gathering) -> Question:
    kind, _, scale = row["type"].partition(" ")
    if kind in _SELECT_OF and scale.strip():
        return _question(row, _SELECT_OF[kind], scale.strip(), gathering)
    if row["type"] not in _TYPE_OF:
        what = (f"不支持“{row['type']}”这种题型", f"The type {row['type']!r} is not supported")
        gathering.wrong("unknown_type", "survey", row.number, "type", what)
    return _question(row, _TYPE_OF.get(row["type"], "text"), "", gathering)


def _question(row: Row, kind: str, scale: str, gathering: Gathering, inside: tuple[Question, ...] = ()) -> Question:
    gathering.question_rows.setdefault(row["name"], row.number)
    required = row["required"]
    return Question(
        name=row["name"],
        type=kind,
        label=_text(row, "label"),
        hint=_text(row, "hint"),
        scale=scale,
        required="true()" if required.lower() in _YES else "" if required.lower() in _NO else required,
        relevant=row["relevant"],
        constraint=row["constraint"],
        constraint_message=_text(row, "constraint_message"),
        calculation=row["calculation"],
        randomize=_randomize(row, kind, gathering),
        index=row["pingyi_index"],
        source=_text(row, "pingyi_source"),
        questions=inside,
    )


def _randomize(row: Row, kind: str, gathering: Gathering) -> bool:
    column, yes, no = (
        ("pingyi_randomize", "yes", "no") if kind in HOLDERS else ("parameters", "randomize=true", "randomize=false")
    )
    given = row[column].replace(" ", "").lower()
    if given not in ("", yes, no):
        what = (f"不支持“{row[column]}”", f"{row[column]!r} is not supported")
        gathering.wrong("wrong_parameters", "survey", row.number, column, what)
    return given == yes


def _text(row: Row, column: str) -> Text | None:
    zh, en = row[f"{column}_zh"], row[f"{column}_en"]
    return Text(zh, en) if zh or en else None
