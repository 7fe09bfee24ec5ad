"""Importing units: looked at first, done when confirmed, refused with row, field and remedy."""

import pytest

from pingyi.directory.importing.tables import MOST_BYTES
from pingyi.directory.models import Area, Unit
from tests.web.office.conftest import DIVISIONS, file_of, said_after, text_of

IMPORT = "/office/units/import/"
WRONG = "code,parent,level,name\n99,,province,云岭省\n9901,98,prefecture,青岚市\n"


def brought(client, content, name="units.csv", **asked):
    return client.post(IMPORT, {"file": file_of(content, name), **asked})


def test_a_dry_run_shows_what_would_change_and_changes_nothing(organiser):
    sent = brought(organiser, DIVISIONS)
    page = said_after(organiser, sent)
    assert "990102-bureau" in page and "确认导入" in page
    assert not Area.objects.exists() and not Unit.objects.exists()


def test_confirming_does_it_once(organiser):
    check = brought(organiser, DIVISIONS)["Location"]
    said_after(organiser, organiser.post(check))
    assert Area.objects.count() == 5 and Unit.objects.filter(code="990102-bureau").exists()
    assert "已经办完或过期" in said_after(organiser, organiser.post(check))


def test_areas_alone_make_no_units(organiser):
    check = brought(organiser, DIVISIONS, areas_only="on")["Location"]
    organiser.post(check)
    assert Area.objects.count() == 5 and not Unit.objects.exists()


def test_a_changed_name_is_shown_before_and_after(land, organiser):
    page = said_after(organiser, brought(organiser, DIVISIONS.replace("云桥区", "锦桥区")))
    assert '<span class="was">云桥区</span>' in page and "锦桥区" in page


def test_gb18030_is_read(organiser):
    page = said_after(organiser, brought(organiser, DIVISIONS.encode("gb18030")))
    assert "青岚市公安局" in page


def test_a_refused_file_names_row_field_and_remedy_and_waits_to_be_mended(organiser):
    refused = said_after(organiser, organiser.get(brought(organiser, WRONG)["Location"]))
    assert "第3行" in refused and "<code>parent</code>" in refused
    assert not Area.objects.exists()
    assert "units.csv" in text_of(organiser.get("/office/"))


def refused_key(client, content, name="units.csv"):
    check = client.get(brought(client, content, name)["Location"])
    return check["Location"].rstrip("/").split("/")[-1]


def test_the_refused_file_comes_back_with_its_errors(organiser):
    key = refused_key(organiser, WRONG)
    lines = organiser.get(f"/office/refused/{key}/file/").content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("errors")
    assert lines[2].startswith("9901,98,") and "98" in lines[2].split(",", 4)[4]


def test_a_refused_file_can_be_thrown_away(organiser):
    key = refused_key(organiser, WRONG)
    assert "units.csv" not in said_after(organiser, organiser.post(f"/office/refused/{key}/"))


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "文件是空的"), (b"\x00\xff\xfe\x81", "编码"), (b"PK\x03\x04x", "打不开")]
)
def test_what_is_no_table_is_said(organiser, content, says):
    page = said_after(organiser, organiser.get(brought(organiser, content)["Location"]))
    assert says in page


def test_a_file_too_large_is_refused_before_it_is_kept(organiser):
    answer = brought(organiser, b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 422
    assert "上限是 20 MB" in text_of(answer)


def test_no_file_at_all_is_said_beside_the_field(organiser):
    answer = organiser.post(IMPORT, {})
    assert answer.status_code == 422
    assert "请填写这一项" in text_of(answer)


def test_nobody_opens_what_another_has_waiting(organiser, seat):
    check = brought(organiser, DIVISIONS)["Location"]
    other = seat("lu")
    assert "已经办完或过期" in said_after(other, other.post(check))
    assert not Area.objects.exists()
    key = refused_key(organiser, WRONG)
    assert other.get(f"/office/refused/{key}/").status_code == 302


def test_an_organiser_of_one_prefecture_cannot_import_the_whole(land, seat):
    local = seat("ye", "organiser", land["9901-bureau"])
    assert local.get(IMPORT).status_code == 403
    assert brought(local, DIVISIONS).status_code == 403
