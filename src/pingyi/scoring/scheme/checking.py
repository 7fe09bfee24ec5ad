"""What a well-formed scheme can still get wrong: sums, order, names that nothing carries."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from pingyi.scoring.model import COUNTED, EVERY, KINDS, Feed, Scheme
from pingyi.wording import Issue, Text

Check = Callable[[Scheme], Iterator[Issue]]


def issues_of(scheme: Scheme) -> list[Issue]:
    """Return everything wrong with a scheme that was read."""
    checks: tuple[Check, ...] = (_scales, _items, _codes, _feeds, _weights, _groups, _bands, _vetoes, _cards, _roll_up)
    return [issue for check in checks for issue in check(scheme)]


def _issue(code: str, field: str, zh: str, en: str, remedy: tuple[str, str] = ("请改正。", "Correct it.")) -> Issue:
    return Issue(code, Text(zh, en), Text(*remedy), field=field)


def _scales(scheme: Scheme) -> Iterator[Issue]:
    for code, scale in scheme.scales.items():
        valued = [*scale.points.values(), *([] if scale.dont_know is None else [scale.dont_know])]
        if scale.divisor <= 0 or not valued:
            yield _issue(
                "scale_empty", f"scales.{code}", "没有分值，或者除数不大于0。", "No points, or no divisor above 0."
            )
        elif not all(0 <= points <= scale.divisor for points in valued):
            yield _issue(
                "points_off_range",
                f"scales.{code}.points",
                f"分值应当在0和除数{scale.divisor}之间。",
                f"Points must lie between 0 and the divisor {scale.divisor}.",
            )


def _items(scheme: Scheme) -> Iterator[Issue]:
    for kind, items in scheme.items.items():
        if kind not in KINDS or kind in COUNTED:
            yield _issue(
                "unknown_evidence", f"items.{kind}", f"不认识这种证据“{kind}”。", f"Unknown evidence “{kind}”."
            )
        for item, scale in items.items():
            if scale not in scheme.scales:
                yield _issue(
                    "unknown_scale", f"items.{kind}.{item}", f"没有“{scale}”这个量表。", f"There is no scale “{scale}”."
                )


def _codes(scheme: Scheme) -> Iterator[Issue]:
    named: dict[str, Iterable[str]] = {
        "indicators": [one.code for one in scheme.indicators],
        "indices": [one.code for one in scheme.indices],
        "grades.bands": [one.code for one in scheme.bands],
        "vetoes": [one.code for one in scheme.vetoes],
        "bonuses": [one.code for one in scheme.bonuses],
        "tally": [one.code for one in scheme.formulas],
    }
    for section, codes in named.items():
        seen: set[str] = set()
        for code in codes:
            if code in seen:
                yield _issue("code_twice", section, f"“{code}”出现了两次。", f"“{code}” occurs twice.")
            seen.add(code)


def _feeds(scheme: Scheme) -> Iterator[Issue]:
    for section, parts in (("indicators", scheme.indicators), ("indices", scheme.indices)):
        for part in parts:
            field = f"{section}.{part.code}.feeds"
            for feed in part.feeds:
                yield from _known(scheme, feed, field)
            yield from _adds_up(field, (feed.share for feed in part.feeds), Fraction(1))


def _known(scheme: Scheme, feed: Feed, field: str) -> Iterator[Issue]:
    known = COUNTED.get(feed.evidence) or tuple(scheme.items.get(feed.evidence, ()))
    if feed.item not in known and not (feed.evidence == "assessment" and feed.item == EVERY and known):
        yield _issue(
            "unknown_item",
            field,
            f"“{feed.evidence}”里没有“{feed.item}”这一项。",
            f"“{feed.evidence}” has no item “{feed.item}”.",
            (
                f"可以用：{'、'.join(known) or '（先在items里写明）'}。",
                f"Possible: {', '.join(known) or 'list it in items'}.",
            ),
        )
    if feed.evidence == "inspection" and scheme.deductions is None:
        yield _issue(
            "no_deductions", field, "用了督导扣分，却没有扣分办法。", "Findings are used but there is no [deductions]."
        )


def _weights(scheme: Scheme) -> Iterator[Issue]:
    known = {indicator.code for indicator in scheme.indicators}
    for group in scheme.groups:
        field = f"groups.{group.code}.indicator_weights"
        for code in sorted({*group.indicator_weights} - known):
            yield _issue("unknown_indicator", field, f"没有“{code}”这个指标。", f"There is no indicator “{code}”.")
        yield from _adds_up(field, group.indicator_weights.values(), scheme.total)


def _adds_up(field: str, parts: Iterable[Fraction], total: Fraction) -> Iterator[Issue]:
    shares = list(parts)
    found = sum(shares, Fraction(0))
    if any(share <= 0 for share in shares):
        yield _issue("weight_not_positive", field, "权重都要大于0。", "Every weight must be above 0.")
    if found != total:
        over = found - total
        yield _issue(
            "weights_total",
            field,
            f"权重加起来是{found}，应当是{total}，{'多' if over > 0 else '少'}了{abs(over)}。",
            f"The weights add up to {found}, not {total}: {abs(over)} too {'much' if over > 0 else 'little'}.",
            ("请调整，使它们正好等于总分。", "Adjust them so that they equal the total."),
        )


def _groups(scheme: Scheme) -> Iterator[Issue]:
    if not scheme.groups or not scheme.indicators or scheme.total <= 0:
        yield _issue(
            "scheme_empty",
            "groups",
            "至少要有一个类、一个指标，总分要大于0。",
            "A group, an indicator and a total above 0 are needed.",
        )
    owner: dict[str, str] = {}
    for group in scheme.groups:
        for kind in group.kinds:
            if kind in owner:
                yield _issue(
                    "kind_twice",
                    f"groups.{group.code}.kinds",
                    f"单位类别“{kind}”已经在“{owner[kind]}”类里。",
                    f"The kind “{kind}” is in the group “{owner[kind]}” already.",
                )
            owner[kind] = group.code


def _bands(scheme: Scheme) -> Iterator[Issue]:
    for better, worse in pairwise(scheme.bands):
        if better.least == worse.least:
            yield _issue(
                "bands_overlap",
                "grades.bands",
                f"“{better.name.zh}”和“{worse.name.zh}”从同一个分数{better.least}开始。",
                f"“{better.name.en}” and “{worse.name.en}” start at the same points, {better.least}.",
            )
    if scheme.bands and scheme.bands[-1].least != 0:
        yield _issue("bands_gap", "grades.bands", "最低一档应当从0分开始。", "The lowest grade must start at 0 points.")
    for band in scheme.bands:
        if not 0 <= band.least <= scheme.total:
            yield _issue(
                "bands_off_range", "grades.bands", f"“{band.name.zh}”超出总分。", f"“{band.name.en}” is off the total."
            )
        for condition in band.conditions:
            if condition.evidence:
                yield from _known(
                    scheme, Feed(condition.evidence, condition.item, Fraction(1)), f"grades.bands.{band.code}"
                )


def _vetoes(scheme: Scheme) -> Iterator[Issue]:
    known = {band.code for band in scheme.bands}
    for veto in scheme.vetoes:
        if veto.band not in known:
            yield _issue(
                "unknown_band", f"vetoes.{veto.code}", f"没有“{veto.band}”这一档。", f"There is no grade “{veto.band}”."
            )


def _cards(scheme: Scheme) -> Iterator[Issue]:
    if scheme.deductions and (scheme.deductions.base <= 0 or not scheme.deductions.cards):
        yield _issue(
            "deductions_empty", "deductions", "扣分要有基准分和扣分卡。", "Deductions need a base above 0 and a card."
        )
    for card in scheme.deductions.cards if scheme.deductions else ():
        points = [value for table in card.points.values() for value in table.values()]
        if any(value < 0 for value in (*points, *card.repeats)):
            yield _issue(
                "deduction_negative", f"deductions.{card.code}", "扣分不能是负数。", "Points off cannot be negative."
            )


def _roll_up(scheme: Scheme) -> Iterator[Issue]:
    if scheme.roll_up is None:
        return
    for code in sorted({*scheme.roll_up.shares} - {group.code for group in scheme.groups}):
        yield _issue("unknown_group", "roll_up.shares", f"没有“{code}”这一类。", f"There is no group “{code}”.")
    yield from _adds_up("roll_up.shares", scheme.roll_up.shares.values(), Fraction(1))
