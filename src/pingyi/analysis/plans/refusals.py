"""What is wrong with a plan, said by name."""

from collections.abc import Collection

from pingyi.wording import Refused, Text


def unknown(what: Text, given: object, known: Collection[str]) -> Refused:
    """Return the refusal of a name that is not among those known; `what` says of which kind it is."""
    listed = ", ".join(sorted(known))
    return Refused.because(
        "unknown_name",
        Text(f"不认识的{what.zh}：“{given}”。", f"Unknown {what.en}: “{given}”."),
        Text(f"可以用的有：{listed}。", f"Known are: {listed}."),
    )


def wrong(what_zh: str, what_en: str, remedy_zh: str, remedy_en: str, code: str = "wrong_plan") -> Refused:
    """Return a refusal of something else."""
    return Refused.because(code, Text(what_zh, what_en), Text(remedy_zh, remedy_en))


COLUMN = Text("列", "column")
KEY = Text("项", "key")
METHOD = Text("方法", "method")
STATISTIC = Text("统计量", "statistic")
LEVEL = Text("类别", "level")
