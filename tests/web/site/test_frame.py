"""The frame around every residents' page."""

import pytest

PAGES = (
    "/",
    "/campaigns/yunling-2025/",
    "/campaigns/yunling-2026/",
    "/units/",
    "/units/?q=云桥",
    "/units/?q=没有",
    "/units/530102-household_window/",
    "/units/530201001-station/",
    "/results/",
    "/results/in/530102-county_bureau/",
    "/results/alike/county/",
    "/method/yunling-2025/",
    "/privacy/",
    "/accessibility/",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_opens_without_cookie_or_session(client, province, page, language):
    response = client.get(language + page)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert b"csrf" not in response.content
