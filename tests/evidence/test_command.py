"""`pingyi import evidence` as it is typed."""

import json

import pytest

from pingyi.cli.root import main
from pingyi.evidence.models import EvidenceBatch
from tests.analysis.tables import sample_row, write_csv


@pytest.fixture
def typed(campaign, tmp_path, capsys, monkeypatch):
    """Run the command over rows; returns exit code, standard output and standard error."""
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")

    def run(rows, *options, code=campaign.code):
        file = write_csv(tmp_path / "answers.csv", rows) if rows else tmp_path / "none.csv"
        with pytest.raises(SystemExit) as ended:
            main(["import", "evidence", "sample", str(file), "--campaign", code, "--source", "x", *options])
        return ended.value.code or 0, *capsys.readouterr()

    return run


ROWS = [sample_row(n) for n in range(1, 13)]


def test_an_import_and_a_second_one(typed):
    code, out, _ = typed(ROWS, "--json")
    told = json.loads(out)
    assert (code, told["ok"], told["number"], told["rows"], told["changed"]) == (0, True, 1, 12, True)
    assert not json.loads(typed(ROWS, "--json")[1])["changed"]


def test_a_dry_run(typed):
    code, out, err = typed(ROWS, "--dry-run")
    assert code == 0 and "12 rows" in out and "not covered" in err
    assert not EvidenceBatch.objects.exists()


def test_a_refusal_names_row_and_column(typed):
    code, out, err = typed([*ROWS, sample_row(13, weight_e6=-2)])
    assert (code, out) == (1, "")
    assert "row 14, column weight_e6" in err


def test_a_refusal_as_json(typed):
    code, out, _ = typed([*ROWS, sample_row(13, weight_e6=-2)], "--json")
    told = json.loads(out)
    assert (code, told["ok"], told["errors"][0]["row"], told["errors"][0]["field"]) == (1, False, 14, "weight_e6")


def test_what_cannot_be_read_ends_with_2(typed):
    assert typed([])[0] == 2


def test_a_file_above_the_limit_ends_with_2_like_one_of_units(typed, settings):
    settings.PINGYI_EVIDENCE_LIMIT = 100
    code, out, _ = typed(ROWS, "--json")
    assert (code, json.loads(out)["errors"][0]["code"]) == (2, "unreadable_too_large")


def test_control_characters_in_the_source(typed):
    code, _, err = typed(ROWS, "--source", "a\x1b[31mb")
    assert code == 1 and "unseen character" in err and "\x1b" not in err


def test_an_unknown_campaign(typed):
    code, _, err = typed(ROWS, code="nowhere")
    assert code == 1 and "nowhere" in err


def test_help_has_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["import", "evidence", "--help"])
    assert "pingyi import evidence sample" in capsys.readouterr().out
