"""`pingyi import units` and `pingyi export units`, called as from a shell."""

import csv
import json
from pathlib import Path

import pytest

from pingyi.cli import main
from pingyi.directory.models import Area, Unit
from tests.directory.conftest import YUNNAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def shell(settings, tmp_path, monkeypatch, capsys):
    """Run a command in English; return its exit code, stdout and stderr."""
    settings.PINGYI_VAR = tmp_path / "var"
    monkeypatch.setenv("PINGYI_LANGUAGE", "en")

    def run(*args: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(arg) for arg in args])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def written(folder: Path, text: str) -> Path:
    path = folder / "divisions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dry_run_an_import_and_the_same_again(shell):
    code, out, _ = shell("import", "units", YUNNAN, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["ok"], told["dry_run"], told["areas"]["new"]) == (0, True, True, 1607)
    assert not Unit.objects.exists()
    assert json.loads(shell("import", "units", YUNNAN, "--json")[1])["new"] == told["new"]
    assert Area.objects.count() + Unit.objects.count() == told["new"]
    again = json.loads(shell("import", "units", YUNNAN, "--json")[1])
    assert [again[key] for key in ("new", "changed", "same", "absent", "errors")] == [0, 0, told["new"], 0, []]


@pytest.mark.parametrize("name", ["units.csv", "units.XLSX"])
def test_an_export_goes_in_again_unchanged(few, shell, tmp_path, name):
    code, out, err = shell("export", "units", "--out", tmp_path / name)
    assert (code, out) == (0, "")
    assert name in err
    assert "0 new, 0 changed" in shell("import", "units", tmp_path / name)[1]


def test_a_dry_run_tells_every_field_that_would_change(few, shell, tmp_path):
    file = written(tmp_path, "code,parent,level,name\n530124,5301,county,富民市\n")
    code, out, _ = shell("import", "units", file, "--dry-run")
    assert code == 0
    assert "530124 name_zh: '富民县' -> '富民市'" in out
    assert Area.objects.get(code="530124").name_zh == "富民县"


def test_a_refused_file_is_kept_with_its_errors(shell, tmp_path):
    file = written(tmp_path, "code,parent,level,name\n9,,province,甲\n91,8,county,乙\n")
    code, out, err = shell("import", "units", file, "--json")
    told = json.loads(out)
    assert (code, told["ok"]) == (1, False)
    assert [(e["code"], e["row"], e["field"]) for e in told["errors"]] == [("import.unknown_reference", 3, "parent")]
    assert "row 3, column parent: Code 8 is neither" in err
    (kept,) = (tmp_path / "var" / "refused").iterdir()
    assert str(kept) in err
    rows = list(csv.DictReader(kept.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["code"], bool(row["errors"])) for row in rows] == [("9", False), ("91", True)]
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", 2, "The file is empty"),
        (b"code,name\n\x00\x01", 2, "neither CSV in UTF-8 or GB18030 nor XLSX"),
        (b"code,parent,level,name,colour\n", 1, "'colour' is not known"),
        (b"code;parent;level;name\n53;;province;X\n", 2, "separated by semicolons"),
        (b"code,parent,level,name\n", 2, "a heading and no rows"),
        (b"code,kind,name_zh\n,,\n", 2, "a heading and no rows"),
    ],
)
def test_what_cannot_be_read_is_said_on_stderr(shell, tmp_path, content, code, says):
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    ended, out, err = shell("import", "units", file)
    assert (ended, out) == (code, "")
    assert says in err


def test_two_hundred_megabytes_are_refused_unread(shell, tmp_path):
    file = tmp_path / "big.csv"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    code, _, err = shell("import", "units", file)
    assert code == 2
    assert "The file has 200 MB; the limit is 20 MB" in err
    assert not (tmp_path / "var").exists()


def test_an_own_rule_makes_own_units(shell, tmp_path):
    rule = tmp_path / "rule.toml"
    rule.write_text(
        '[[kind]]\ncode = "hall"\nzh = "大厅"\nen = "Hall"\n'
        '[[unit]]\nid = "hall"\nat = "province"\nkind = "hall"\nname_zh = "{area}政务大厅"\nname_en = "{area} Hall"\n',
        encoding="utf-8",
    )
    shell("import", "units", YUNNAN, "--rule", rule, "--valid-from", "2021-02-03")
    (hall,) = Unit.objects.all()
    assert (hall.code, hall.name_zh, str(hall.valid_from)) == ("53-hall", "云南省政务大厅", "2021-02-03")


def test_areas_only_and_wrong_calls(shell, tmp_path):
    shell("import", "units", YUNNAN, "--areas-only")
    assert (Area.objects.count(), Unit.objects.count()) == (1607, 0)
    assert shell("import", "units", tmp_path / "nowhere.csv")[0] == 2
    assert shell("export", "units", "--out", tmp_path / "units.pdf")[0] == 2
    assert shell("export", "units", "--out", tmp_path / "nowhere" / "units.csv")[0] == 2
    assert shell("import", "units")[0] == 2


def test_units_are_not_passed_over_when_areas_only_were_asked_for(few, shell, tmp_path):
    file, before = tmp_path / "units.csv", Unit.objects.count()
    file.write_text("code,kind,name_zh\nX-1,traffic,新设交警大队\n", encoding="utf-8")
    for also in ((), ("--dry-run",)):
        code, _, err = shell("import", "units", file, "--areas-only", *also)
        assert code == 1
        assert "the file has 1 rows of units" in err and "row 2" in err
    assert Unit.objects.count() == before


@pytest.mark.parametrize("name", ["import", "export"])
def test_help_has_an_example(shell, name):
    code, out, _ = shell(name, "units", "--help")
    assert code == 0
    assert f"pingyi {name} units" in out
