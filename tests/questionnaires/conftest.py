"""A person of the office, a fixed moment, a questionnaire."""

import datetime as dt
from collections.abc import Iterator

import pytest

from pingyi.accounts.models import Staff
from pingyi.foundation import clock
from pingyi.questionnaires.actions import create_questionnaire
from pingyi.questionnaires.models import Questionnaire
from pingyi.wording import Text


@pytest.fixture(autouse=True)
def a_moment() -> Iterator[None]:
    with clock.frozen_at(dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def mei(db) -> Staff:
    return Staff.objects.create(username="mei", name="梅")


@pytest.fixture
def blank(mei) -> Questionnaire:
    """A questionnaire without any version."""
    return create_questionnaire("trial", purpose="online", name=Text("试卷", "Trial"), by=mei)
