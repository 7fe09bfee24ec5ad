"""Every write of this package: `staff` (accounts), `proposals` (two-person acts), `sign_ins` (what allauth did)."""

from pingyi.accounts.actions.proposals import decide, propose, withdraw
from pingyi.accounts.actions.staff import (
    add_staff,
    change_staff,
    deactivate_demonstration_staff,
    deactivate_staff,
    reactivate_staff,
    remove_second_factors,
    reset_password,
)

__all__ = [
    "add_staff",
    "change_staff",
    "deactivate_demonstration_staff",
    "deactivate_staff",
    "decide",
    "propose",
    "reactivate_staff",
    "remove_second_factors",
    "reset_password",
    "withdraw",
]
