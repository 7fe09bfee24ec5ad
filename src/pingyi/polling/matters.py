"""Kinds of matter by which people are invited, and those in which nobody may be asked. Pure."""

from types import MappingProxyType
from typing import Final

from pingyi.wording import Text

# An invitation that the wrong person reads at home can do harm (design 8): these are never invited.
NOT_INVITED: Final = MappingProxyType(
    {
        "domestic_violence": Text("家庭暴力", "violence at home"),
        "sexual_assault": Text("性侵害", "sexual assault"),
        "minor": Text("未成年人", "minors"),
        "witness_protection": Text("证人保护", "protected witnesses"),
        "missing_person": Text("失踪人员", "missing people"),
        "death": Text("人员死亡", "deaths"),
    }
)
INVITED: Final = MappingProxyType(
    {
        "household": Text("户政", "household registration"),
        "exit_entry": Text("出入境", "exit and entry"),
        "traffic": Text("交通管理", "traffic"),
        "vehicle": Text("车驾管", "vehicles and driving"),
        "alarm": Text("报警求助", "calls for help"),
        "security": Text("治安管理", "public order"),
        "community": Text("社区警务", "community policing"),
        "other": Text("其他", "other"),
    }
)
_BY_NAME = {text.zh: code for matters in (NOT_INVITED, INVITED) for code, text in matters.items()}


def matter_of(written: str) -> str | None:
    """Return the code of a matter as a list writes it, by code or by Chinese name; "" for none, None if unknown.

    An unknown one is refused rather than invited: a word that is misspelt must not reach somebody who hides.
    """
    said = written.strip()
    if not said or said in NOT_INVITED or said in INVITED:
        return said
    return _BY_NAME.get(said)
