"""One whole campaign for all tests of the trustees; each test works on a copy of the stage it needs."""

import pytest

from tests.trustee.world import Country, Stages


@pytest.fixture(scope="session")
def stages(tmp_path_factory):
    return Stages(tmp_path_factory.mktemp("campaign")).run()


@pytest.fixture
def at(stages, tmp_path):
    """`at(stage)` gives a folder with t1, c1, t2, c2 as they were then."""
    return lambda stage: stages.at(stage, tmp_path / stage)


@pytest.fixture
def country(tmp_path):
    """A box that stands open, with nothing in it yet."""
    made = Country(tmp_path)
    made.round()
    yield made
    made.stop()
