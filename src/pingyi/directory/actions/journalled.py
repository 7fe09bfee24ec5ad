"""How the acts of the directory are told to the journal."""

from typing import Any

from pingyi.accounts.models import Staff
from pingyi.journal.actions import SYSTEM, record


def note(by: Staff | None, act: str, thing: str, **details: Any) -> None:
    """Record `act` ("units:imported") on `thing` ("unit:CODE"), by a person or by the system."""
    record(by.username if by else SYSTEM, f"directory:{act}", thing, **details)
