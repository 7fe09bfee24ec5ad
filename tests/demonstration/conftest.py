"""The demonstration built once for all tests of this folder that read it."""

import pytest
from django.db import transaction


@pytest.fixture(scope="package")
def province(django_db_setup, django_db_blocker):
    """Build the province inside a transaction that is undone at the end; nothing a test writes may stay."""
    from pingyi.demonstration.build import build

    with django_db_blocker.unblock(), transaction.atomic():
        seen = []
        build(watch=lambda chapters: (seen.append(chapter) or chapter for chapter in chapters))
        yield seen
        transaction.set_rollback(True)
