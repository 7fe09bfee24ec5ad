"""Preparing and building at once, by two people: one waits, nobody sees a traceback; what is written is private."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

from tests.cli.test_root import run


def at_once(*words, var):
    """Run the same command twice at one time; return both ends, sorted by what they said."""
    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(lambda _: run(*words, var=var, PINGYI_LANGUAGE="en"), range(2)))


def open_to_others(var):
    """Return what other users may read or enter; the static files are anybody's, but lie behind a shut door."""
    files = [path for path in (var, *var.rglob("*")) if "static" not in path.parts]
    return [path for path in files if path.stat().st_mode & 0o077]


def test_two_setups_at_once_both_succeed_and_keep_it_private(tmp_path):
    var = tmp_path / "new" / "var"
    old = os.umask(0o022)
    try:
        done = at_once("setup", var=var)
    finally:
        os.umask(old)
    assert [code for code, _, _ in done] == [0, 0], done
    assert json.loads(run("campaigns", "--json", var=var)[1]) == []
    assert open_to_others(var) == []


def test_a_demonstration_prepares_its_folder_and_is_built_once(tmp_path):
    done = at_once("demo", "--without-appraisals", var=tmp_path)
    assert [code for code, _, _ in done] == [0, 0], done
    told = [said for _, _, said in done]
    assert sum("password" in said for said in told) == 1
    assert sum("It is there already" in said for said in told) == 1
    assert len(json.loads(run("campaigns", "--json", var=tmp_path)[1])) == 2
    assert "Traceback" not in "".join(told)
    assert open_to_others(tmp_path) == []
