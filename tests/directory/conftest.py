"""The real divisions of one province, and a handful of them."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from pingyi.accounts.models import Staff
from pingyi.directory.actions.imports import import_divisions
from pingyi.directory.importing.rows import AreaRow
from pingyi.directory.models import Unit
from pingyi.foundation import clock

YUNNAN = Path(__file__).parent.parent / "vectors" / "yunnan_divisions.csv"
TODAY = dt.date(2026, 5, 10)
FEW = (
    AreaRow("53", "", "province", "云南省", "Yunnan"),
    AreaRow("5301", "53", "prefecture", "昆明市", "Kunming"),
    AreaRow("530102", "5301", "county", "五华区", "Wuhua"),
    AreaRow("530102001", "530102", "township", "华山街道"),
    AreaRow("530124", "5301", "county", "富民县", "Fumin"),
    AreaRow("530124101", "530124", "township", "罗免镇"),
    AreaRow("5303", "53", "prefecture", "曲靖市", "Qujing"),
    AreaRow("530302", "5303", "county", "麒麟区"),
)


@pytest.fixture(autouse=True)
def a_day() -> Iterator[None]:
    """Let it be noon of 2026-05-10 in Shanghai."""
    with clock.frozen_at(dt.datetime(2026, 5, 10, 4, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def lan(db) -> Staff:
    return Staff.objects.create(username="lan", name="兰")


@pytest.fixture
def few(db) -> None:
    """The directory of two prefectures and three counties, units by the shipped rule, valid from 2020."""
    import_divisions(FEW, valid_from=dt.date(2020, 1, 1))


def unit(code: str) -> Unit:
    """Return the unit as it stands in the table."""
    return Unit.objects.get(code=code)
