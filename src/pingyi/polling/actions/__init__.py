"""Every write of this package: `design`, `eligibility`, `counting`."""

from pingyi.polling.actions.counting import note_objection, take_in_rows, tell_objection
from pingyi.polling.actions.design import fix_manifest, plan_cells, prepare, say_where
from pingyi.polling.actions.eligibility import hand_out_eligibility

__all__ = [
    "fix_manifest",
    "hand_out_eligibility",
    "note_objection",
    "plan_cells",
    "prepare",
    "say_where",
    "take_in_rows",
    "tell_objection",
]
