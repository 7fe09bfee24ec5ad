"""A package is written whole or not at all, and read no further than its folder."""

import json
from pathlib import Path

import pytest

from pingyi.analysis.packages import FORMAT, LIST, altered, read_package, write_package
from pingyi.wording import Refused

FILES = {"a.csv": b"x\n1\n", "deep/er/b.csv": "单位\n".encode()}


@pytest.fixture
def package(tmp_path):
    write_package(tmp_path / "package", FILES, {"campaign": "yl"})
    return tmp_path / "package"


def code_of(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.issues[0].code


def relist(package, **changes):
    listing = json.loads((package / LIST).read_text())
    (package / LIST).write_text(json.dumps({**listing, **changes}))


def test_what_is_written_is_read(package):
    listing, files = read_package(package)
    assert files == FILES and altered(listing, files) == []
    assert (listing["format"], listing["campaign"]) == (FORMAT, "yl")


def test_a_folder_with_something_in_it_is_left_alone(package):
    assert code_of(write_package, package, {"c": b""}, {}) == "folder_not_empty"
    assert read_package(package)[1] == FILES


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "new").mkdir()
    write_package(tmp_path / "new", FILES, {})
    assert read_package(tmp_path / "new")[1] == FILES


def test_a_cut_writing_leaves_no_package_and_can_be_done_again(tmp_path):
    class Cut(dict):
        def items(self):
            yield "left.csv", b"half"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_package(tmp_path / "package", Cut(), {})
    assert not (tmp_path / "package").exists()
    write_package(tmp_path / "package", FILES, {})
    assert read_package(tmp_path / "package")[1] == FILES
    assert sorted(path.name for path in (tmp_path / "package").iterdir()) == ["a.csv", "deep", LIST]


@pytest.mark.parametrize("name", ["a.csv", "deep/er/b.csv"])
def test_a_changed_or_missing_file_is_named(package, name):
    (package / name).write_bytes(b"other")
    assert altered(*read_package(package)) == [name]
    (package / name).unlink()
    assert altered(*read_package(package)) == [name]


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../secret", 7])
def test_a_listed_path_never_leads_outside(package, path):
    (package.parent / "secret").write_text("no")
    relist(package, files=[{"path": path, "sha256": "0", "size": 1}])
    assert code_of(read_package, package) == "unreadable_package"


@pytest.mark.parametrize("changes", [{"format": "other"}, {"files": 3}, {"files": [{}]}, {"files": None}])
def test_a_list_that_is_none_is_unreadable(package, changes):
    relist(package, **changes)
    assert code_of(read_package, package) == "unreadable_package"


def test_no_list_is_no_package(tmp_path):
    assert code_of(read_package, tmp_path) == "unreadable_package"


def test_a_folder_somebody_stands_in_is_written_into(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".part").mkdir()  # of a writing that was cut off
    before = tmp_path.stat().st_ino
    write_package(Path(), FILES, {})
    assert tmp_path.stat().st_ino == before
    assert read_package(Path())[1] == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "deep", LIST]
