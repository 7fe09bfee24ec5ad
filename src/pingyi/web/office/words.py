"""What the office pages say from Python: Chinese and English side by side, in the language of the page."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from pingyi.wording import Text


def _said(zh: str, en: str) -> str:
    return Text(zh, en).say(get_language() or "zh")


said = lazy(_said, str)

EVIDENCE_KINDS = {
    "sample": Text("抽样调查", "Sample survey"),
    "ballots": Text("网络评议", "Online appraisal"),
    "ratings": Text("一事一评（好差评）", "Ratings after a visit"),
    "inspection": Text("督导检查", "Supervision inspection"),
    "assessment": Text("上级评价", "Superior's appraisal"),
    "rectification": Text("整改台账", "Rectification"),
    "commitment": Text("承诺兑现", "Promises"),
    "external": Text("外部评议结果", "Results of other bodies"),
}
MODES = {
    "phone": Text("电话", "phone"),
    "face": Text("面访", "face to face"),
    "web": Text("网上", "web"),
    "paper": Text("纸质", "paper"),
    "": Text("没有记录", "not recorded"),
}
LEVELS = {
    "province": Text("省级", "Province"),
    "prefecture": Text("州市级", "Prefecture"),
    "county": Text("县级", "County"),
    "township": Text("乡镇级", "Township"),
}
COLUMNS = {
    "name_zh": Text("名称", "name"),
    "name_en": Text("英文名称", "English name"),
    "parent": Text("上级", "superior"),
    "line_superior": Text("条线上级", "superior in the line"),
    "kind": Text("类型", "kind"),
    "level": Text("级别", "level"),
    "area": Text("地区", "area"),
    "line": Text("条线", "line"),
    "valid_from": Text("起始日期", "first day"),
    "valid_to": Text("终止日期", "last day"),
}
WITHHELD = {
    "too_few": Text("回答的人太少", "too few answers"),
    "no_evidence": Text("没有证据", "no evidence"),
    "too_little_evidence": Text("缺的指标太多", "too many indicators are missing"),
    "no_rule": Text("方案没有写怎么汇总", "the scheme states no rule to add up"),
    "units_missing": Text("缺成绩的延伸单位太多", "too many covered units have no score"),
}
