"""Files between upload and decision: their owner's alone, under safe names, forgotten in time."""

import datetime as dt

import pytest

from pingyi.accounts.actions import add_staff
from pingyi.foundation.clock import frozen_at
from pingyi.foundation.places import var_folder
from pingyi.web.office.held_files import HeldFile, held_file, hold, keep_as_refused, refused_files, release, sweep
from pingyi.wording import Refused, Text
from tests.web.conftest import NOW
from tests.web.office.conftest import file_of

WRONG = Refused.because("bad", Text("错了。", "Wrong."), Text("请改。", "Mend it."), row=3, field="code")


@pytest.fixture
def people(db):
    return [add_staff(name, name=name, password=None, by=None) for name in ("lan", "zhu")]


def after(days):
    return frozen_at(NOW + dt.timedelta(days=days))


def test_the_owner_alone_finds_it_again(people):
    held = hold(people[0], file_of("a,b\n", "表.csv"), "units", areas_only="")
    assert held_file(people[0], held.key) == held
    assert held_file(people[1], held.key) is None
    assert held.path.read_bytes() == b"a,b\n"


@pytest.mark.parametrize("key", ["", "..", "../..", "1-zz", "1-" + "0" * 24, "note.json"])
def test_a_made_up_key_finds_nothing(people, key):
    hold(people[0], file_of("x"), "units")
    assert held_file(people[0], key) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "note.json", ".hidden", "a" * 300 + ".csv", "x\\y:z.csv"])
def test_no_name_leads_out_of_the_folder(people, name):
    held = hold(people[0], file_of("content", name), "units")
    assert held.path.parent.parent == var_folder("uploads")
    again = held_file(people[0], held.key)
    assert isinstance(again, HeldFile) and again.path.read_bytes() == b"content"


def test_what_was_taken_in_is_gone(people):
    held = hold(people[0], file_of("x"), "units")
    release(held)
    assert held_file(people[0], held.key) is None
    assert list(var_folder("uploads").iterdir()) == []


def test_a_waiting_file_goes_after_a_day_and_a_refused_one_after_a_month(people):
    waiting = hold(people[0], file_of("x"), "units")
    refused = keep_as_refused(hold(people[0], file_of("y"), "units"), WRONG)
    with after(2):
        sweep()
        assert held_file(people[0], waiting.key) is None
        assert [held.key for held in refused_files(people[0])] == [refused.key]
    with after(31):
        sweep()
        assert refused_files(people[0]) == []


def test_what_was_wrong_is_kept_whole(people):
    held = keep_as_refused(hold(people[0], file_of("y"), "evidence:c:sample", source="队"), WRONG)
    again = held_file(people[0], held.key)
    assert again is not None and again.issues == WRONG.issues
    assert (again.about, again.answers) == ("evidence:c:sample", {"source": "队"})
    assert refused_files(people[1]) == []
