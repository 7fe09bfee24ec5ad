"""The frame around every residents' page."""

import pytest


@pytest.mark.django_db
def test_home_opens(client):
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200
