"""The chain grows entry by entry."""

import pytest
from django.db import transaction

from pingyi.journal.actions import record
from pingyi.journal.chain import GENESIS


@pytest.mark.django_db
def test_the_second_entry_names_the_first():
    with transaction.atomic():
        first = record("lan", "unit:renamed", "unit:1", name="新名")
        second = record("lan", "unit:renamed", "unit:1")
    assert first.previous == GENESIS
    assert second.previous == first.digest
