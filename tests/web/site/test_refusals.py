"""What the residents' pages refuse: control characters in an address, and everything but reading."""

import pytest
from django.test import Client

from pingyi.directory.models import Unit

PAGES = ("/", "/units/", "/units/530102-household_window/", "/results/", "/units/530102-household_window/figures.csv")


@pytest.fixture
def strict():
    """Return a visitor for whom forms are checked as they are in the open."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("page", ["/units/%00/", "/units/a%00b/", "/units/%1f/figures.csv", "/units/%00/figures.json",
                                  "/results/in/%00/", "/results/in/%7f/", "/results/alike/%00/",
                                  "/campaigns/%00/", "/method/%00/"])  # fmt: skip
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_control_character_is_in_no_address(client, province, page, language):
    response = client.get(language + page)
    assert response.status_code == 404
    assert "Not Found" not in response.content.decode()


@pytest.mark.parametrize("q", ["%00", "%00%01%1f", "%ef%bf%be", "%ed%a0%80"])
def test_control_characters_are_no_words_to_look_for(client, province, q):
    assert client.get(f"/units/?q={q}").status_code == 200


def test_words_around_a_control_character_are_still_found(client, province):
    found = client.get("/units/?q=云桥%00户籍%0a").content.decode()
    assert "云桥分局户籍窗口" in found and "\0" not in found


def test_other_parameters_may_hold_anything(client, province):
    assert client.get("/results/alike/county/?page=%00&text=%00").status_code == 200


def test_a_code_in_chinese_still_has_a_page(client, province):
    unit = Unit.objects.get(code="530102-household_window")
    unit.code = "云桥 1.a-b"
    unit.save()
    assert client.get("/units/云桥%201.a-b/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_public_page_is_only_read(province, page, method, strict):
    for language, said in (("", "这一页只能看"), ("/en", "This page can only be read")):
        response = strict.generic(method, language + page)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert said in response.content.decode() and "CSRF" not in response.content.decode()
        assert not response.cookies


@pytest.mark.parametrize("page", PAGES)
def test_a_head_is_a_reading(province, page, strict):
    assert strict.head(page).status_code == 200
