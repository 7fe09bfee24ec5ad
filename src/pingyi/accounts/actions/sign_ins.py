"""What people did to their own access through allauth, which has already done it. No secret enters the journal."""

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.journal.actions import record


@transaction.atomic
def note_signed_in(staff: Staff) -> None:
    """Somebody signed in."""
    record(staff.username, "accounts:session:opened", f"staff:{staff.username}")


@transaction.atomic
def note_password_changed(staff: Staff) -> None:
    """Somebody changed the own password."""
    record(staff.username, "accounts:password:changed", f"staff:{staff.username}")


@transaction.atomic
def note_second_factor(staff: Staff, told: str, kind: str) -> None:
    """Somebody `told` ("added", "removed", "renewed") an authenticator app, a passkey or recovery codes."""
    record(staff.username, f"accounts:second_factor:{told}", f"staff:{staff.username}", kind=kind)
