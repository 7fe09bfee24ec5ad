"""Analysis plans: what to estimate from a file, under which design (docs/formats/plan.md)."""

from pingyi.analysis.plans.document import Plan, read_plan
from pingyi.analysis.plans.estimating import estimate
from pingyi.analysis.plans.running import Engine, estimate_with

__all__ = ["Engine", "Plan", "estimate", "estimate_with", "read_plan"]
