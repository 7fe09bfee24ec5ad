"""`pingyi score` says of a real survey in files what the estimator's reference says of it (apistrat by school type)."""

import json

import pytest

from tests.cli.test_root import run
from tests.estimation.surveys import CASES, number, rows_of
from tests.scoring.test_real_survey import SCHEME_TEXT, TYPES

FRAME = "code,parent,group,kind,level,name_zh,name_en\nall,,,,,,\n" + "".join(f"{t},all,type,,,,\n" for t in TYPES)


@pytest.fixture
def files(tmp_path):
    """A scheme, three units and the rows of apistrat as evidence; weights to six decimals, as evidence holds them."""
    rows = rows_of("apistrat")
    lines = [
        f"{n},{row['stype']},{row['stype']},{n},{round(float(row['pw']) * 1_000_000)},phone,,{number(row['api00'])}"
        for n, row in enumerate(rows, 1)
    ]
    heading = "row,unit,stratum,psu,weight_e6,mode,replicate_group,q_api00"
    (tmp_path / "scheme.toml").write_text(SCHEME_TEXT, "utf-8")
    (tmp_path / "units.csv").write_text(FRAME, "utf-8")
    (tmp_path / "answers.csv").write_text("\n".join([heading, *lines]) + "\n", "utf-8")
    return tmp_path


def score(files, *more, evidence="sample=answers.csv"):
    kind, _, name = evidence.partition("=")
    words = ["score", str(files / "scheme.toml"), "--units", str(files / "units.csv")]
    return run(*words, "--evidence", f"{kind}={files / name}", *more, var=files / "var", PINGYI_LANGUAGE="en")


def test_the_scores_are_the_means_of_the_reference(files):
    code, out, err = score(files, "--json", "--out", str(files / "out"))
    assert code == 0, err
    units = {one["unit"]: one for one in json.loads(out)["units"]}
    reference = CASES["strat_nofpc.by.stype.mean.api00"]["result"]
    for place, kind in enumerate(reference["domain"]):
        assert units[kind]["score"] == pytest.approx(reference["estimate"][place] / 10, rel=1e-7)
        assert units[kind]["se"] == pytest.approx(reference["se"][place] / 10, rel=1e-6)
    assert (files / "out" / "results" / "scores.csv").is_file()


def test_a_folder_with_files_is_left_alone(files):
    code, _, err = score(files, "--out", str(files))
    assert code == 1
    assert "Name a new folder" in err


@pytest.mark.parametrize(
    ("evidence", "said"),
    [("polls=answers.csv", "no kind of evidence called “polls”"), ("sample=gone.csv", "no such file")],
)
def test_evidence_that_is_not_there_is_named(files, evidence, said):
    code, out, err = score(files, evidence=evidence)
    assert (code, out) == (2, "")
    assert said in err


def test_everything_wrong_in_a_file_is_told(files):
    text = (files / "answers.csv").read_text("utf-8").replace(",E,E,", ",X,E,", 1)
    (files / "answers.csv").write_text(text, "utf-8")
    code, _, err = score(files)
    assert code == 1
    assert "X" in err
