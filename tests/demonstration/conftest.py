"""The demonstration built once for all tests of this folder that read it."""

import pytest
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="package")
def province(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the province in a folder of its own and a transaction that is undone; yields the chapters told."""
    from pingyi.demonstration.build import build

    told = []
    own = override_settings(PINGYI_VAR=tmp_path_factory.mktemp("province"))
    with own, django_db_blocker.unblock(), transaction.atomic():
        build(watch=lambda chapters: (told.append(chapter) or chapter for chapter in chapters))
        yield told
        transaction.set_rollback(True)
