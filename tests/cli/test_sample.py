"""`pingyi sample` as it is called."""

import json

from tests.analysis.draws.frames import SEED, design_file, frame_file
from tests.cli.test_root import run


def test_commit_draw_verify(tmp_path):
    design, frame, out = design_file(tmp_path), frame_file(tmp_path), tmp_path / "draw"
    _, said, _ = run("sample", "commit", str(design), "--frame", str(frame), "--json")
    made = json.loads(said)
    code, said, _ = run(
        "sample", "draw", str(design), "--frame", str(frame), "--seed", made["seed"], "--out", str(out), "--json"
    )
    found = json.loads(said)
    assert code == 0 and found["ok"] and found["n"] == 30 and found["commitment"] == made["commitment"]
    code, said, _ = run("sample", "verify", str(out), "--commitment", made["commitment"], "--json")
    assert code == 0 and all(json.loads(said)["checks"].values())
    (out / "sample.csv").write_text("row,id\n")
    code, said, _ = run("sample", "verify", str(out))
    assert code == 1 and "✗ sample.csv" in said


def test_a_seed_that_is_none(tmp_path):
    design, frame = design_file(tmp_path), frame_file(tmp_path)
    code, _, err = run(
        "sample", "draw", str(design), "--frame", str(frame), "--seed", "12", "--out", str(tmp_path / "x")
    )
    assert code == 2 and "64" in err and not (tmp_path / "x").exists()


def test_a_repeated_id_is_a_refusal(tmp_path):
    frame = frame_file(tmp_path)
    frame.write_text(frame.read_text() + "H0001,A,V01,2\n")
    code, _, err = run(
        "sample",
        "draw",
        str(design_file(tmp_path)),
        "--frame",
        str(frame),
        "--seed",
        SEED.hex(),
        "--out",
        str(tmp_path / "x"),
    )
    assert code == 1 and "H0001" in err


def test_sizes():
    code, said, _ = run("sample", "size", "--p", "0.5", "--margin", "0.05", "--population", "2000", "--json")
    assert code == 0 and json.loads(said)["n"] == 323
    _, said, _ = run("sample", "size", "--p1", "0.70", "--p2", "0.75", "--formula", "unpooled", "--json")
    assert json.loads(said)["n"] == 1248
    assert run("sample", "size", "--p", "0.5")[0] == 2
    assert run("sample", "size", "--p", "1.5", "--margin", "0.05")[0] == 1
