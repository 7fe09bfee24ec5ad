"""A build that is cut short leaves nothing; the command shows how far it is."""

import pytest
from click.testing import CliRunner

from pingyi.accounts.models import Staff
from pingyi.cli.demo import command, watched
from pingyi.cli.root import main
from pingyi.demonstration.build import build, chapters, is_built
from pingyi.demonstration.story import times
from pingyi.directory.models import Area
from pingyi.journal.models import JournalEntry
from pingyi.wording import Refused


def cut_after(count):
    """Return a watch that breaks off once `count` chapters are told."""

    def watch(story):
        for told, chapter in enumerate(story):
            if told == count:
                raise KeyboardInterrupt
            yield chapter

    return watch


@pytest.mark.django_db
def test_a_cut_build_leaves_nothing():
    with pytest.raises(KeyboardInterrupt):
        build(watch=cut_after(2))
    assert not is_built()
    assert (Area.objects.count(), Staff.objects.count(), JournalEntry.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_two_chapters_do_leave_something_while_they_are_told():
    seen = []

    def watch(story):
        for chapter in cut_after(1)(story):
            yield chapter
            seen.append(Area.objects.count())

    with pytest.raises(KeyboardInterrupt):
        build(watch=watch)
    assert seen == [1180]


@pytest.mark.django_db
def test_production_refuses_before_anything(settings):
    settings.PRODUCTION = True
    with pytest.raises(Refused):
        build()
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_in_production_the_command_fails_with_a_sentence(settings, capsys, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")
    with pytest.raises(SystemExit) as stopped:
        main(["demo"])
    assert stopped.value.code == 1
    assert "cannot be built in production" in capsys.readouterr().err


def test_the_bar_names_each_chapter_on_stderr(capsys, monkeypatch):
    monkeypatch.setenv("PINGYI_LANGUAGE", "zh")
    story = chapters(1, times.PUBLISHED_ON)
    assert list(watched(story)) == list(story)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "锁定方案" in shown.err
    assert f"{len(story)}/{len(story)}" in shown.err


def test_unknown_options_are_a_wrong_call():
    assert CliRunner().invoke(command, ["--fast"]).exit_code == 2
