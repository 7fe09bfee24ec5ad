"""A department with two counties and their windows, and a draft over it."""

import datetime as dt

import pytest

from pingyi.campaigns.drafts import Draft, Moments
from pingyi.directory.models import Unit, UnitKind
from pingyi.wording import Text

BORN = dt.date(2000, 1, 1)


def at(day):
    return dt.datetime(2026, 9, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)


MOMENTS = Moments(at(0), at(10), at(40), at(41), at(50), at(60))


@pytest.fixture
def units(db):
    """Code -> unit. `late` opens only after collecting has begun."""
    kinds = {
        code: UnitKind.objects.create(code=code, name_zh=code)
        for code in ("province_dept", "county_bureau", "household_window", "response")
    }
    rows = [
        ("dept", "", "0001", "province_dept", BORN),
        ("c1", "dept", "00010001", "county_bureau", BORN),
        ("c2", "dept", "00010002", "county_bureau", BORN),
        ("w1", "c1", "000100010001", "household_window", BORN),
        ("r1", "c1", "000100010002", "response", BORN),
        ("late", "c2", "000100020001", "household_window", dt.date(2026, 10, 1)),
        ("elsewhere", "", "0002", "county_bureau", BORN),
    ]
    made = {}
    for code, parent, path, kind, born in rows:
        made[code] = Unit.objects.create(
            code=code,
            name_zh=code,
            parent=made.get(parent),
            path=path,
            level="county",
            kind=kinds[kind],
            valid_from=born,
        )
    return made


@pytest.fixture
def draft(units):
    return Draft(
        "yl-2026", 2026, Text("评议", "Appraisal"), Text("委员会", "Commission"), "dept", "independent", MOMENTS
    )
