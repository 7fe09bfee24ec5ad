"""Published rows become evidence only when every check holds; anything else leaves nothing behind."""

from collections import Counter
from dataclasses import replace

import duckdb
import pytest

from pingyi.directory.models import Unit
from pingyi.evidence.models import EvidenceBatch
from pingyi.evidence.queries import path_of
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.polling.actions import take_in_rows
from pingyi.polling.models import VerifiedRows
from pingyi.polling.refusals import NotVerified
from pingyi.wording import Refused
from tests.ballots import counting, founding
from tests.ballots.plan import Plan
from tests.ballots.world import write
from tests.polling import land


def rows_of(batch):
    return duckdb.sql(f"FROM '{path_of(batch)}'").fetchall()


def nothing_kept():
    return not EvidenceBatch.objects.exists() and not VerifiedRows.objects.exists()


def test_every_published_ballot_is_a_row_with_the_codes_of_its_answers(appraisal, published, counted):
    done = take_in_rows(appraisal, str(published))
    batch = EvidenceBatch.objects.get()
    released = set(counting.released_cells(counted))
    cast = [one for one in counting.valid(counted, 1) if one.cell in released]
    assert done.ballots == batch.rows == len(cast) > 100
    assert batch.columns == ["cell", "unit", "grade", "q_calm", "q_strict"]
    expected = Counter(
        (f"cell-{one.cell:05}", f"53{one.cell:04}-county_bureau", "A", *(land.CODES[n] for n in one.answers[1::-1]))
        for one in cast
    )
    empty_as_text = ["" if value is None else str(value) for row in rows_of(batch) for value in row]
    found = Counter(tuple(empty_as_text[n : n + 5]) for n in range(0, len(empty_as_text), 5))
    assert found == expected
    assert {codes[3] for codes in found} == set(land.CODES.values())


def test_a_grade_is_claimed_until_somebody_pins_the_bodies(appraisal, published):
    take_in_rows(appraisal, str(published))
    assert VerifiedRows.objects.values_list("grade", "claimed").get() == ("A", True)
    take_in_rows(appraisal, str(published), policy=founding.policy())
    assert VerifiedRows.objects.values_list("grade", "claimed").get() == ("A", False)
    assert EvidenceBatch.objects.count() == 1


def test_a_worse_grade_by_the_pinned_list_corrects_the_batch(appraisal, published):
    take_in_rows(appraisal, str(published))
    fewer = b'{"bodies": [{"name": "x", "controller": "yunling-police", "keys": [], "hosts": []}]}'
    take_in_rows(appraisal, str(published), policy=fewer)
    first, second = EvidenceBatch.objects.order_by("number")
    assert second.replaces == first
    assert VerifiedRows.objects.values_list("grade", "claimed", "batch").get() == ("D", False, second.pk)
    assert {row[2] for row in rows_of(second)} == {"D"}


def test_the_same_package_twice_changes_nothing(appraisal, published):
    take_in_rows(appraisal, str(published))
    entries, rows = JournalEntry.objects.count(), VerifiedRows.objects.values().get()
    assert take_in_rows(appraisal, str(published)).ballots == EvidenceBatch.objects.get().rows
    assert (JournalEntry.objects.count(), VerifiedRows.objects.values().get()) == (entries, rows)


@pytest.mark.parametrize("start", ["rows/", "cells.jsonl", "log/tile/entries", "statements/"])
def test_one_changed_byte_takes_nothing_in(appraisal, published, start):
    files = {path.relative_to(published).as_posix(): path for path in published.rglob("*") if path.is_file()}
    path = next(files[name] for name in sorted(files) if name.startswith(start))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(NotVerified) as refused:
        take_in_rows(appraisal, str(published))
    assert not refused.value.report.ok and nothing_kept()


def test_a_file_more_takes_nothing_in(appraisal, published):
    (published / "rows" / "more.bin").write_bytes(b"x")
    with pytest.raises(NotVerified):
        take_in_rows(appraisal, str(published))
    assert nothing_kept()


def test_an_honest_package_of_another_campaign_is_refused(appraisal, tmp_path):
    other = land.world(Plan(seed="elsewhere", options=land.OPTIONS, cast=(33,), fates={}, batches=(), sealed=False))
    with pytest.raises(NotVerified) as refused:
        take_in_rows(appraisal, str(other.write(tmp_path / "other")))
    assert any("评议的清单由五方签名，问卷没有换过" in issue.what.zh for issue in refused.value.issues)
    assert nothing_kept()


@pytest.mark.parametrize("step", ["open", "closed", "tags"])
def test_before_the_rows_there_is_nothing_to_take_in(campaign, tmp_path, step):
    early = land.world(Plan(options=land.OPTIONS, step=step, sealed=False))
    appraisal = land.fixed(campaign, early, tmp_path)
    with pytest.raises(NotVerified) as refused:
        take_in_rows(appraisal, str(early.write(tmp_path / "package")))
    assert [issue.code for issue in refused.value.issues] == ["package_without_rows"]
    assert refused.value.report.ok and nothing_kept()


def test_a_trustee_who_drops_a_row_is_found_out(campaign, tmp_path):
    cheated = land.world(rows=lambda rows, _: rows[1:])
    appraisal = land.fixed(campaign, cheated, tmp_path)
    with pytest.raises(NotVerified) as refused:
        take_in_rows(appraisal, str(cheated.write(tmp_path / "package")))
    assert "rows" in {check.name for check in refused.value.report.checks if not check.ok}
    assert nothing_kept()


def test_a_cell_of_a_unit_that_is_gone_is_refused_whole(appraisal, published):
    Unit.objects.filter(code="530001-county_bureau").update(code="530001-renamed")
    with pytest.raises(Refused):
        take_in_rows(appraisal, str(published))
    assert nothing_kept()


def test_from_the_day_of_publication_nothing_new_comes_in(appraisal, published):
    with clock.frozen_at(land.MOMENTS["publish_at"]), pytest.raises(Refused) as refused:
        take_in_rows(appraisal, str(published))
    assert not isinstance(refused.value, NotVerified) and nothing_kept()


def test_without_a_released_cell_there_is_no_evidence(campaign, tmp_path):
    few = land.world(Plan(options=land.OPTIONS, cast=(12, 9), fates={}, batches=(), sealed=False))
    appraisal = land.fixed(campaign, few, tmp_path)
    with pytest.raises(Refused) as refused:
        take_in_rows(appraisal, str(few.write(tmp_path / "package")))
    assert refused.value.issues[0].code == "no_rows" and nothing_kept()


def test_withdrawn_rows_cannot_be_taken_in(campaign, tmp_path):
    late = land.world(replace(Plan(options=land.OPTIONS), withdrawn=("rows",)))
    appraisal = land.fixed(campaign, late, tmp_path)
    with pytest.raises(Refused) as refused:
        take_in_rows(appraisal, str(late.write(tmp_path / "package")))
    assert refused.value.issues[0].code == "rows_withdrawn" and nothing_kept()


def test_a_place_without_a_package_and_a_bad_list_of_bodies_are_named(appraisal, published, tmp_path):
    with pytest.raises(Refused) as refused:
        take_in_rows(appraisal, str(tmp_path / "nowhere"))
    assert refused.value.issues[0].code == "unreadable_package"
    with pytest.raises(Refused) as refused:
        take_in_rows(appraisal, str(published), policy=b"[]")
    assert refused.value.issues[0].field == "policy" and nothing_kept()


def test_a_demonstration_is_of_grade_d_and_says_so(units, tmp_path):
    campaign = land.campaign_made(units, demonstration=True)
    shown = land.world(Plan(options=land.OPTIONS, demonstration=True, sealed=False))
    appraisal = land.fixed(campaign, shown, tmp_path)
    done = take_in_rows(appraisal, str(write(shown.package(), tmp_path / "package")), policy=founding.policy())
    assert str(done.report.grade) == "D" and VerifiedRows.objects.get().grade == "D"
