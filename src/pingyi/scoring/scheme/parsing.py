"""Tables of the scheme file to the values of `model`, section by section."""

from fractions import Fraction
from typing import Any, TypeVar, cast

from pingyi.scoring import model
from pingyi.scoring.scheme.reading import Table
from pingyi.wording import Text

MISSING = ("withhold", "redistribute")
T = TypeVar("T")


def parsed(root: Table) -> model.Scheme:
    """Return the scheme of the file; what is wrong is noted in the table's issues."""
    missing = root.table("missing")
    grades = root.table("grades", {"basis": "point"})
    publication = root.table("publication", {"ballots_least": 30, "ballots_full": 100, "decimals": 1})
    default = cast(model.Missing, missing.choice("indicator", MISSING))
    most = missing.share("most")
    scheme = model.Scheme(
        code=root.text("code"),
        version=root.integer("version"),
        name=root.name("name"),
        source=root.name("source"),
        notes=tuple(_note(note) for note in root.tables("notes")),
        total=root.fraction("total"),
        scales={code: _scale(code, table) for code, table in root.named("scales").items()},
        items={kind: _items(table) for kind, table in root.named("items").items()},
        indicators=tuple(_indicator(table, default) for table in root.tables("indicators")),
        groups=tuple(_group(code, table, most) for code, table in root.named("groups").items()),
        feed_missing=cast(model.Missing, missing.choice("feed", MISSING)),
        basis=cast(Any, grades.choice("basis", ("lower", "point"))),
        bands=tuple(sorted(map(_band, grades.tables("bands")), key=lambda band: -band.least)),
        deductions=_deductions(root.table("deductions")) if root.has("deductions") else None,
        bonuses=tuple(_bonus(table) for table in root.tables("bonuses")),
        vetoes=tuple(_veto(table) for table in root.tables("vetoes")),
        indices=tuple(_index(table) for table in root.tables("indices")),
        ballots_least=publication.integer("ballots_least"),
        ballots_full=publication.integer("ballots_full"),
        decimals=publication.integer("decimals"),
        roll_up=_roll_up(root.table("roll_up")) if root.has("roll_up") else None,
        formulas=tuple(_formula(table) for table in root.tables("tally")),
    )
    for table in (missing, grades, publication):
        table.close()
    return scheme


def _note(table: Table) -> Text:
    note = Text(table.text("zh"), table.text("en"))
    table.close()
    return note


def _scale(code: str, table: Table) -> model.Scale:
    points: dict[int, Fraction] = {}
    if table.has("numeric"):
        most = table.integer("numeric")
        points = {mark: Fraction(mark) for mark in range(most + 1)}
    else:
        points = _by_code(table, table.fractions("points"))
    unsure = table.take("dont_know", "excluded")
    if unsure != "excluded":
        table.left["dont_know"] = unsure
    scale = model.Scale(
        code=code,
        name=table.name("name"),
        points=points,
        divisor=table.fraction("divisor"),
        dont_know=None if unsure == "excluded" else table.fraction("dont_know"),
        labels=_by_code(table, {key: Text(*_pair(table, key, said)) for key, said in table.mapping("labels").items()}),
    )
    table.close()
    return scale


def _pair(table: Table, key: str, said: Any) -> tuple[str, str]:
    if isinstance(said, list) and len(said) == 2 and all(isinstance(one, str) for one in said):
        return said[0], said[1]
    table.wrong(f"labels.{key}", '["中文", "English"]', '["中文", "English"]', said)
    return "", ""


def _by_code(table: Table, values: dict[str, T]) -> dict[int, T]:
    good = {int(key): value for key, value in values.items() if key.isascii() and key.isdecimal()}
    if len(good) < len(values):
        table.wrong(
            "points", "答案代码（0、1、2…）", "codes of answers (0, 1, 2 …)", sorted({*values} - {*map(str, good)})
        )
    return good


def _items(table: Table) -> dict[str, str]:
    return {item: table.text(item) for item in list(table.left)}


def _feeds(table: Table) -> tuple[model.Feed, ...]:
    feeds = []
    for feed in table.tables("feeds"):
        feeds.append(model.Feed(feed.choice("evidence", model.KINDS), feed.text("item"), feed.fraction("share")))
        feed.close()
    return tuple(feeds)


def _indicator(table: Table, default: model.Missing) -> model.Indicator:
    missing = cast(model.Missing, table.choice("missing", MISSING, default))
    indicator = model.Indicator(table.text("code"), table.name("name"), _feeds(table), missing)
    table.close()
    return indicator


def _index(table: Table) -> model.Index:
    index = model.Index(table.text("code"), table.name("name"), _feeds(table), table.flag("own", default=False))
    table.close()
    return index


def _group(code: str, table: Table, most: Fraction) -> model.Group:
    group = model.Group(
        code=code,
        name=table.name("name"),
        kinds=table.texts("kinds"),
        indicator_weights=table.fractions("indicator_weights"),
        minimum_n=table.integer("minimum_n"),
        most_redistributed=table.share("most", str(most)),
    )
    table.close()
    return group


def _band(table: Table) -> model.Band:
    conditions = tuple(_condition(one) for one in table.tables("conditions"))
    band = model.Band(table.text("code"), table.name("name"), table.fraction("least"), conditions)
    table.close()
    return band


def _condition(table: Table) -> model.Condition:
    name = table.name("name")
    unmet = table.name("unmet", Text(f"没有做到“{name.zh}”", f"“{name.en}” is not met"))
    if table.flag("no_veto", default=False):
        condition = model.Condition("", "", Fraction(0), name, unmet)
    else:
        condition = model.Condition(
            table.choice("evidence", model.KINDS), table.text("item"), table.fraction("least"), name, unmet
        )
    table.close()
    return condition


def _deductions(table: Table) -> model.Deductions:
    found = model.Deductions(
        table.fraction("base"),
        cast(Any, table.choice("per", ("visit", "total"))),
        tuple(_card(card) for card in table.tables("cards")),
    )
    table.close()
    return found


def _card(table: Table) -> model.Card:
    finders = table.table("points", {})
    card = model.Card(
        code=table.text("code"),
        name=table.name("name"),
        items=table.texts("items", []),
        points={finder: finders.fractions(finder) for finder in list(finders.left)},
        repeats=tuple(table.fraction_list("repeats")),
    )
    table.close()
    return card


def _bonus(table: Table) -> model.Bonus:
    bonus = model.Bonus(table.text("code"), table.name("name"), table.fraction("points"))
    table.close()
    return bonus


def _veto(table: Table) -> model.Veto:
    veto = model.Veto(table.text("code"), table.name("name"), table.text("band"))
    table.close()
    return veto


def _roll_up(table: Table) -> model.RollUp:
    rule = model.RollUp(
        table.fractions("shares"),
        cast(Any, table.choice("across", ("equal", "exposure"))),
        table.share("most_missing"),
    )
    table.close()
    return rule


def _formula(table: Table) -> model.Formula:
    formula = model.Formula(
        code=table.text("code"),
        name=table.name("name"),
        kind=cast(Any, table.choice("kind", ("share", "sum", "marks", "rate"))),
        points=table.fractions("points"),
        roles={label: str(role) for label, role in table.mapping("roles").items()},
        excluded=table.texts("excluded", []),
        divisor=table.fraction("divisor", "1"),
        times=table.fraction("times", "100"),
        unit=table.name("unit", Text("%", "%")),
        formula=table.name("formula"),
        rate=table.text("rate", ""),
    )
    table.close()
    return formula
