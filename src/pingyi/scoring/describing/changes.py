"""What changed between two versions of a scheme, in sentences."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pingyi.scoring.describing.judging import band_sentence
from pingyi.scoring.describing.sections import describe
from pingyi.scoring.describing.vocabulary import number
from pingyi.scoring.model import Scheme
from pingyi.scoring.scheme import canonical
from pingyi.wording import Text


def changes(old: Scheme, new: Scheme) -> tuple[Text, ...]:
    """Return what changed from `old` to `new`; empty when they mean the same.

    Weights and grade lines are told with both figures; everything else as the sentence that went and the one that came.
    """
    told = (*_totals(old, new), *_weights(old, new), *_bands(old, new), *_sentences(old, new))
    if told or canonical(old) == canonical(new):
        return told
    return (Text("有改动，但不影响上述说明。", "Something changed that none of the sentences shows."),)


def _totals(old: Scheme, new: Scheme) -> Iterator[Text]:
    if old.total != new.total:
        yield _moved(Text("满分", "The total"), old.total, new.total)


def _weights(old: Scheme, new: Scheme) -> Iterator[Text]:
    names = {one.code: one.name for scheme in (old, new) for one in scheme.indicators}
    groups = {one.code: one.name for scheme in (old, new) for one in scheme.groups}
    before, after = _carried(old), _carried(new)
    for code, name in groups.items():
        if code not in before:
            yield Text(f"新增一类：{name.zh}。", f"New group: {name.en}.")
        elif code not in after:
            yield Text(f"取消一类：{name.zh}。", f"Group removed: {name.en}.")
        else:
            yield from _within(name, names, before[code], after[code])


def _within(
    group: Text, names: Mapping[str, Text], before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> Iterator[Text]:
    for code in dict.fromkeys((*before, *after)):
        was, now = before.get(code, Fraction(0)), after.get(code, Fraction(0))
        if was != now:
            yield _moved(Text(f"{group.zh}的“{names[code].zh}”", f"{group.en}, “{names[code].en}”"), was, now)


def _carried(scheme: Scheme) -> dict[str, Mapping[str, Fraction]]:
    return {group.code: group.indicator_weights for group in scheme.groups}


def _bands(old: Scheme, new: Scheme) -> Iterator[Text]:
    before = {band.code: band for band in old.bands}
    for band in new.bands:
        if band.code in before and before[band.code].least != band.least:
            name = Text(f"“{band.name.zh}”的界线", f"The line of “{band.name.en}”")
            yield _moved(name, before[band.code].least, band.least)


def _moved(name: Text, was: Fraction, now: Fraction) -> Text:
    return Text(
        f"{name.zh}：{number(was)}分改为{number(now)}分。", f"{name.en}: {number(was)} points became {number(now)}."
    )


def _sentences(old: Scheme, new: Scheme) -> Iterator[Text]:
    """Yield the sentences that went and came, but for those about weights and lines, which are told with figures."""
    before, after = _rest(old), _rest(new)
    for sentence in before:
        if sentence not in after:
            yield Text(f"不再有：{sentence.zh}", f"No longer: {sentence.en}")
    for sentence in after:
        if sentence not in before:
            yield Text(f"现在是：{sentence.zh}", f"Now: {sentence.en}")


def _rest(scheme: Scheme) -> list[Text]:
    first, _, *others = describe(scheme)
    lines = [band_sentence(band) for band in scheme.bands if not band.conditions]
    told = [sentence for section in others for sentence in section.sentences if sentence not in lines]
    minima = [
        Text(f"{group.name.zh}至少要{group.minimum_n}人。", f"{group.name.en}: at least {group.minimum_n} people.")
        for group in scheme.groups
    ]
    return [*first.sentences[1:], *minima, *told]
