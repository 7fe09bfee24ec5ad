"""A plan as it stands in its file, read strictly."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pingyi.analysis.plans.refusals import KEY, METHOD, STATISTIC, unknown, wrong

Piece = Mapping[str, Any]

PLAN: Final = {"data", "design", "adjust", "estimates"}
DESIGN: Final = {"ids", "strata", "weights", "fpc", "nest", "single_psu", "replicates", "pps"}
REPLICATES: Final = {"file", "type", "scale", "rscales", "rho", "mse", "count", "seed"}
PPS: Final = {"method", "joint", "sum_p2"}
ADJUST: Final = {
    "poststratify": {"by", "totals"},
    "rake": {"margins"},
    "calibrate": {"formula", "totals", "distance", "bounds"},
    "trim": {"lower", "upper"},
}
_DOMAIN: Final = {"by", "where"}
ESTIMATES: Final = {
    "mean": {"y", "deff", "ci", *_DOMAIN},
    "total": {"y", "deff", "ci", *_DOMAIN},
    "variance": {"y", "ci", *_DOMAIN},
    "ratio": {"num", "den", "ci", *_DOMAIN},
    "proportion": {"y", "level", "deff", "ci", *_DOMAIN},
    "quantile": {"y", "p", "ci", *_DOMAIN},
    "contrast": {"of", "weights", "ci"},
    "regression": {"family", "formula", "ci", "where"},
    "chisq": {"rows", "columns", "method", "where"},
    "sum_weights": {"where"},
    "degf": {"where"},
}
NEEDED: Final = {
    "mean": ["y"],
    "total": ["y"],
    "variance": ["y"],
    "ratio": ["num", "den"],
    "proportion": ["y"],
    "quantile": ["y", "p"],
    "contrast": ["of", "weights"],
    "regression": ["formula"],
    "chisq": ["rows", "columns"],
}
CI: Final = {"level", "method"}
SINGLE_PSU: Final = {"error", "remove", "certainty", "adjust", "average"}


@dataclass(frozen=True)
class Plan:
    """A plan whose keys are all known; `folder` is where its paths start."""

    folder: Path
    data: Path
    design: Piece
    adjust: Sequence[Piece]
    estimates: Sequence[Piece]


def read_plan(path: Path) -> Plan:
    """Read a plan. Refused `unreadable_plan` (not JSON), `unknown_name`, `wrong_plan`."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise wrong(
            f"方案读不出来：{path}（{error}）。",
            f"The plan cannot be read: {path} ({error}).",
            "方案应当是一个UTF-8编码的JSON文件。",
            "A plan is one JSON file in UTF-8.",
            "unreadable_plan",
        ) from error
    whole = _piece(found, "plan", PLAN)
    for key in ("data", "estimates"):
        _need(whole, key, "plan")
    design = _design(whole.get("design") or {})
    adjust = [_adjustment(one) for one in whole.get("adjust") or []]
    estimates = [_estimate(one) for one in whole["estimates"]]
    _distinct([str(one["id"]) for one in estimates])
    return Plan(path.parent, path.parent / str(whole["data"]), design, adjust, estimates)


def names(value: object) -> list[str]:
    """Return a list of names: null, one name, or several."""
    if value is None:
        return []
    return (
        [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else [str(value)]
    )


def _design(found: object) -> Piece:
    design = _piece(found, "design", DESIGN)
    rule = design.get("single_psu") or "error"
    if rule not in SINGLE_PSU:
        raise unknown(METHOD, rule, SINGLE_PSU)
    if design.get("replicates"):
        _piece(design["replicates"], "replicates", REPLICATES)
    if isinstance(design.get("pps"), dict):
        _piece(design["pps"], "pps", PPS)
    return design


def _adjustment(found: object) -> Piece:
    method = _piece(found, "adjust", None).get("method")
    if method not in ADJUST:
        raise unknown(METHOD, method, ADJUST)
    return _piece(found, str(method), ADJUST[method] | {"method"})


def _estimate(found: object) -> Piece:
    stat = _piece(found, "estimates", None).get("stat")
    if stat not in ESTIMATES:
        raise unknown(STATISTIC, stat, ESTIMATES)
    one = _piece(found, str(stat), ESTIMATES[stat] | {"id", "stat"})
    for key in ["id", *NEEDED.get(str(stat), [])]:
        _need(one, key, str(stat))
    if one.get("ci") is not None:
        _piece(one["ci"], "ci", CI)
    return one


def _piece(found: object, place: str, known: set[str] | None) -> Piece:
    if not isinstance(found, dict):
        raise wrong(f"“{place}”应当是一个对象。", f"“{place}” must be an object.", "请用花括号。", "Use braces.")
    for key in found if known is not None else ():
        if key not in (known or ()):
            raise unknown(KEY, f"{place}.{key}", known or ())
    return found


def _need(piece: Piece, key: str, place: str) -> None:
    if piece.get(key) is None:
        raise wrong(f"“{place}”缺少“{key}”。", f"“{place}” lacks “{key}”.", "请补上。", "Add it.")


def _distinct(given: Sequence[str]) -> None:
    twice = {one for one in given if given.count(one) > 1}
    if twice:
        raise wrong(
            f"有两个估计都叫“{min(twice)}”。", f"Two estimates are called “{min(twice)}”.", "请改名。", "Rename one."
        )
