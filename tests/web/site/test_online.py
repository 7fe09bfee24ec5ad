"""What residents read of an online appraisal on the page of its campaign: only what exists."""

import pytest

from pingyi.foundation import clock
from pingyi.polling.actions import say_where, take_in_rows
from tests.ballots.founding import policy
from tests.ballots.plan import Plan
from tests.polling import land

PAGE = "/campaigns/yunling-2026/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PINGYI_VAR = tmp_path


@pytest.fixture(scope="module")
def counted():
    return land.world()


@pytest.fixture
def campaign(db):
    with clock.frozen_at(land.COUNTED):
        yield land.campaign_made(land.units_made())


def page_of(client, address=PAGE):
    return client.get(address).content.decode()


def test_before_the_manifest_nothing_is_said(campaign, client, counted, tmp_path):
    land.prepared(campaign, counted, tmp_path)
    assert "指纹" not in page_of(client).split("怎么计分")[0] and "h-online" not in page_of(client)


def test_with_the_manifest_everybody_reads_who_holds_which_key(campaign, client, counted, tmp_path):
    land.fixed(campaign, counted, tmp_path)
    page = page_of(client)
    assert all(f"<span>{counted.fingerprint[n : n + 4]}</span>" in page for n in range(0, 26, 4))
    assert "body T1" in page and "（自报）" in page and "公布的票" not in page and "pingyi verify" not in page


def test_where_the_files_lie_anybody_can_check(campaign, client, counted, tmp_path):
    fixed = land.fixed(campaign, counted, tmp_path)
    say_where(fixed, public_place="https://box.example/c/", page_address="https://page.example/")
    page = page_of(client)
    assert f"pingyi verify https://box.example/c/ --expect {counted.fingerprint}" in page
    assert 'href="https://page.example/"' in page


def test_after_the_import_the_number_of_ballots_stands_there(campaign, client, counted, tmp_path):
    fixed = land.fixed(campaign, counted, tmp_path)
    done = take_in_rows(fixed, str(counted.write(tmp_path / "p")), policy=policy())
    page = page_of(client)
    assert f"{done.ballots}张，已经逐项核对" in page and "自报" not in page
    assert "ballots" in page_of(client, f"/en{PAGE}")


def test_a_demonstration_says_so(db, client, tmp_path):
    with clock.frozen_at(land.COUNTED):
        campaign = land.campaign_made(land.units_made(), demonstration=True)
        shown = land.world(Plan(options=land.OPTIONS, demonstration=True, step="open", sealed=False))
        land.fixed(campaign, shown, tmp_path)
        page = page_of(client)
    assert "这是演示：钥匙都在一台机器上" in page and 'class="grade-mark">D<' in page
