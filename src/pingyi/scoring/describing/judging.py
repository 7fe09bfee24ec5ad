"""Sentences on how scores are judged: missing evidence, errors, grades, ranks, the formal object, publication."""

from typing import Final

from pingyi.scoring.describing.vocabulary import number, percent
from pingyi.scoring.model import Band, Scheme
from pingyi.wording import Text

ERRORS: Final = (
    Text(
        "抽样调查的误差按抽样设计计算（线性化方差）。",
        "The error of the sample survey follows its design (linearised variance).",
    ),
    Text(
        "网络评议和好差评不是概率样本，它们的误差只反映偶然波动，不反映谁愿意来评。",
        "Ballots and ratings are no probability sample; their error measures chance only, not who chose to answer.",
    ),
    Text(
        "督导检查的发现不是抽样结果，没有抽样误差可言。",
        "Findings of inspections are no sample and have no sampling error.",
    ),
    Text(
        "总分的误差由各题目的误差和它们之间的相关推算；区间都是95%。",
        "The error of the composite follows from those of the items and their correlation; intervals are 95%.",
    ),
)

NOT_ASKED: Final = (
    Text(
        "单位没有某一类证据的，不问这一类的条件：没有抽样调查的窗口和派出所，不问抽样调查的条件；没有要整改的，不问整改的条件。",
        "A condition on a kind of evidence of which a unit has none is not asked: none on the sample survey for windows"
        " and stations without one, none on rectification where nothing was to be put right.",
    ),
)

RANKS: Final = (
    Text(
        "只在同类单位之间比较。分不出高下的单位列在同一个并列区间。",
        "Units are compared within their group only. Units that cannot be told apart share a tier.",
    ),
    Text(
        "每个单位写明数据容许的最好和最差名次，以及任一权重变动一成时名次的变化。",
        "Each unit shows the best and worst rank the data allow, and its ranks when any weight moves by a tenth.",
    ),
)


def missing(scheme: Scheme) -> tuple[Text, ...]:
    """Return what becomes of units without evidence for an indicator."""
    kept = [one.name for one in scheme.indicators if one.missing == "withhold"]
    handed = [one.name for one in scheme.indicators if one.missing == "redistribute"]
    said = []
    if kept:
        zh, en = _quoted(kept)
        said.append(Text(f"缺少{zh}的单位不计总分。", f"Without {en} a unit gets no composite."))
    if handed:
        zh, en = _quoted(handed)
        said.append(
            Text(
                f"缺少{zh}时，它的分按比例分给其余指标，并在结果上注明。",
                f"The points of {en}, where missing, go to the other indicators in proportion, and the result says so.",
            )
        )
    for group in scheme.groups if handed else ():
        most = percent(group.most_redistributed)
        said.append(
            Text(
                f"{group.name.zh}最多这样分出{most}，超过就不计总分。",
                f"{group.name.en}: at most {most} may be handed over so; beyond that there is no composite.",
            )
        )
    return tuple(said)


def grades(scheme: Scheme) -> tuple[Text, ...]:
    """Return the bands, their conditions, vetoes and bonuses."""
    if not scheme.bands:
        return ()
    basis = Text("等次按得分定。", "A grade is given on the score.")
    if scheme.basis == "lower":
        basis = Text(
            "等次按95%区间的下限定；得分本身在哪一档也写明，分不开的注明“与上一档分不开”。",
            "A grade is given on the lower end of the 95% interval; the band of the score itself is shown beside it.",
        )
    vetoes = tuple(_veto(scheme, veto.name, veto.band) for veto in scheme.vetoes)
    bonuses = tuple(
        Text(
            f"加分：{bonus.name.zh}，加{number(bonus.points)}分，不超过满分。",
            f"Bonus: {bonus.name.en}, {number(bonus.points)} points, within the total.",
        )
        for bonus in scheme.bonuses
    )
    asked = any(condition.evidence for band in scheme.bands for condition in band.conditions)
    return (basis, *map(band_sentence, scheme.bands), *(NOT_ASKED if asked else ()), *vetoes, *bonuses)


def band_sentence(band: Band) -> Text:
    """Return where a grade starts and what else it asks for."""
    zh = "".join(f"，{condition.name.zh}" for condition in band.conditions)
    en = "".join(f", {condition.name.en}" for condition in band.conditions)
    least = number(band.least)
    if not band.least:
        return Text(f"{band.name.zh}：其余{zh}。", f"{band.name.en}: all others{en}.")
    return Text(f"{band.name.zh}：{least}分以上{zh}。", f"{band.name.en}: {least} points or more{en}.")


def roll_up(scheme: Scheme) -> tuple[Text, ...]:
    """Return how the covered units add up."""
    rule = scheme.roll_up
    if rule is None:
        return ()
    names = {group.code: group.name for group in scheme.groups}
    zh = "、".join(f"{names[code].zh}占{percent(share)}" for code, share in rule.shares.items())
    en = ", ".join(f"{names[code].en} {percent(share)}" for code, share in rule.shares.items())
    across = Text("各单位同等", "units count alike")
    if rule.across == "exposure":
        across = Text("按服务人数加权", "units count by the people they serve")
    most = percent(rule.most_missing)
    return (
        Text(
            f"评议对象的得分由延伸单位汇总：{zh}；同类之内{across.zh}。",
            f"The formal object: {en}; within a group {across.en}.",
        ),
        Text(
            f"一类中超过{most}的单位没有得分时，不汇总。", f"Not where more than {most} of a group are without a score."
        ),
    )


def publication(scheme: Scheme) -> tuple[Text, ...]:
    """Return what is shown and how."""
    low, full = scheme.ballots_least, scheme.ballots_full
    return (
        Text(
            f"网络评议不到{low}票的不公布；{low}到{full - 1}票的注明“仅供参考”。",
            f"Fewer than {low} ballots are not published; {low} to {full - 1} are marked “for reference”.",
        ),
        Text(
            f"得分显示到小数点后{scheme.decimals}位；计算过程不取整。",
            f"Decimals shown in scores: {scheme.decimals}; nothing is rounded before.",
        ),
    )


def _veto(scheme: Scheme, name: Text, band: str) -> Text:
    best = next(one.name for one in scheme.bands if one.code == band)
    return Text(f"一票否决：{name.zh}的，最高为“{best.zh}”。", f"Veto: {name.en}; at best “{best.en}”.")


def _quoted(names: list[Text]) -> tuple[str, str]:
    return "、".join(f"“{name.zh}”" for name in names), ", ".join(f"“{name.en}”" for name in names)
