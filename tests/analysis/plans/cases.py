"""The reference cases of R survey as plans: what each of their names asks for."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "vectors" / "statistics"
CASES: dict[str, dict[str, Any]] = json.loads((FOLDER / "survey.json").read_text())["cases"]

DESIGNS: dict[str, tuple[str, dict[str, Any]]] = {
    "srs": ("apisrs", {"weights": "pw", "fpc": "fpc"}),
    "strat": ("apistrat", {"strata": "stype", "weights": "pw", "fpc": "fpc"}),
    "strat_nofpc": ("apistrat", {"strata": "stype", "weights": "pw"}),
    "clus1": ("apiclus1", {"ids": "dnum", "weights": "pw", "fpc": "fpc"}),
    "clus1_nofpc": ("apiclus1", {"ids": "dnum", "weights": "pw"}),
    "clus2": ("apiclus2", {"ids": ["dnum", "snum"], "fpc": ["fpc1", "fpc2"]}),
    "clus2_wr": ("apiclus2", {"ids": ["dnum", "snum"], "weights": "pw"}),
}
TOTALS = {"1": 6194, "stypeH": 755, "stypeM": 1018, "api99": 3914069}
YES = {"stat": "proportion", "y": "comp.imp", "level": "Yes"}
API00, ENROLL = {"stat": "mean", "y": "api00"}, {"stat": "total", "y": "enroll"}
RATIO = {"stat": "ratio", "num": "api.stu", "den": "enroll"}
BOTH = ["sch.wide", "stype"]
ASKED: dict[str, dict[str, Any]] = {
    "degf": {"stat": "degf"},
    "sum_weights": {"stat": "sum_weights"},
    "mean.api00": API00,
    "mean.api00_api99": {"stat": "mean", "y": ["api00", "api99"]},
    "total.enroll": ENROLL,
    "total.stype": {"stat": "total", "y": "stype"},
    "prop.comp.imp": {"stat": "proportion", "y": "comp.imp"},
    "ratio.api.stu_enroll": RATIO,
    "by.stype.mean.api00": API00 | {"by": ["stype"]},
    "by.stype.total.enroll": ENROLL | {"by": "stype"},
    "by.stype.ratio.api.stu_enroll": RATIO | {"by": "stype"},
    "by.schwide_stype.prop_compimp": YES | {"by": BOTH},
    "subset.api00_gt_700.mean.enroll": {"stat": "mean", "y": "enroll", "where": "api00 > 700"},
    "deff.mean.api00": API00 | {"deff": True},
    "deff_replace.mean.api00": API00 | {"deff": "replace"},
    "ci.mean.api00.t": API00 | {"ci": {"method": "t"}},
    "var.api00": {"stat": "variance", "y": "api00"},
    "quantile.api00": {"stat": "quantile", "y": "api00", "p": [0.25, 0.5, 0.75], "ci": {}},
    "glm.logit": {"stat": "regression", "family": "logit", "formula": "comp.imp ~ ell + meals"},
    "glm.linear": {"stat": "regression", "formula": "api00 ~ ell + meals + mobility"},
    "chisq.F": {"stat": "chisq", "rows": "sch.wide", "columns": "comp.imp", "method": "F"},
    "chisq.Chisq": {"stat": "chisq", "rows": "sch.wide", "columns": "comp.imp", "method": "Chisq"},
} | {
    f"ciprop.{method}": YES | {"ci": {"method": method}}
    for method in ("logit", "likelihood", "asin", "beta", "mean", "xlogit")
}


def api_cases() -> list[str]:
    """Names of the cases DESIGN.QUESTION."""
    return [name for name in CASES if name.partition(".")[0] in DESIGNS and name.partition(".")[2] in ASKED]


def plan_file(folder: Path, data: str, design: dict[str, Any], *estimates: dict[str, Any], adjust=()) -> Path:
    """Write a plan over one of the reference samples; estimates without an id are called e0, e1 …"""
    asked = [{"id": f"e{k}"} | one for k, one in enumerate(estimates)]
    plan = {"data": str(FOLDER / f"{data}.csv"), "design": design, "adjust": list(adjust), "estimates": asked}
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    return path


def listed(value: object) -> list[Any]:
    """R writes a vector of one as a number."""
    return value if isinstance(value, list) else [value]
