"""Every sentence of the pages exists in English too, and the compiled catalogue is the written one."""

import polib
import pytest
from tools import messages


def test_the_english_catalogue_is_complete_and_compiled():
    assert messages.problems() == []


def test_messages_of_templates_and_of_code_are_both_found():
    found = messages.found_messages()
    assert "跳到正文" in found  # {% translate %}
    assert found["还有{}天".format("%(n)s")]  # {% blocktranslate count %} has a plural


@pytest.fixture
def spoiled(tmp_path, monkeypatch):
    """A catalogue that can be spoiled without touching the real one."""
    copy = tmp_path / "django.po"
    copy.write_text(messages.CATALOGUE.read_text())
    copy.with_suffix(".mo").write_bytes(messages.CATALOGUE.with_suffix(".mo").read_bytes())
    monkeypatch.setattr(messages, "CATALOGUE", copy)
    return copy


def test_a_missing_an_unused_and_a_fuzzy_message_are_told(spoiled):
    catalogue = polib.pofile(str(spoiled))
    catalogue.remove(catalogue.find("跳到正文"))
    catalogue.append(polib.POEntry(msgid="没有人说", msgstr="nobody says"))
    catalogue.find("回首页").flags.append("fuzzy")
    catalogue.save()
    told = messages.problems()
    assert {"missing: 跳到正文", "unused: 没有人说", "fuzzy: 回首页"} <= set(told)


def test_a_stale_catalogue_is_told_and_mended(spoiled):
    catalogue = polib.pofile(str(spoiled))
    catalogue.find("回首页").msgstr = "Home again"
    catalogue.save()
    stale = "stale: the .mo is not compiled from the .po"
    assert stale in messages.problems()
    messages.update()
    assert stale not in messages.problems()
