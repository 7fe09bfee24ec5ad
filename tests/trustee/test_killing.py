"""Killed in the middle, a step is begun again and comes to the same bytes as if nothing had happened."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from pingyi.trustee.destruction import destroy
from pingyi.trustee.opening.outer import open_outer
from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from tests.trustee.world import trustee

PROGRAM = """
import os, signal, sys
from pathlib import Path
from pingyi.trustee.opening.outer import open_outer
from pingyi.trustee.opening.rows import publish_rows
from pingyi.trustee.opening.tally import open_inner
from pingyi.trustee.steps import Trustee

def die(done, total):
    os.kill(os.getpid(), signal.SIGKILL)

step, home = sys.argv[1], Path(sys.argv[2])
which = "1" if step == "outer" else "2"
trustee = Trustee.read(home / f"t{which}", home / f"c{which}")
if step == "outer":
    open_outer(trustee, with_missing=True, progress=die, processes=1)
elif step == "inner":
    open_inner(trustee, home / "t1" / "handover" / "inner.bin", progress=die, processes=1)
else:
    publish_rows(trustee, progress=die, processes=1)
"""
STEPS = {
    "outer": ("closed", 1, lambda home: open_outer(trustee(home, 1), with_missing=True, processes=1)),
    "inner": (
        "outer",
        2,
        lambda home: open_inner(trustee(home, 2), home / "t1" / "handover" / "inner.bin", processes=1),
    ),
    "rows": ("final", 2, lambda home: publish_rows(trustee(home, 2), processes=1)),
}


def results(folder):
    """What a step leaves, unfinished files too."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_step_is_finished_by_the_next(at, tmp_path, step):
    stage, which, act = STEPS[step]
    killed, whole = at(stage), tmp_path / "whole"
    shutil.copytree(killed, whole)
    done = subprocess.run([sys.executable, "-c", PROGRAM, step, str(killed)], env=dict(os.environ), check=False)
    assert done.returncode == -signal.SIGKILL
    assert not list((killed / f"t{which}" / "outbox").glob(f"{ {'outer': 2, 'inner': 3, 'rows': 7}[step] }-*"))
    act(killed), act(whole)
    assert results(killed / f"t{which}") == results(whole / f"t{which}")


def test_a_statement_without_its_list_is_finished_too(at):
    home = at("tags")
    before = results(home / "t2")
    (home / "t2" / "outbox" / "4-tags-first.entry").unlink()
    shutil.rmtree(home / "c2"), shutil.copytree(at("outer") / "c2", home / "c2")
    open_inner(trustee(home, 2), home / "t1" / "handover" / "inner.bin", processes=1)
    assert results(home / "t2") == before


@pytest.mark.parametrize("gone", [["opening.key"], ["opening.key", "envelopes.bin"], []])
def test_a_destruction_that_was_killed_is_finished(at, gone):
    home = at("rows")
    for name in gone:
        (home / "t1" / name).unlink()
    statement = destroy(trustee(home, 1)).read_bytes()
    assert {path.name for path in (home / "t1").iterdir()} == {"identity.key", "handover", "outbox", "lock"}
    assert not list((home / "t1" / "handover").iterdir())
    assert destroy(trustee(home, 1)).read_bytes() == statement
