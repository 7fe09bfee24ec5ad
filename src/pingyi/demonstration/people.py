"""Who may sign in to the demonstration. Invented people; production refuses these accounts."""

from dataclasses import dataclass
from typing import Final

from pingyi.demonstration.world.places import DEPARTMENT, all_places, bureau_of, county_called

PASSWORD: Final = "pingyi-demo-2026"  # noqa: S105 - printed for everybody to try; production refuses the accounts


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff: role, and the unit over which it is held ("" = everywhere)."""

    username: str
    name: str
    role: str
    unit: str


def everybody() -> tuple[Person, ...]:
    """Return all demonstration staff; the first two are the two people of the two-person acts."""
    prefecture = next(place.code for place in all_places() if place.name == "栖禾市")
    return (
        Person("organiser", "沈知微", "organiser", ""),
        Person("organiser2", "陆听澜", "organiser", ""),
        Person("leadinggroup", "周砚秋", "leading_group", DEPARTMENT),
        Person("liaison", "叶晚晴", "liaison", bureau_of(prefecture)),
        Person("unithead", "顾远山", "unit_head", bureau_of(county_called("云桥区").code)),
        Person("auditor", "江映雪", "auditor", ""),
        Person("administrator", "秦朗", "administrator", ""),
    )
