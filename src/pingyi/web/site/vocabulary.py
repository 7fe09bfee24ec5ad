"""The words of the residents' pages for the codes in evidence and results. One word for one code, in both languages."""

from pingyi.wording import Text

EVIDENCE = {
    "ballots": Text("网络评议", "Online appraisal"),
    "sample": Text("抽样调查", "Sample survey"),
    "ratings": Text("一事一评（好差评）", "Ratings after a visit"),
    "staff": Text("民警问卷", "Staff survey"),
    "inspection": Text("督导检查", "Supervision inspection"),
}
BATCHES = {
    **EVIDENCE,
    "assessment": Text("上级评价", "Superior's appraisal"),
    "rectification": Text("整改情况", "Rectification"),
    "commitment": Text("承诺兑现", "Promises"),
    "external": Text("别的机构的结果", "Results of other bodies"),
}
EVIDENCE_NOTES = {
    "staff": Text("民警匿名作答，说的是本单位内部。", "Answered by staff without names, about their own unit."),
    "ballots": Text(
        "按名册邀请，自愿作答，不是随机抽样；区间只反映人数多少。",
        "Invited by roll and answered by choice: not a probability sample. The interval reflects numbers only.",
    ),
    "sample": Text("随机抽样，区间算进了抽样误差。", "A probability sample; the interval carries the sampling error."),
    "ratings": Text(
        "空心圆表示愿评才评，不能代表没评的人。没评的就是没评，不算好评。",
        "An open dot means whoever wished to rate: it does not speak for the others. Unrated is unrated, never good.",
    ),
    "inspection": Text(
        "检查员到现场看到的，不代表群众的说法。", "What inspectors saw on the spot; not what residents say."
    ),
}
EVIDENCE_COUNTS = {
    "staff": Text("{n}份问卷", "{n} answers"),
    "ballots": Text("{n}张有效票", "{n} valid ballots"),
    "sample": Text("{n}份问卷", "{n} interviews"),
    "ratings": Text("{n}条评价", "{n} ratings"),
    "inspection": Text("{n}次", "{n} visits"),
}
ITEMS = {
    "strict": Text("严格", "Strict"),
    "fair": Text("公正", "Fair"),
    "norm": Text("规范", "By the rules"),
    "reason": Text("理性", "Reasonable"),
    "calm": Text("平和", "Calm"),
    "civil": Text("文明", "Civil"),
    "find": Text("找得到人", "Somebody there"),
    "done": Text("办得成事", "Business done"),
    "clear": Text("材料一次说清", "Papers told at once"),
    "wait": Text("等候时间", "Waiting time"),
    "attitude": Text("服务态度", "Attitude"),
    "overall": Text("总体评价", "Overall"),
    "door": Text("门不难进", "Door open"),
    "face": Text("脸不难看", "Friendly face"),
    "work": Text("事不难办", "Easy to deal with"),
    "abuse": Text("没遇到公款吃喝旅游送礼、公车私用", "No misuse of public money met"),
    "safe": Text("安全感", "Feeling safe"),
    "matters": Text("办的是群众最在意的事", "Does what matters"),
    "respect": Text("尊重居民", "Respect"),
    "promise": Text("便民措施兑现", "Promises kept"),
    "deductions": Text("检查得分", "Inspection score"),
    "level": Text("办事后评价", "Rating after the visit"),
    "coached": Text("有没有人教怎么答", "Told how to answer"),
    "worry": Text("答题时担心不担心", "Worried while answering"),
    "meaning": Text("工作有意义", "Meaning of the work"),
    "honesty": Text("内部风气", "Honesty inside"),
    "fairness": Text("考核公平", "Fair assessment"),
    "load": Text("工作负担", "Workload"),
    "support": Text("保障支持", "Support"),
    "voice": Text("意见有人听", "Being heard"),
    "pride": Text("职业自豪", "Pride"),
}
NOT_SHOWN = frozenset({"coached", "worry"})  # about the survey itself, not about the unit
FINDINGS = {
    "sign": Text("没有亮证、没有佩戴标识", "No badge shown"),
    "notice": Text("没有一次性告知", "Papers not told at once"),
    "manned": Text("窗口没有人", "Nobody at the counter"),
    "queue": Text("叫号秩序乱", "Queue in disorder"),
    "response": Text("接警处警不及时", "Slow response"),
    "record": Text("执法记录不规范", "Record not kept properly"),
    "courtesy": Text("用语不文明", "Uncivil words"),
    "facility": Text("便民设施不能用", "Facilities out of use"),
    "hours": Text("没有按公示时间开门", "Closed during posted hours"),
}
VISITS = {
    "open": Text("明察", "open visit"),
    "covert": Text("暗访", "covert visit"),
    "work": Text("工作督导", "work supervision"),
    "self": Text("自查", "self-check"),
}
GROUPS = {
    "province": Text("省级单位", "Provincial units"),
    "prefecture": Text("州市局", "Prefecture bureaus"),
    "county": Text("县市区局（分局）", "County bureaus"),
    "station": Text("派出所", "Police stations"),
    "window": Text("办证窗口", "Service windows"),
}
GRADES = {
    "excellent": Text("优秀", "Excellent"),
    "good": Text("良好", "Good"),
    "fair": Text("一般", "Fair"),
    "poor": Text("较差", "Poor"),
    "satisfied": Text("满意", "Satisfied"),
    "basic": Text("基本满意", "Fairly satisfied"),
    "dissatisfied": Text("不满意", "Not satisfied"),
    "pass": Text("合格", "Pass"),
    "fail": Text("不合格", "Fail"),
}
COMPARED = {
    "better": Text("好于同类", "better"),
    "worse": Text("差于同类", "worse"),
    "same": Text("与同类分不开", "cannot be told apart"),
}
PROMISE_GRADES = {
    0: ("late", "alert", Text("没有兑现", "not kept")),
    1: ("wait", "split", Text("少部分兑现", "kept in small part")),
    2: ("wait", "split", Text("部分兑现", "kept in part")),
    3: ("wait", "split", Text("大部分兑现", "mostly kept")),
    4: ("good", "check", Text("兑现", "kept")),
}
ASSURANCE = {
    "A": Text(
        "开封要两家公安机关以外的机构先后动手，单独一家打不开；发码、收票、计票也分在不同机构手里。",
        "Two bodies outside the police must act one after the other to open a ballot; the count is split too.",
    ),
    "B": Text(
        "开封要两家公安机关以外的机构先后动手，单独一家打不开。",
        "Two bodies outside the police must act one after the other to open a ballot.",
    ),
    "C": Text(
        "只有一家外部机构保管钥匙，保密靠这一家守信。",
        "One outside body holds the key; secrecy rests on that body.",
    ),
    "D": Text(
        "没有外部机构保管钥匙。答案有没有被看过，票有没有被动过，只凭组织方一句话。",
        "No outside body holds a key. Whether answers were seen or ballots touched rests on the organiser's word.",
    ),
}
MODES = {
    "independent": Text("独立评议：组织方在被评机关之外", "Independent: the organiser stands outside the rated body"),
    "internal": Text("自己评自己：由被评机关自己组织", "Internal: the rated body appraises itself"),
    "external": Text("引用外部评议：由别的机构组织", "External: another body's result is taken over"),
}
CHANNELS = {
    "online": Text("网络评议", "Online appraisal"),
    "sample": Text("抽样调查", "Sample survey"),
    "staff": Text("民警问卷", "Staff survey"),
    "rating": Text("一事一评", "Rating after a visit"),
    "inspection": Text("督导检查", "Supervision inspection"),
}
WITHHELD = {
    "no_evidence": Text("没有收集到计分要用的证据", "the evidence needed for a score was not gathered"),
    "too_little_evidence": Text("证据缺得太多，不够计分", "too much of the evidence is missing for a score"),
    "no_rule": Text("方案没有写怎么合成", "the scheme does not say how to add it up"),
    "units_missing": Text("有得分的延伸单位太少，合不成", "too few covered units have a score to add up"),
    "too_few": Text("回答的人太少，不单独给出结果", "too few people answered for a result of its own"),
}

BY_CHINESE = {text.zh: text for text in GRADES.values()}  # other bodies write the grade itself


def word(words: dict[str, Text], code: str) -> Text:
    """Return the word for `code`; the code itself where a campaign brings its own."""
    return words.get(code) or BY_CHINESE.get(code) or Text(code, code)
