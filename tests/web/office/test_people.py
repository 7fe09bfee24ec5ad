"""People and postings: nobody grants what he lacks, an ended posting takes its rights at once."""

import pytest

from pingyi.accounts.models import Staff
from pingyi.directory.models import Posting
from tests.web.office.conftest import said_after, text_of

GRANT = "/office/units/990102-bureau/grant/"
TERM = {"from_on": "2026-11-23", "to_on": ""}


def test_a_posting_gives_the_office_to_somebody_who_had_none(land, organiser, seat):
    newcomer = seat("ye", role=None)
    assert newcomer.get("/office/").status_code == 403
    sent = organiser.post(GRANT, {"username": "ye", "role": "liaison", "through": "area", **TERM})
    assert "联络员" in said_after(organiser, sent)
    assert newcomer.get("/office/units/990102-bureau/").status_code == 200
    assert newcomer.get("/office/units/9901-bureau/").status_code == 403


def test_nobody_grants_what_he_lacks(land, seat):
    group = seat("zhou", "leading_group", land["9901-bureau"])
    seat("ye", role=None)
    answer = group.post(GRANT, {"username": "ye", "role": "organiser", "through": "area", **TERM})
    assert answer.status_code == 422
    assert "没有所授角色的全部权限" in text_of(answer)
    assert not Posting.objects.filter(staff__username="ye").exists()


def test_a_granter_reaches_his_own_part_only(land, seat):
    group = seat("zhou", "leading_group", land["990103-bureau"])
    assert group.get(GRANT).status_code == 403
    assert group.get("/office/people/grant/").status_code == 403


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"username": "nobody", "role": "liaison"}, "没有这个用户名"),
        ({"username": "ye", "role": ""}, "请填写这一项"),
        ({"username": "ye", "role": "liaison", "from_on": "2026-11-23", "to_on": "2026-11-01"}, "早于第一天"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(land, organiser, seat, asked, says):
    seat("ye", role=None)
    answer = organiser.post(GRANT, {"through": "area", **TERM, **asked})
    assert answer.status_code == 422
    assert says in text_of(answer)


def test_no_role_is_chosen_beforehand(land, organiser):
    page = text_of(organiser.get(GRANT))
    assert '<option value="" selected>' in page


def test_an_ended_posting_is_gone_at_once(land, organiser, seat):
    liaison = seat("ye", "liaison", land["990102-bureau"])
    posting = Posting.objects.get(staff__username="ye")
    said_after(organiser, organiser.post(f"/office/people/postings/{posting.pk}/end/"))
    assert liaison.get("/office/units/990102-bureau/").status_code == 403


def test_an_organiser_cannot_end_an_administrator(land, organiser, seat):
    seat("qin", "administrator")
    posting = Posting.objects.get(staff__username="qin")
    answer = organiser.post(f"/office/people/postings/{posting.pk}/end/")
    assert answer.status_code == 422
    assert "没有所授角色的全部权限" in text_of(answer)
    assert Posting.objects.filter(pk=posting.pk, to_on=None).exists()


def test_an_administrator_opens_an_account_without_rights(land, seat):
    administrator = seat("qin", "administrator")
    asked = {"username": "ye", "name": "叶晚晴", "email": "", "password": "南岸九棵树-2014"}
    page = said_after(administrator, administrator.post("/office/people/add/", asked))
    assert "叶晚晴" in page and "没有任职" in page
    assert not Staff.objects.get(username="ye").has_perm("office.view")


def test_a_weak_password_and_a_taken_username_are_refused(land, seat):
    administrator = seat("qin", "administrator")
    weak = administrator.post("/office/people/add/", {"username": "ye", "name": "叶", "password": "123"})
    taken = administrator.post("/office/people/add/", {"username": "qin", "name": "秦", "password": "南岸九棵树-2014"})
    assert (weak.status_code, taken.status_code) == (422, 422)
    assert "已被使用" in text_of(taken)
    assert Staff.objects.count() == 1


def test_the_list_shows_whom_one_may_post(land, seat):
    seat("near", "liaison", land["990102-bureau"])
    seat("far", "liaison", land["990103-bureau"])
    seat("free", role=None)
    page = text_of(seat("zhou", "leading_group", land["990102-bureau"]).get("/office/people/"))
    assert ("near" in page, "free" in page, ">far<" in page) == (True, True, False)
