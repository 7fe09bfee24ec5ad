"""What a proposal is about, in words: so that nobody decides over a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from pingyi.accounts.models import Proposal
from pingyi.results.models import ResultSet, UnitResult
from pingyi.results.queries import FORMAL_OBJECT
from pingyi.web.site.scheme_words import SchemeWords, scheme_words
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Figures:
    """A result to be signed: the set, what the formal object earned, how many units have a score and how many none."""

    result_set: ResultSet
    formal: UnitResult | None
    grade: Text | None
    scored: int
    withheld: int


def subjects(proposals: Iterable[Proposal]) -> dict[int, Text]:
    """Return by primary key what each proposal is about; the code of the thing where nothing more is known."""
    found = list(proposals)
    sets = {one.pk: one for one in _sets(one.payload.get("result_set") for one in found)}
    return {one.pk: _subject(one, sets.get(one.payload.get("result_set", 0))) for one in found}


def figures_of(proposal: Proposal) -> Figures | None:
    """Return the figures a proposal is about; None where it is not about a result, or the result is gone."""
    result_set = next(iter(_sets([proposal.payload.get("result_set")])), None)
    if result_set is None:
        return None
    counted = result_set.units.aggregate(
        scored=Count("pk", filter=Q(score__isnull=False)), withheld=Count("pk", filter=~Q(withheld=""))
    )
    formal = result_set.units.filter(group=FORMAL_OBJECT).select_related("unit").first()
    words: SchemeWords = scheme_words(result_set.scheme)
    grade = words.grade(formal.grade) if formal and formal.grade else None
    return Figures(result_set, formal, grade, counted["scored"], counted["withheld"])


def _sets(keys: Iterable[Any]) -> list[ResultSet]:
    wanted = [key for key in keys if isinstance(key, int)]
    related = ("campaign__formal_object", "scheme", "computed_by")
    return list(ResultSet.objects.filter(pk__in=wanted).select_related(*related))


def _subject(proposal: Proposal, result_set: ResultSet | None) -> Text:
    if result_set is None:
        return Text(proposal.thing.partition(":")[2], "")
    name, n = result_set.campaign.name, result_set.number
    return Text(f"{name.zh}，第{n}次结果", f"{name.say('en')}, result {n}")
