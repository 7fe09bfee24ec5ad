"""The rule file: which kinds, lines and units there are. Read from TOML, checked as a whole."""

import re
import string
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from importlib import resources
from typing import Any

from pingyi.directory.levels import LEVELS
from pingyi.wording import Issue, Refused, Text

_ID = re.compile(r"[0-9a-z_]+")
_PLACES = {"area", "stem", "parent"}


@dataclass(frozen=True, slots=True)
class ReferenceWord:
    """A kind or a line: its code and its two names."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """One unit in every area of a level. Its code is "AREA-id".

    `parent` and `line_superior` read "level:id": that unit of the area itself or of the area above it at that level.
    In names {area} is the area, {parent} the parent unit; `name_zh_by_ending` replaces `name_zh` where the area's
    name ends so, {stem} being what stands before the ending. Areas with an ending in `not_where` get no such unit.
    """

    id: str
    at: str
    kind: str
    name_zh: str
    name_en: str
    parent: str = ""
    line: str = ""
    line_superior: str = ""
    name_zh_by_ending: dict[str, str] = field(default_factory=dict)
    not_where: tuple[str, ...] = ()
    use: bool = True

    @property
    def key(self) -> str:
        """How other patterns name it: "level:id"."""
        return f"{self.at}:{self.id}"


@dataclass(frozen=True, slots=True)
class GenerationRule:
    """A checked rule. A pattern stands after those it refers to or at a lower level."""

    kinds: tuple[ReferenceWord, ...]
    lines: tuple[ReferenceWord, ...]
    units: tuple[UnitPattern, ...]

    def patterns_at(self, level: str) -> Iterator[UnitPattern]:
        """Yield the patterns in use at a level, in the order of the file."""
        return (pattern for pattern in self.units if pattern.at == level and pattern.use)


def default_rule() -> GenerationRule:
    """Return the rule that is shipped."""
    return read_rule(resources.files("pingyi.directory.generation").joinpath("default.toml").read_bytes())


def read_rule(content: bytes) -> GenerationRule:
    """Return the rule in a TOML file; refuses what cannot be read and, with all its faults, what does not hold."""
    try:
        told = tomllib.loads(content.decode())
    except ValueError as error:
        raise Refused.because(
            "unreadable.rule",
            Text("规则文件不是 UTF-8 编码的 TOML。", f"The rule file is not TOML in UTF-8: {error}."),
            Text("请对照随附的 default.toml 改正。", "Correct it after the shipped default.toml."),
        ) from None
    _refuse([_unknown("", key) for key in told if key not in ("kind", "line", "unit")])
    rule = GenerationRule(
        tuple(_build(ReferenceWord, "kind", told)),
        tuple(_build(ReferenceWord, "line", told)),
        tuple(_build(UnitPattern, "unit", told)),
    )
    _refuse(_faults(rule))
    return rule


def _build(form: type[Any], name: str, told: dict[str, Any]) -> Iterator[Any]:
    known = {column.name: column for column in fields(form)}
    needed = [key for key, column in known.items() if column.default is column.default_factory is MISSING]
    given_all = told.get(name, [])
    if not isinstance(given_all, list) or not all(isinstance(given, dict) for given in given_all):
        raise Refused(_ill_formed(name, name))
    for number, given in enumerate(given_all, start=1):
        place = f"{name} {number}"
        _refuse([_unknown(place, key) for key in given if key not in known])
        _refuse([_missing(place, key) for key in needed if not given.get(key)])
        _refuse([_ill_formed(place, key) for key, value in given.items() if not _is_well_formed(key, value)])
        yield form(**{key: tuple(value) if key == "not_where" else value for key, value in given.items()})


def _is_well_formed(key: str, value: object) -> bool:
    match key, value:
        case "not_where", list():
            return all(isinstance(ending, str) and ending for ending in value)
        case "name_zh_by_ending", dict():
            return all(ending and isinstance(name, str) for ending, name in value.items())
        case "use", bool():
            return True
        case "id" | "code", str():
            return len(value) < 20 and bool(_ID.fullmatch(value))
        case _:
            return isinstance(value, str) and key not in ("not_where", "name_zh_by_ending", "use")


def _faults(rule: GenerationRule) -> Iterator[Issue]:
    kinds, lines = {kind.code for kind in rule.kinds}, {"", *(line.code for line in rule.lines)}
    before: dict[str, UnitPattern] = {}
    for pattern in rule.units:
        if pattern.key in before:
            yield _wrong(pattern, "id", pattern.id)
        if pattern.at not in LEVELS:
            yield _wrong(pattern, "at", pattern.at)
            continue
        if pattern.kind not in kinds:
            yield _wrong(pattern, "kind", pattern.kind)
        if pattern.line not in lines:
            yield _wrong(pattern, "line", pattern.line)
        yield from _wrong_references(pattern, before)
        yield from (_wrong(pattern, "name", name) for name in _names(pattern) if not _is_fillable(name))
        before[pattern.key] = pattern


def _wrong_references(pattern: UnitPattern, before: dict[str, UnitPattern]) -> Iterator[Issue]:
    for key, reference in (("parent", pattern.parent), ("line_superior", pattern.line_superior)):
        if not reference:
            continue
        if not _is_reachable(pattern, before.get(reference), in_line=key == "line_superior"):
            yield _wrong(pattern, key, reference)


def _is_reachable(pattern: UnitPattern, target: UnitPattern | None, *, in_line: bool) -> bool:
    if target is None or LEVELS.index(target.at) > LEVELS.index(pattern.at):
        return False
    return (target.use or not pattern.use) and (not in_line or bool(pattern.line and target.line))


def _names(pattern: UnitPattern) -> tuple[str, ...]:
    return (pattern.name_zh, pattern.name_en, *pattern.name_zh_by_ending.values())


def _is_fillable(name: str) -> bool:
    try:
        return {place for _, place, _, _ in string.Formatter().parse(name) if place is not None} <= _PLACES
    except ValueError:
        return False


def _refuse(issues: Iterable[Issue]) -> None:
    if found := list(issues):
        raise Refused(found)


def _unknown(place: str, key: str) -> Issue:
    what = Text(f"规则文件 {place} 中不认识“{key}”。", f"In the rule file, {place}: '{key}' is not known.")
    return Issue("rule.unknown_key", what, Text("请删去它。", "Take it out."), field=key)


def _missing(place: str, key: str) -> Issue:
    what = Text(f"规则文件 {place} 缺少“{key}”。", f"In the rule file, {place}: '{key}' is missing.")
    return Issue("rule.missing_key", what, Text("请补上。", "Add it."), field=key)


def _ill_formed(place: str, key: str) -> Issue:
    what = Text(
        f"规则文件 {place} 的“{key}”写法不对。", f"In the rule file, {place}: '{key}' is not written as it must be."
    )
    return Issue(
        "rule.ill_formed", what, Text("请对照随附的 default.toml。", "See the shipped default.toml."), field=key
    )


def _wrong(pattern: UnitPattern, key: str, word: str) -> Issue:
    return Issue(
        "rule.wrong_value",
        Text(
            f"规则文件中 {pattern.key} 的“{key}”不能是“{word}”。",
            f"In the rule file the {key} of {pattern.key} cannot be '{word}'.",
        ),
        Text(
            "编号不能重复；类别、条线和所引用的单位须在它之前写明；名称里只能用 {area}、{stem}、{parent}。",
            "Ids stand once; kinds, lines and units referred to stand before; names may use {area}, {stem}, {parent}.",
        ),
        field=key,
    )
