"""Every write of this package: `design`, `eligibility`, `fixing`, `counting`."""

from pingyi.polling.actions.counting import TakenIn, note_objection, take_in_rows, tell_objection
from pingyi.polling.actions.design import plan_cells, prepare, say_where
from pingyi.polling.actions.eligibility import HandedOut, hand_out_eligibility
from pingyi.polling.actions.fixing import fix_manifest

__all__ = [
    "HandedOut",
    "TakenIn",
    "fix_manifest",
    "hand_out_eligibility",
    "note_objection",
    "plan_cells",
    "prepare",
    "say_where",
    "take_in_rows",
    "tell_objection",
]
