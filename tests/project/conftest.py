"""Installations for tests that start real processes."""

import shutil

import pytest

from tests.project.installation import Installation


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A folder with tables, made once."""
    return Installation(tmp_path_factory.mktemp("installation")).build().var


@pytest.fixture
def installation(built, tmp_path):
    """A copy of it, for one test."""
    shutil.copytree(built, tmp_path / "var")
    return Installation(tmp_path / "var", {"PINGYI_HOSTS": "pingyi.example.org", "PINGYI_MODE": "production"})
