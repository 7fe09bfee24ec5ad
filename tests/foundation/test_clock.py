"""The clock can be stopped, also one stop inside another, and goes on afterwards."""

import datetime as dt
import threading

from pingyi.foundation import clock

NEW_YEAR = dt.datetime(2026, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_stops_nest_and_end():
    before = clock.now()
    with clock.frozen_at(NEW_YEAR):
        with clock.frozen_at(NEW_YEAR + dt.timedelta(days=1)):
            assert clock.now() == NEW_YEAR + dt.timedelta(days=1)
        assert clock.now() == NEW_YEAR
    assert clock.now() >= before


def test_today_is_the_day_of_the_office_not_of_greenwich():
    with clock.frozen_at(NEW_YEAR.astimezone(dt.UTC)):
        assert clock.today() == dt.date(2026, 1, 1)


def test_a_stop_holds_only_for_whoever_made_it():
    seen = []
    with clock.frozen_at(NEW_YEAR):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != NEW_YEAR
