"""A small land by the rule of the office, and people with their postings."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pingyi.accounts.actions import add_staff
from pingyi.directory.actions.imports import import_file
from pingyi.directory.actions.postings import grant_posting
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.tables import read_table
from pingyi.directory.models import Unit

DIVISIONS = (
    "code,parent,level,name\n"
    "99,,province,云岭省\n"
    "9901,99,prefecture,青岚市\n"
    "990102,9901,county,云桥区\n"
    "990103,9901,county,松筠区\n"
    "990102001,990102,township,竹坞街道\n"
)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Keep uploads of one test out of the next."""
    settings.PINGYI_VAR = tmp_path


@pytest.fixture
def land(db):
    """Code -> unit, made from five divisions by the shipped rule."""
    import_file(read_file(read_table(DIVISIONS.encode())), valid_from=dt.date(2020, 1, 1))
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.fixture
def seat(db):
    """Return a function that seats somebody: a client signed in as a new person with a posting."""

    def seated(username, role="organiser", unit=None, through="area"):
        staff = add_staff(username, name=username, password=None, by=None)
        if role:
            grant_posting(staff, role, unit=unit, through=through)
        client = Client()
        client.force_login(staff)
        client.staff = staff
        return client

    return seated


@pytest.fixture
def organiser(seat):
    return seat("shen")


def file_of(content, name="units.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def text_of(response):
    return response.content.decode()


def said_after(client, response):
    """Follow a redirect and return what the next page says."""
    assert response.status_code == 302, text_of(response)
    return text_of(client.get(response["Location"]))
