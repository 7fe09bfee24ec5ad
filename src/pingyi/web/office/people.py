"""People and postings: who works where, granting and ending, adding an account."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pingyi.accounts.actions import add_staff
from pingyi.accounts.models import Staff
from pingyi.directory.actions.postings import Term, end_posting, grant_posting
from pingyi.directory.models import Posting, Unit
from pingyi.directory.queries.postings import postings_on, units_held
from pingyi.directory.roles import ROLES
from pingyi.directory.rules import KEEPS_ACCOUNTS, accounts_kept
from pingyi.foundation import clock
from pingyi.web.office.access import holds_everywhere, require_everywhere, unit_held, who, words_asked
from pingyi.web.office.asking import Ask, Day, done, posted, sheet, take
from pingyi.web.office.units.reading import posting_lines
from pingyi.web.office.words import said
from pingyi.wording import Refused, Text

MOST_LISTED = 200
BACK = Text("人员和任职", "People and postings")
_ROLES = [(role.code, said(role.name.zh, role.name.en)) for role in ROLES.values()]


class NewStaff(Ask):
    """An account."""

    username = forms.CharField(
        label=said("用户名", "Username"), help_text=said("登录用，定了不能改。", "For signing in; it never changes.")
    )
    name = forms.CharField(label=said("姓名", "Name"))
    email = forms.CharField(label=said("邮箱", "E-mail"), required=False)
    password = forms.CharField(
        label=said("初始密码", "First password"),
        help_text=said("请当面交给本人，登录后自己改掉。", "Hand it over in person; it is to be changed."),
        strip=False,
    )


class End(Ask):
    """The last day of a posting."""

    last_day = Day(
        label=said("最后一天", "Last day"),
        help_text=said("不填就马上收回。", "Left empty, it ends at once."),
        required=False,
    )


class Grant(Ask):
    """A role for a time."""

    username = forms.CharField(label=said("用户名", "Username"))
    role = forms.ChoiceField(label=said("角色", "Role"), choices=[("", said("请选一个角色", "Choose a role")), *_ROLES])
    through = forms.ChoiceField(
        label=said("管哪里", "Over what"),
        widget=forms.RadioSelect,
        choices=[
            (Posting.By.AREA, said("本单位和它下面的单位", "This unit and those below it")),
            (Posting.By.LINE, said("本单位和它条线下面的单位", "This unit and those below it in its line")),
        ],
    )
    from_on = Day(label=said("从哪天起", "First day"))
    to_on = Day(label=said("到哪天止", "Last day"), required=False)


def people(request: HttpRequest) -> HttpResponse:
    """List the people within reach, with what they are posted to."""
    words, closed = words_asked(request), _asks_for_closed(request)
    found = list(_within_reach(who(request), words, active=not closed)[: MOST_LISTED + 1])
    lines = posting_lines(postings_on(clock.today()).filter(staff__in=found))
    held = {one.pk: [line for line in lines if line.posting.staff_id == one.pk] for one in found}
    shown = {
        "people": [(one, held[one.pk]) for one in found[:MOST_LISTED]],
        "more": len(found) > MOST_LISTED,
        "words": words,
        "closed": closed,
        "kept": accounts_kept(who(request), found),
        "everywhere": not closed and holds_everywhere(who(request), "postings.grant"),
    }
    return render(request, "office/people.html", shown)


def add(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    form = NewStaff(*posted(request))
    if take(form, lambda asked: add_staff(asked.pop("username"), by=who(request), **asked)):
        name = form.outcome.name
        told = Text(f"已给{name}开账号。任命以后才有权限。", f"{name} has an account; a posting gives it rights.")
        return done(request, told, "office-people")
    lead = (
        Text("账号本身没有任何权限，权限都来自任职。", "An account alone may do nothing; rights come from postings."),
    )
    title, verb = Text("新开账号", "Add an account"), Text("开账号", "Add")
    return sheet(request, form, title, verb, lead=lead, back=reverse("office-people"), back_name=BACK)


def grant(request: HttpRequest, code: str) -> HttpResponse:
    """Post somebody to a unit."""
    unit = unit_held(request, code, "postings.grant")
    initial = {"from_on": clock.today(), "through": Posting.By.AREA, "username": request.GET.get("username", "")}
    form = Grant(*posted(request), initial=initial)
    if take(form, lambda asked: _granted(asked, unit, who(request))):
        told = Text("已任命，从第一天起生效。", "Granted; it holds from its first day.")
        return done(request, told, "office-unit", code)
    lead = (Text("您没有的权限，不能授给别人。", "Nobody can grant what he lacks."),)
    title, verb = Text(f"到{unit.name_zh}任职", f"Post to {unit.name.say('en')}"), Text("任命", "Grant")
    return sheet(request, form, title, verb, lead=lead, back=reverse("office-unit", args=[code]), back_name=unit.name)


def grant_everywhere(request: HttpRequest) -> HttpResponse:
    """Post somebody over everything."""
    require_everywhere(request, "postings.grant")
    form = Grant(*posted(request), initial={"from_on": clock.today(), "username": request.GET.get("username", "")})
    del form.fields["through"]
    if take(form, lambda asked: _granted(asked, None, who(request))):
        return done(request, Text("已任命，从第一天起生效。", "Granted."), "office-people")
    lead = (Text("您没有的权限，不能授给别人。", "Nobody can grant what he lacks."),)
    title, verb = Text("任命，管全部单位", "Post over all units"), Text("任命", "Grant")
    return sheet(request, form, title, verb, lead=lead, back=reverse("office-people"), back_name=BACK)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a posting, at once or after a day."""
    posting = get_object_or_404(Posting.objects.select_related("staff", "unit"), pk=pk)
    form = End(*posted(request))
    if take(form, lambda asked: end_posting(posting, last_day=asked["last_day"], by=who(request))):
        return done(request, _ended(form.cleaned_data["last_day"]), "office-people")
    role = ROLES[posting.role].name if posting.role in ROLES else Text(posting.role, "")
    title = Text(f"解除{posting.staff.name}的{role.zh}", f"End {posting.staff.name}'s role {role.say('en')}")
    lead = (Text("任过职这件事留在日志里。", "The journal keeps that the posting was."),)
    return sheet(request, form, title, Text("解除", "End it"), lead=lead, back=reverse("office-people"), back_name=BACK)


def _ended(last_day: dt.date | None) -> Text:
    if last_day is None or last_day < clock.today():
        return Text("已解除，权限马上收回。", "Ended; the rights are gone at once.")
    return Text(f"已定：{last_day}以后收回权限。", f"The rights end after {last_day}.")


def _granted(asked: dict[str, Any], unit: Unit | None, by: Staff) -> Posting:
    staff = Staff.objects.filter(username=asked["username"].strip(), is_active=True).first()
    if staff is None:
        raise Refused.because(
            "staff_unknown",
            Text("没有这个用户名，或账号已停用。", "There is no such username, or the account is closed."),
            Text("请核对用户名，或先开账号。", "Check it, or add the account first."),
            field="username",
        )
    term = Term(asked["from_on"], asked["to_on"])
    return grant_posting(staff, asked["role"], unit=unit, through=asked.get("through", "area"), term=term, by=by)


def _asks_for_closed(request: HttpRequest) -> bool:
    """Closed accounts are listed to who may open them again."""
    return request.GET.get("show") == "closed" and who(request).has_perm(KEEPS_ACCOUNTS)


def _within_reach(me: Staff, words: str, *, active: bool) -> QuerySet[Staff]:
    """Those posted within the scope of `me`, and those posted nowhere yet."""
    current = postings_on(clock.today())
    here = current.filter(unit__in=units_held(me, "postings.grant")).values("staff")
    reached = Q(pk__in=here) | ~Q(pk__in=current.values("staff")) | Q(pk=me.pk)
    if holds_everywhere(me, "postings.grant"):
        reached = Q()
    found = Staff.objects.filter(reached, is_active=active).order_by("name", "username")
    return found.filter(Q(name__icontains=words) | Q(username__icontains=words)) if words else found
