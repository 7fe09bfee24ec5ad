"""A sampling design as it stands in its file, read strictly."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pingyi.sampling.refusals import refused

KEYS: Final = {"id", "strata", "method", "size", "n", "allocation", "clusters", "joint"}
METHODS: Final = ("srs", "systematic", "pps_systematic", "sampford", "conditional_poisson")
BY_SIZE: Final = ("pps_systematic", "sampford", "conditional_poisson")
JOINT: Final = ("sampford", "conditional_poisson")
ALLOCATIONS: Final = {
    "equal": set(),
    "proportional": set(),
    "neyman": {"sd"},
    "cost": {"sd", "cost"},
    "power": {"cv", "exponent"},
}
CLUSTERS: Final = {"by", "take"}


@dataclass(frozen=True)
class Design:
    """What is drawn: `n` in all or per stratum (clusters where there are some), `size` a column, None for one each."""

    digest: bytes
    content: bytes
    id: str
    n: int | Mapping[str, int]
    method: str = "srs"
    strata: Sequence[str] = ()
    size: str | None = None
    allocation: Mapping[str, Any] = field(default_factory=lambda: {"method": "proportional"})
    cluster: Sequence[str] = ()
    take: int | None = None
    joint: bool = False


def read_design(path: Path) -> Design:
    """Read a design. Refused `unreadable_design`, `unknown_name` or `wrong_design`, always naming the key."""
    try:
        content = path.read_bytes()
        found = json.loads(content)
    except (OSError, ValueError) as error:
        raise refused(
            "unreadable_design",
            f"抽样设计读不出来：{path.name}（{error}）。",
            f"The design cannot be read: {path.name} ({error}).",
            "它应当是一个UTF-8编码的JSON文件。",
            "It is one JSON file in UTF-8.",
        ) from error
    _known("design", found, KEYS)
    clusters = found.get("clusters") or {}
    _known("clusters", clusters, CLUSTERS)
    design = Design(
        digest=hashlib.sha256(content).digest(),
        content=content,
        id=_text(found, "id"),
        n=_number_of(found.get("n")),
        method=found.get("method", "srs"),
        strata=_names(found.get("strata")),
        size=found.get("size"),
        allocation=found.get("allocation") or {"method": "proportional"},
        cluster=_names(clusters.get("by")),
        take=clusters.get("take"),
        joint=bool(found.get("joint", False)),
    )
    _check(design)
    return design


def _check(design: Design) -> None:
    if design.method not in METHODS:
        raise _unknown("method", design.method, METHODS)
    if design.allocation.get("method") not in ALLOCATIONS:
        raise _unknown("allocation.method", design.allocation.get("method"), ALLOCATIONS)
    known = {"method", "least", *ALLOCATIONS[design.allocation["method"]]}
    _known("allocation", design.allocation, known)
    if (design.method in BY_SIZE) != (design.size is not None) and not design.cluster:
        raise _wrong(
            "size",
            "按规模抽样要写明规模列；不按规模抽样就不写。",
            "State the column of sizes for a draw by size, and none for another.",
        )
    if design.joint and (design.method not in JOINT or design.cluster):
        raise _wrong(
            "joint",
            "只有 sampford 和 conditional_poisson 不分群时给出联合概率。",
            "Joint probabilities come with sampford and conditional_poisson without clusters.",
        )
    if design.take is not None and not (isinstance(design.take, int) and design.take > 0):
        raise _wrong(
            "clusters.take", "应当是正整数，或者不写（群里全部）。", "A whole number above 0, or none for all."
        )


def _number_of(n: object) -> int | Mapping[str, int]:
    values: list[Any] = list(n.values()) if isinstance(n, dict) else [n]
    if not values or any(isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in values):
        raise _wrong("n", "应当是整数，或每层一个整数。", "A whole number, or one for every stratum.")
    return {str(key): value for key, value in n.items()} if isinstance(n, dict) else int(values[0])


def _names(found: object) -> list[str]:
    if found is None:
        return []
    return [found] if isinstance(found, str) else [str(one) for one in found] if isinstance(found, list) else []


def _text(found: Mapping[str, Any], key: str) -> str:
    if not isinstance(found.get(key), str):
        raise _wrong(key, "请写列名。", "Give the name of a column.")
    return str(found[key])


def _known(place: str, found: object, known: set[str]) -> None:
    if not isinstance(found, dict):
        raise _wrong(place, "应当是一个对象。", "It is an object.")
    for key in found:
        if key not in known:
            raise _unknown(f"{place}.{key}" if place != "design" else key, key, known)


def _unknown(place: str, given: object, known: Any) -> Exception:
    listed = ", ".join(sorted(known))
    return refused(
        "unknown_name",
        f"不认识的“{place}”：{given}。",
        f"Unknown “{place}”: {given}.",
        f"可以用的有：{listed}。",
        f"Known are: {listed}.",
    )


def _wrong(key: str, remedy_zh: str, remedy_en: str) -> Exception:
    return refused(
        "wrong_design", f"抽样设计里的“{key}”不对。", f"“{key}” of the design is wrong.", remedy_zh, remedy_en
    )
