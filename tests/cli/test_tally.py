"""`pingyi tally` as it is called: keys, figures, exit codes, messages, no Django."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pingyi.cli.analysis.tally import command
from pingyi.wording import Refused

DONGGUAN = "满意=6554,基本满意=731,不满意=496"


def run(*words: str, language: str = "zh") -> subprocess.CompletedProcess[str]:
    """Call the command as a shell would."""
    script = "from pingyi.cli import main; main()"
    env = os.environ | {"PINGYI_LANGUAGE": language}
    return subprocess.run(
        [sys.executable, "-c", script, "tally", *words], capture_output=True, text=True, check=False, env=env
    )


def shown(*words: str) -> str:
    return CliRunner().invoke(command, list(words), catch_exceptions=False).stdout


def test_json_has_exactly_the_agreed_keys():
    found = json.loads(shown("--counts", DONGGUAN, "--json"))
    assert {*found} == {"n", "presets"} and found["n"] == 7781
    assert {tuple(one) for one in found["presets"]} == {("name", "applies", "value", "formula", "reason", "source")}
    figures = [round(one["value"], 2) for one in found["presets"] if one["applies"]]
    assert figures == [84.23, 88.93, 93.63]
    assert all(one["value"] is None and one["reason"] for one in found["presets"] if not one["applies"])


def test_the_table_is_in_both_languages():
    table = shown("--counts", DONGGUAN)
    for part in ("n = 7,781", "88.93%", "（满意×1 + 基本满意×0.5）÷ 有效票", "valid answers", "出处 Source"):
        assert part in table


def test_one_preset_says_why_it_does_not_fit():
    table = shown("--counts", DONGGUAN, "--preset", "A")
    assert "没有一种办法适用" in table and "不认识“满意、基本满意、不满意”" in table


def test_full_width_signs_and_spaces_are_read():
    assert "84.23%" in shown("--counts", "满意＝6554， 基本满意 = 731，不满意=496")


@pytest.mark.parametrize("counts", ["满意", "满意=", "满意=abc", "满意=-3", "满意=1.5", "=5", "", "满意=1,满意=2"])
def test_bad_counts_are_refused(counts):
    with pytest.raises(Refused) as refused:
        command.main(["--counts", counts], standalone_mode=False)
    assert refused.value.issues[0].code == "unreadable_counts"


def test_exit_codes_and_messages_on_stderr():
    unreadable, unknown, without = run("--counts", "满意=abc"), run("--counts", "满意=1", "--preset", "Q"), run()
    assert [unreadable.returncode, unknown.returncode, without.returncode] == [2, 1, 2]
    assert "看不懂" in unreadable.stderr and unreadable.stdout == "" and "没有方案“Q”" in unknown.stderr
    assert "cannot be read" in run("--counts", "x", language="en").stderr


def test_it_starts_without_django_and_shows_an_example():
    heavy = "print([m for m in sys.modules if m.split('.')[0] in ('django', 'duckdb')])"
    script = f"import sys, pingyi.cli.analysis.tally; {heavy}"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False).stdout == "[]\n"
    assert "pingyi tally --counts" in run("--help").stdout


def test_a_count_of_five_thousand_digits_is_no_count():
    done = run("--counts", "满意=" + "1" * 5000)
    assert done.returncode == 2
    assert "15位" in done.stderr and len(done.stderr) < 400
