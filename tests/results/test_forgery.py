"""A package that says anything untrue of itself is found out, also by one who fixes up the hashes afterwards."""

import hashlib
import json
import re

import duckdb
import pytest

from pingyi.analysis.recompute import package_digest, recompute
from pingyi.foundation import clock
from pingyi.results.actions import score_campaign
from pingyi.results.packages import export_appraisal
from pingyi.wording import Refused
from tests.results.schools import at, campaign_with, sample_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(tmp_path):
    """The auditor's package: public files and rows."""
    path = sample_file("apistrat", tmp_path, stratum=lambda row: row["stype"], psu=lambda _, number: number)
    with clock.frozen_at(at(42)):
        score_campaign(campaign_with(path))
    export_appraisal("schools-2000", tmp_path / "package", rows=True)
    assert recompute(tmp_path / "package").ok
    return tmp_path / "package"


def relist(package, **changes):
    """Write the list anew, true to the files, with `changes` to what it says besides."""
    listing = json.loads((package / "package.json").read_text())
    listing["files"] = [
        {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(
            (path.relative_to(package).as_posix(), path.read_bytes())
            for path in package.rglob("*")
            if path.is_file() and path.name != "package.json"
        )
    ]
    (package / "package.json").write_text(json.dumps({**listing, **changes}))


def wrong(package):
    return {file.name for file in recompute(package).files if not file.ok}


def change(package, name, pattern, to):
    path = package / name
    before = path.read_bytes()
    path.write_bytes(re.sub(pattern, to, before, count=1))
    assert path.read_bytes() != before


@pytest.mark.parametrize("name", ["scheme_digest", "evidence_digest", "results_digest"])
def test_a_stated_digest_is_computed_again(package, name):
    relist(package, **{name: "0" * 64})
    assert wrong(package) == {name}


@pytest.mark.parametrize(
    ("name", "pattern", "to"),
    [
        ("results/scores.csv", rb"(type-E,type,)\d", rb"\g<1>9"),
        ("results/items.csv", rb",full,", b",low,"),
        ("evidence/batches.csv", rb"sample,1,\d+", b"sample,1,999"),
        ("evidence/sample/sums.csv", rb"(type-E,api00,E,\d+,)\d", rb"\g<1>9"),
        ("method.zh.md", b"# ", b"# x"),
        ("units.csv", b"type-E,ca", b"type-E,type-H"),
    ],
)
def test_what_was_changed_is_found_though_its_hash_was_fixed(package, name, pattern, to):
    change(package, name, pattern, to)
    relist(package)
    try:
        assert wrong(package)
    except Refused as refused:
        assert all(issue.code.startswith("unreadable") for issue in refused.issues)


def test_a_file_too_many_is_named(package):
    (package / "results" / "more.csv").write_text("x\n")
    assert wrong(package) == {"results/more.csv"}


def test_a_link_is_no_file(package):
    (package / "method.en.md").rename(package.parent / "elsewhere.md")
    (package / "method.en.md").symlink_to(package.parent / "elsewhere.md")
    assert "method.en.md" in wrong(package)


def rows_file(package):
    (path,) = (package / "rows" / "sample").iterdir()
    return path


def test_forged_rows_do_not_give_their_digest(package):
    path = rows_file(package)
    forged = f"SELECT * REPLACE ('face' AS mode) FROM read_parquet('{path}')"
    duckdb.execute(f"COPY ({forged}) TO '{path}.new' (FORMAT parquet)")
    path.with_name(f"{path.name}.new").replace(path)
    relist(package)
    assert wrong(package) == {f"rows/sample/{path.name}"}


def test_rows_under_another_name_are_not_those_of_the_list(package):
    path = rows_file(package)
    path.rename(path.with_name("0" * 64 + ".parquet"))
    relist(package)
    assert wrong(package) == {f"rows/sample/{path.name}", f"rows/sample/{'0' * 64}.parquet"}


def test_a_wholly_forged_package_is_found_by_the_hash_noted_elsewhere(package):
    noted = package_digest(package)
    assert recompute(package, noted).ok and recompute(package, noted.upper()).ok
    relist(package, organiser={"zh": "别人", "en": "somebody"})
    assert recompute(package).ok
    assert not recompute(package, noted).ok


@pytest.mark.parametrize("name", ["scheme.toml", "units.csv", "evidence/cover.csv", "evidence/sample/sums.csv"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", None])
def test_a_damaged_or_missing_file_never_ends_in_a_crash(package, name, content):
    if content is None:
        (package / name).unlink()
    else:
        (package / name).write_bytes(content)
    relist(package)
    try:
        assert wrong(package)
    except Refused as refused:
        assert refused.issues
