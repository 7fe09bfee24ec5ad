"""Names of kinds of evidence and of the items in common use, for sentences written from a scheme."""

from fractions import Fraction
from typing import Final

from pingyi.wording import Text

KIND_NAMES: Final = {
    "sample": Text("抽样调查", "sample survey"),
    "ballots": Text("网络评议", "online appraisal"),
    "ratings": Text("好差评", "ratings"),
    "staff": Text("民警问卷", "staff survey"),
    "inspection": Text("督导检查", "inspection"),
    "rectification": Text("整改", "rectification"),
    "commitment": Text("承诺", "commitments"),
    "assessment": Text("上级评价", "superiors' assessment"),
}

ITEM_NAMES: Final = {
    "strict": Text("严格", "strict"),
    "fair": Text("公正", "fair"),
    "norm": Text("规范", "by the rules"),
    "reason": Text("理性", "reasonable"),
    "calm": Text("平和", "calm"),
    "civil": Text("文明", "civil"),
    "find": Text("找得到人", "somebody is there"),
    "done": Text("办得成事", "things get done"),
    "clear": Text("材料一次说清", "told at once what to bring"),
    "wait": Text("等候时间", "waiting time"),
    "attitude": Text("服务态度", "attitude"),
    "overall": Text("总体评价", "overall"),
    "door": Text("没有遇到门难进", "not hard to get in"),
    "face": Text("没有遇到脸难看", "no cold faces"),
    "work": Text("没有遇到事难办", "not hard to get done"),
    "abuse": Text("没有遇到公款吃喝旅游送礼、公车私用", "no abuse of public money"),
    "safe": Text("安全感", "feeling of safety"),
    "matters": Text("办的是群众最在意的事", "deals with what matters"),
    "respect": Text("尊重居民", "treats residents with respect"),
    "promise": Text("便民措施兑现", "promises kept"),
    "coached": Text("没有被人教着回答", "not told how to answer"),
    "worry": Text("不担心回答带来麻烦", "no worry about answering"),
    "level": Text("评价等级", "level given"),
    "deductions": Text("扣分后的得分", "points left after findings"),
    "confirmed": Text("群众确认解决", "confirmed by citizens"),
    "on_time": Text("按期整改", "in time"),
    "lasting": Text("没有反弹", "not opened again"),
    "grade": Text("独立评定的完成程度", "completion by an independent rater"),
    "known": Text("知道的", "known"),
    "used": Text("用过的", "used"),
    "delivered": Text("用过的人说兑现了", "delivered, by those who used it"),
    "meaning": Text("工作有意义", "work has meaning"),
    "honesty": Text("说真话不吃亏", "honesty is safe"),
    "fairness": Text("班子公正", "leaders are fair"),
    "load": Text("负担合理", "load is bearable"),
    "support": Text("有困难有人帮", "support"),
    "voice": Text("意见有人听", "a voice"),
    "pride": Text("职业荣誉感", "pride"),
    "duties": Text("履职尽责", "duties"),
    "law": Text("依法履职", "lawfulness"),
    "service": Text("服务群众", "service"),
    "rectify": Text("整改落实", "rectification"),
}

SEVERITIES: Final = {
    "minor": Text("轻微", "minor"),
    "moderate": Text("一般", "moderate"),
    "serious": Text("严重", "serious"),
    "found": Text("发现", "found"),
    "not_rectified": Text("未整改", "not put right"),
    "notified_twice": Text("重复通报", "notified twice"),
    "unanswered": Text("未答复", "unanswered"),
    "forwarded": Text("纪检转办", "forwarded by the discipline body"),
    "thrice": Text("三次以上未答复", "unanswered three times"),
    "dissatisfied": Text("回访仍不满意", "still dissatisfied"),
    "poor": Text("办理不力致不满意", "dissatisfied by poor handling"),
    "*": Text("其他", "any other"),
}

FINDERS: Final = {
    "city": Text("市级发现", "found by the city"),
    "district": Text("区级发现", "by the district"),
    "bureau": Text("局级发现", "by the bureau"),
    "self": Text("自查发现", "by the unit itself"),
    "*": Text("其他人发现", "by anybody else"),
}


def number(value: Fraction) -> str:
    """Return an exact number as people write it: 85, 0.3, 33.33."""
    return f"{float(round(value, 2)):g}"


def percent(share: Fraction) -> str:
    """Return a share as people read it: 40%, or 1/6 where it is no short percentage."""
    hundredths = 100 * share
    return f"{number(hundredths)}%" if hundredths.denominator in (1, 2, 4, 5, 10) else str(share)
