"""How many units each stratum gives: as the design lists them, or a total divided by its rule."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pingyi.analysis.draws.design import Design
from pingyi.sampling import allocation
from pingyi.sampling.refusals import refused


def divided(design: Design, strata: Sequence[str], counts: Sequence[int]) -> list[int]:
    """Return n per stratum. Refused where a stratum is missing, unknown, or smaller than what it shall give."""
    if isinstance(design.n, int):
        least = int(design.allocation.get("least", 1))
        return allocation.whole(_shares(design, design.n, strata, counts).tolist(), counts, least)
    n = [int(one) for one in _listed("n", design.n, strata)]
    for stratum, wanted, there in zip(strata, n, counts, strict=True):
        if wanted > there:
            raise refused(
                "too_many",
                f"“{stratum}”层要抽 {wanted} 个，只有 {there} 个。",
                f"Stratum “{stratum}”: {wanted} wanted, {there} exist.",
                "请减少这一层的样本量。",
                "Ask this stratum for fewer.",
            )
    return n


def _shares(design: Design, n: int, strata: Sequence[str], counts: Sequence[int]) -> Any:
    given = design.allocation

    def of(key: str) -> list[float]:
        return [float(one) for one in _listed(f"allocation.{key}", given.get(key), strata)]

    match given["method"]:
        case "equal":
            return allocation.equal(n, counts)
        case "neyman":
            return allocation.neyman(n, counts, of("sd"))
        case "cost":
            return allocation.cost_optimal(n, counts, of("sd"), of("cost"))
        case "power":
            return allocation.power(n, counts, of("cv"), float(given.get("exponent", 0.5)))
        case _:
            return allocation.proportional(n, counts)


def _listed(key: str, values: object, strata: Sequence[str]) -> list[Any]:
    """Return one value for every stratum, in order; Refused for a stratum too many or too few."""
    found: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
    _none(key, [one for one in strata if one not in found], "没有写这一层", "does not name the stratum")
    _none(key, [one for one in found if one not in strata], "写了抽样框里没有的层", "names a stratum the frame lacks")
    return [found[one] for one in strata]


def _none(key: str, wrong: Collection[str], zh: str, en: str) -> None:
    for one in wrong:
        raise refused(
            "unknown_level",
            f"“{key}”{zh}：“{one}”。",
            f"“{key}” {en}: “{one}”.",
            "请让设计里的层和抽样框里的一致。",
            "Let the strata of the design be those of the frame.",
        )
