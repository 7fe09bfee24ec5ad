"""What people read: every check, figure and detail has words in both languages, and a failure says what it means."""

import re

import pytest

from pingyi.verifier import meanings
from pingyi.verifier.personal import Wishes
from pingyi.verifier.report import NAMES
from pingyi.verifier.words import lines
from pingyi.wording import Text
from tests.ballots.attacks import ATTACKS
from tests.ballots.plan import STEPS
from tests.ballots.world import World
from tests.verifier.checking import SMALL, checked
from tests.verifier.test_stages import world

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_check_has_words_for_both_answers():
    assert set(meanings.MEANINGS) == set(meanings.FAILURES) == set(NAMES)


@pytest.mark.parametrize("step", STEPS)
def test_every_figure_and_detail_of_good_campaigns_has_words(step, tmp_path):
    one = world(step)
    wishes = Wishes(receipt=one.receipt(one.ballots[0]), check=one.check_code(one.ballot(0, 0)))
    report = checked(one.write(tmp_path), wishes=wishes)
    assert {name for check in report.checks for name in check.figures} <= set(meanings.FIGURES)
    assert {part for check in report.checks for part in check.detail.split("; ") if part} <= set(meanings.DETAILS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_language_stands_alone(language, tmp_path):
    said = "\n".join(lines(checked(world().write(tmp_path)), language))
    assert bool(CHINESE.search(said)) == (language == "zh")
    words = {text for table in (meanings.DETAILS, meanings.STAGES) for text in table.values()}
    assert all(isinstance(text, Text) and text.zh and text.en for text in words)


def test_a_failure_says_what_it_means_and_what_was_not_looked_at(tmp_path):
    report = checked(World(SMALL, twists=ATTACKS["batch too small"].twists).write(tmp_path))
    said = list(lines(report, "zh"))
    assert any(line.startswith("✗ 不符  roll") and "名册不对" in line for line in said)
    assert any(line.startswith("－ 未查  issuance") for line in said)
    assert said[-1] == "结论：不符合（roll）。"


def test_the_origin_is_said(tmp_path):
    folder = world("open").write(tmp_path)
    assert "letter" in list(lines(checked(folder), "en"))[-2]
    assert list(lines(checked(folder, expect=world().fingerprint), "en"))[-2] == "The fingerprint is the one you gave."
