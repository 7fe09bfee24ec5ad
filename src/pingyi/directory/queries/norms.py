"""Norms as of a day, and with all their versions."""

import datetime as dt
from collections import defaultdict

from pingyi.directory.models import Norm


def norm_in_force(code: str, day: dt.date) -> Norm | None:
    """Return the version of the norm that is in force on `day`; None before its first."""
    return Norm.objects.filter(code=code, in_force_on__lte=day).order_by("-in_force_on", "-pk").first()


def norms_with_versions() -> dict[str, list[Norm]]:
    """Return every norm by its code with its versions, the newest first."""
    found: dict[str, list[Norm]] = defaultdict(list)
    for norm in Norm.objects.order_by("code", "-in_force_on", "-pk"):
        found[norm.code].append(norm)
    return dict(found)


def in_force(versions: list[Norm], day: dt.date) -> Norm | None:
    """Return which of the versions of one norm, the newest first, is in force on `day`."""
    return next((norm for norm in versions if norm.in_force_on <= day), None)
