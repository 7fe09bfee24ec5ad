"""Where a proposal stands. Pure: read from its moments, stored nowhere."""

from typing import TYPE_CHECKING

from pingyi.wording import Text

if TYPE_CHECKING:
    from pingyi.accounts.models import Proposal

OPEN, APPROVED, DECLINED, WITHDRAWN = "open", "approved", "declined", "withdrawn"
NAMES = {
    OPEN: Text("等待复核", "Waiting for a decision"),
    APPROVED: Text("已同意", "Approved"),
    DECLINED: Text("未同意", "Declined"),
    WITHDRAWN: Text("已撤回", "Withdrawn"),
}


def state_of(proposal: "Proposal") -> str:
    """Return "open", "approved", "declined" or "withdrawn"."""
    if proposal.withdrawn_at is not None:
        return WITHDRAWN
    if proposal.approved is None:
        return OPEN
    return APPROVED if proposal.approved else DECLINED
