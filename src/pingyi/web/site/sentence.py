"""The sentence that stands before every number of a unit's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.results.facts import Rectification
from pingyi.results.models import ItemResult
from pingyi.web.site.vocabulary import ITEMS, NOT_SHOWN, word
from pingyi.wording import Text

LEADING_KINDS = ("sample", "ballots", "ratings")  # the kind that speaks: the best the unit has of its own
MOST_NAMED = 2
TOTALS = frozenset({"overall", "level"})  # the whole is the score itself; the sentence names the parts


@dataclass(frozen=True, slots=True)
class Clause:
    """Half a sentence: what is spoken of, and the verdict in bold."""

    subject: Text
    verdict: Text


def sentence(own: dict[str, tuple[ItemResult, ...]], mended: Rectification | None) -> tuple[Clause, ...]:
    """Return what is better, worse and not to be told apart from like units, and what is not solved."""
    items = next((own[kind] for kind in LEADING_KINDS if kind in own), ())
    parts = [item for item in items if item.item not in TOTALS | NOT_SHOWN]
    said = [
        _clause(_furthest(parts, "better"), Text("好于同类", "better than like units")),
        _clause(_furthest(parts, "worse"), Text("差于同类", "worse than like units")),
    ]
    clauses = [clause for clause in said if clause]
    if len(clauses) < len(said):
        clauses += _undecided(parts, decided=bool(clauses))
    if mended and mended.unsolved:
        n = mended.unsolved
        clauses.append(Clause(Text("", ""), Text(f"{n}件没有解决", f"{n} not solved")))
    return tuple(clauses)


def _furthest(parts: list[ItemResult], verdict: str) -> list[ItemResult]:
    """Return the items with `verdict` that lie furthest from the like units' median."""
    found = [item for item in parts if item.compared == verdict]
    return sorted(found, key=_distance, reverse=True)[:MOST_NAMED]


def _distance(item: ItemResult) -> float:
    return abs((item.estimate or 0.0) - (item.group_median or 0.0))


def _clause(items: Sequence[ItemResult], verdict: Text) -> Clause | None:
    if not items:
        return None
    names = [word(ITEMS, item.item) for item in items]
    zh = "、".join(name.zh for name in names)
    en = " and ".join(name.say("en") for name in names)
    return Clause(Text(zh, f"{en} "), verdict)


def _undecided(parts: list[ItemResult], *, decided: bool) -> list[Clause]:
    same = [item for item in parts if item.compared == "same"]
    if not same:
        return []
    apart = Text("与同类分不开", "cannot be told apart from like units")
    if not decided:
        return [Clause(Text("各项都", "Nothing "), Text("与同类分不开", "can be told apart from like units"))]
    clause = _clause(same[:1], apart)
    return [clause] if clause else []
