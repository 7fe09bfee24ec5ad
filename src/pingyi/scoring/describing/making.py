"""Sentences on how scores are made: weights, feeds, scales, deduction cards, indices."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from pingyi.scoring.describing.vocabulary import FINDERS, ITEM_NAMES, KIND_NAMES, SEVERITIES, number, percent
from pingyi.scoring.model import EVERY, Card, Feed, Scale, Scheme
from pingyi.wording import Text


def groups(scheme: Scheme) -> tuple[Text, ...]:
    """Return one sentence per ranking group: its indicators, their points, the least number of people."""
    found = []
    for group in scheme.groups:
        carried = [(scheme.indicator(code).name, number(one)) for code, one in group.indicator_weights.items()]
        zh = "、".join(f"“{name.zh}”{points}分" for name, points in carried)
        en = ", ".join(f"“{name.en}” {points}" for name, points in carried)
        few = group.minimum_n
        least = Text(f"不到{few}人评价的，样本不足，不评等次。", f" Fewer than {few} people: not graded.")
        found.append(
            Text(
                f"{group.name.zh}：{zh}。{least.zh if few else ''}", f"{group.name.en}: {en}.{least.en if few else ''}"
            )
        )
    return tuple(found)


def indicators(scheme: Scheme) -> tuple[Text, ...]:
    """Return what each indicator is made of."""
    return tuple(_made_of(one.name, one.feeds) for one in scheme.indicators)


def indices(scheme: Scheme) -> tuple[Text, ...]:
    """Return what each reported-only index is made of, and whether its formula is this system's own."""
    found = []
    for index in scheme.indices:
        own = Text("（本系统自拟）", " (this system's own)") if index.own else Text("", "")
        made = _made_of(Text(index.name.zh + own.zh, index.name.en + own.en), index.feeds)
        found.append(made)
    return tuple(found)


def scales(scheme: Scheme) -> tuple[Text, ...]:
    """Return how the answers of each labelled scale become points of 100."""
    return tuple(_scale(scale) for scale in scheme.scales.values() if scale.labels)


def deductions(scheme: Scheme) -> tuple[Text, ...]:
    """Return the deduction cards."""
    rules = scheme.deductions
    if rules is None:
        return ()
    per = Text("按每次检查平均", "on average per visit") if rules.per == "visit" else Text("累计", "in total")
    base = number(rules.base)
    first = Text(
        f"基准{base}分，{per.zh}倒扣，扣完为止，再折成百分。申诉成立的发现不扣分。",
        f"From {base} points, {per.en}, down to 0, then as points of 100. What fell on objection costs nothing.",
    )
    return (first, *(_card(card) for card in rules.cards))


def _made_of(name: Text, feeds: Sequence[Feed]) -> Text:
    zh, en = [], []
    for (evidence, share), alike in groupby(feeds, key=lambda feed: (feed.evidence, feed.share)):
        kind, items = KIND_NAMES[evidence], [_item(feed.item) for feed in alike]
        each = Text("各占", " each") if len(items) > 1 else Text("占", "")
        zh.append(f"{kind.zh}{''.join(f'“{item.zh}”' for item in items)}{each.zh}{percent(share)}")
        en.append(f"{kind.en} {', '.join(f'“{item.en}”' for item in items)} {percent(share)}{each.en}")
    return Text(f"{name.zh}：{'；'.join(zh)}。", f"{name.en}: {'; '.join(en)}.")


def _item(item: str) -> Text:
    return Text("各项平均", "mean of all criteria") if item == EVERY else ITEM_NAMES.get(item, Text(item, item))


def _scale(scale: Scale) -> Text:
    pairs = [(scale.labels.get(code), points) for code, points in scale.points.items()]
    labelled = [(label, _points(points, scale)) for label, points in pairs if label]
    zh = "、".join(f"{label.zh}{points}" for label, points in labelled)
    en = ", ".join(f"{label.en} {points}" for label, points in labelled)
    unsure = Text("不算有效回答，比例另外公布", "is no valid answer, its share is published")
    if scale.dont_know is not None:
        points = _points(scale.dont_know, scale)
        unsure = Text(f"按{points}", f"counts {points}")
    return Text(f"{scale.name.zh}：{zh}；不了解{unsure.zh}。", f"{scale.name.en}: {en}; don't know {unsure.en}.")


def _points(points: Fraction, scale: Scale) -> str:
    return number(100 * points / scale.divisor)


def _card(card: Card) -> Text:
    if not card.points:
        return Text(f"{card.name.zh}。", f"{card.name.en}.")
    finders = [(FINDERS.get(finder, Text(finder, finder)), _costs(costs)) for finder, costs in card.points.items()]
    zh = "；".join(f"{finder.zh}：{costs.zh}" for finder, costs in finders)
    en = "; ".join(f"{finder.en}: {costs.en}" for finder, costs in finders)
    if {*card.points} == {EVERY}:  # whoever finds it
        zh, en = finders[0][1].zh, finders[0][1].en
    factors = [number(factor) for factor in card.repeats]
    again = Text("", "")
    if len(factors) > 1:
        again = Text(
            f"；同样的问题再次发现，依次乘以{'、'.join(factors)}", f"; found again, times {', '.join(factors)}"
        )
    return Text(f"{card.name.zh}（扣分）——{zh}{again.zh}。", f"{card.name.en}, points off: {en}{again.en}.")


def _costs(costs: Mapping[str, Fraction]) -> Text:
    shown = [(SEVERITIES.get(one, Text(one, one)), number(points)) for one, points in costs.items() if points]
    return Text(
        "、".join(f"{severity.zh}{points}" for severity, points in shown),
        ", ".join(f"{severity.en} {points}" for severity, points in shown),
    )
