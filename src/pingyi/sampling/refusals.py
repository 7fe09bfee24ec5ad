"""What is wrong with a number or a design, said by name."""

from pingyi.wording import Refused, Text


def refused(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Refused:
    """Return a refusal with its remedy."""
    return Refused.because(code, Text(zh, en), Text(remedy_zh, remedy_en))


def not_within(name: str, value: float, low: float, high: float) -> None:
    """Refuse `wrong_number` unless low < value < high."""
    if not low < value < high:
        raise refused(
            "wrong_number",
            f"{name} 是 {value:g}，不在 {low:g} 和 {high:g} 之间。",
            f"{name} is {value:g}, not between {low:g} and {high:g}.",
            "请改成这个范围里的数。",
            "Give a number in this range.",
        )
