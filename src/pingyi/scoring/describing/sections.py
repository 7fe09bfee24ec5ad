"""The sections of a scheme's description, in the order a reader asks."""

from dataclasses import dataclass

from pingyi.scoring.describing import judging, making
from pingyi.scoring.describing.vocabulary import number
from pingyi.scoring.model import Scheme
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences, in order."""

    title: Text
    sentences: tuple[Text, ...]


def describe(scheme: Scheme) -> tuple[Section, ...]:
    """Return the whole scheme in words: what, how weighed, how judged, what is withheld; without empty sections."""
    sections = (
        Section(Text("这是什么", "What this is"), _about(scheme)),
        Section(Text("各类单位看什么、占多少分", "What each group of units is judged by"), making.groups(scheme)),
        Section(Text("指标由什么组成", "What each indicator is made of"), making.indicators(scheme)),
        Section(Text("答案怎样折成分数", "How answers become points"), making.scales(scheme)),
        Section(Text("督导检查怎样扣分", "What findings cost"), making.deductions(scheme)),
        Section(Text("缺少证据时怎么办", "What happens where evidence is missing"), judging.missing(scheme)),
        Section(Text("误差怎样算", "How errors are computed"), judging.ERRORS),
        Section(Text("等次", "Grades"), judging.grades(scheme)),
        Section(Text("名次", "Ranks"), judging.RANKS),
        Section(Text("只公布、不计分的指数", "Indices that are reported only"), making.indices(scheme)),
        Section(Text("怎样汇总到评议对象", "How units add up to the formal object"), judging.roll_up(scheme)),
        Section(Text("公布", "Publication"), judging.publication(scheme)),
    )
    return tuple(section for section in sections if section.sentences)


def _about(scheme: Scheme) -> tuple[Text, ...]:
    return (
        Text(
            f"{scheme.name.zh}，第{scheme.version}版，满分{number(scheme.total)}分。",
            f"{scheme.name.en}, version {scheme.version}; the total is {number(scheme.total)} points.",
        ),
        Text(f"来源：{scheme.source.zh}。", f"Source: {scheme.source.en}."),
        *scheme.notes,
    )
