"""Samples drawn from frame files of any size, and redrawn by anybody."""

from pingyi.analysis.draws.design import Design, read_design
from pingyi.analysis.draws.folder import commit, draw, verify

__all__ = ["Design", "commit", "draw", "read_design", "verify"]
