"""When things happened, and when the running campaign's moments fall, seen from today."""

import datetime as dt
from typing import Final

from django.utils import timezone

from pingyi.campaigns.drafts import Moments

FOUNDED_ON: Final = dt.date(2020, 1, 1)  # the units' first day
OPENED_ON: Final = dt.date(2025, 8, 18)  # the office begins its work
SCHEME_ON: Final = dt.date(2025, 10, 8)
IMPORTED_ON: Final = dt.date(2025, 12, 15)
SCORED_ON: Final = dt.date(2025, 12, 22)
SIGNED_ON: Final = dt.date(2026, 1, 14)
PUBLISHED_ON: Final = dt.date(2026, 1, 15)


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    """Return the moment of `day` at `hour` in the office's time zone."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_current_timezone())


def moments_of_2025() -> Moments:
    """Return the timetable of the campaign that is over."""
    return Moments(
        mobilise_at=at(dt.date(2025, 9, 18)),
        collect_at=at(dt.date(2025, 11, 1)),
        close_at=at(dt.date(2025, 12, 11), 0),
        score_at=at(SCORED_ON),
        object_at=at(dt.date(2025, 12, 29)),
        publish_at=at(PUBLISHED_ON),
    )


def moments_around(today: dt.date) -> Moments:
    """Return a timetable that is in the middle of collecting on `today`."""
    days = {"mobilise_at": -66, "collect_at": -22, "close_at": 18, "score_at": 25, "object_at": 34, "publish_at": 53}
    moments = {name: at(today + dt.timedelta(shift)) for name, shift in days.items()}
    return Moments(**moments | {"close_at": at(today + dt.timedelta(days["close_at"]), 0)})  # 24时 of the day before
