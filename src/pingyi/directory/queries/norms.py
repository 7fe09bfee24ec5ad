"""Norms as of a day."""

import datetime as dt

from pingyi.directory.models import Norm


def norm_in_force(code: str, day: dt.date) -> Norm | None:
    """Return the version of the norm that is in force on `day`; None before its first."""
    return Norm.objects.filter(code=code, in_force_on__lte=day).order_by("-in_force_on", "-pk").first()
