"""Analysis plans: what to estimate from a file, under which design (docs/formats/plan.md)."""

from pingyi.analysis.plans.document import Plan, read_plan
from pingyi.analysis.plans.estimating import estimate

__all__ = ["Plan", "estimate", "read_plan"]
