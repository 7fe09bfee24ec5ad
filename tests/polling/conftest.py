"""The small land, its campaign, and whole ballot campaigns that fit it; built once, they are the same each time."""

import pytest

from pingyi.foundation import clock
from tests.ballots.plan import Plan
from tests.polling import land


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PINGYI_VAR = tmp_path / "var"


@pytest.fixture(autouse=True)
def when_rows_are_out():
    with clock.frozen_at(land.COUNTED):
        yield


@pytest.fixture
def units(db):
    return land.units_made()


@pytest.fixture
def campaign(units):
    return land.campaign_made(units)


@pytest.fixture(scope="session")
def counted():
    """A campaign whose rows are published."""
    return land.world()


@pytest.fixture(scope="session")
def opened():
    """A campaign that is still open."""
    return land.world(Plan(options=land.OPTIONS, step="open", sealed=False))


@pytest.fixture
def appraisal(campaign, counted, tmp_path):
    """With the manifest fixed; nothing taken in."""
    return land.fixed(campaign, counted, tmp_path)


@pytest.fixture
def published(counted, tmp_path):
    """The package as a folder."""
    return counted.write(tmp_path / "package")
