"""Two people who import at one time: each sees the directory as the other left it, and tells only what it did."""

import threading

import pytest
from django.db import connection

from pingyi.directory.actions.imports import import_file
from pingyi.directory.actions.units import rename_unit
from pingyi.directory.importing.files import read_file
from pingyi.directory.importing.tables import read_table
from pingyi.directory.models import FormerName, Unit
from pingyi.journal.models import JournalEntry
from pingyi.wording import Text
from tests.directory.conftest import unit

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def together(act):
    """Run `act` in several threads at one time; return what they returned, or the errors."""
    start, ended = threading.Barrier(AT_ONCE), []

    def run():
        try:
            start.wait(timeout=20)
            ended.append(act())
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def take_in(content):
    return import_file(read_file(read_table(content.encode())))


def test_a_new_code_is_added_once(transactional_db, few):
    new = "code,kind,name_zh,level\nX-1,traffic,新设交警大队,county\n"
    plans = together(lambda: take_in(new))
    assert sorted((plan.new, plan.changed, plan.same) for plan in plans) == [(0, 0, 1)] * 3 + [(1, 0, 0)]
    assert Unit.objects.filter(code="X-1").count() == 1


def test_a_new_name_is_told_once(transactional_db, few):
    told = JournalEntry.objects.count()
    plans = together(lambda: take_in("code,kind,name_zh\n530124-traffic,traffic,富民交警大队\n"))
    assert sorted(plan.changed for plan in plans) == [0, 0, 0, 1]
    assert JournalEntry.objects.count() == told + 1


def test_a_name_given_by_hand_is_kept_once(transactional_db, few):
    held = unit("530124-traffic")
    told = JournalEntry.objects.count()
    together(lambda: rename_unit(Unit.objects.get(pk=held.pk), Text("富民交警大队", "")))
    assert list(FormerName.objects.values_list("name_zh", flat=True)) == [held.name_zh]
    assert JournalEntry.objects.count() == told + 1
