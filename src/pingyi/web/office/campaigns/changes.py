"""What the office does to a campaign: create it, set its moments, units, questionnaires, other bodies' results."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from pingyi.campaigns.actions import attach_form, cover_units, create_campaign, move_timetable, record_external_result
from pingyi.campaigns.actions.external import External
from pingyi.campaigns.drafts import MOMENT_NAMES, Draft, Moments
from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Unit
from pingyi.directory.queries.postings import units_held
from pingyi.directory.queries.units import search_units, units_on
from pingyi.foundation import clock
from pingyi.questionnaires.models import QuestionnaireVersion
from pingyi.web.office.access import campaign_held, unit_held, who, words_asked
from pingyi.web.office.asking import Ask, Confirm, Moment, done, posted, sheet, take
from pingyi.web.office.words import said
from pingyi.web.site.vocabulary import CHANNELS, MODES
from pingyi.wording import Text

MOST_FOUND = 30
_MODES = [(code, said(text.zh, text.en)) for code, text in MODES.items()]
_CHANNELS = [(code, said(text.zh, text.en)) for code, text in CHANNELS.items()]


class Timetable(Ask):
    """The six moments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in MOMENT_NAMES.items():
            field = Moment(label=said(text.zh, text.en.capitalize()))
            field.widget.attrs["class"] = "input"
            self.fields[name] = field

    def moments(self) -> Moments:
        """Return what was filled in."""
        return Moments(**{field.name: self.cleaned_data[field.name] for field in fields(Moments)})


class NewCampaign(Timetable):
    """A campaign; its formal object was chosen before."""

    name_zh = forms.CharField(label=said("名称", "Chinese name"), max_length=200)
    name_en = forms.CharField(label=said("英文名称", "English name"), max_length=200, required=False)
    code = forms.CharField(
        label=said("代码", "Code"),
        help_text=said("小写字母、数字、短横线，例如 yunling-2026。", "Lower-case letters, digits, hyphens."),
    )
    year = forms.IntegerField(label=said("年度", "Year"), min_value=2000, max_value=2100)
    organiser_zh = forms.CharField(
        label=said("评议组织方", "Organiser"),
        help_text=said(
            "谁来组织评议。和被评的是一家，就只能选“自己评自己”。",
            "Who organises it. The rated body itself: choose “internal”.",
        ),
        max_length=200,
    )
    organiser_en = forms.CharField(label=said("组织方英文名称", "Organiser in English"), max_length=200, required=False)
    mode = forms.ChoiceField(label=said("组织方式", "Mode"), widget=forms.RadioSelect, choices=_MODES)


class Attach(Ask):
    """Which version asks through which channel."""

    channel = forms.ChoiceField(label=said("用在哪里", "Channel"), choices=_CHANNELS)
    version = forms.ModelChoiceField(
        QuestionnaireVersion.objects.none(),
        label=said("哪一版问卷", "Version"),
        help_text=said("只列出已定稿的。", "Released versions only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = QuestionnaireVersion.objects.filter(released_at__isnull=False).select_related("questionnaire")
        choice = self.fields["version"]
        choice.queryset = released.order_by("questionnaire__code", "-number")  # type: ignore[attr-defined]
        choice.label_from_instance = _version_name  # type: ignore[attr-defined]


class Other(Ask):
    """What another body said."""

    year = forms.IntegerField(label=said("哪一年", "Year"), min_value=1990, max_value=2100)
    body_zh = forms.CharField(label=said("哪个机构", "Which body"), max_length=200)
    body_en = forms.CharField(label=said("机构英文名称", "Its English name"), max_length=200, required=False)
    grade = forms.CharField(label=said("等次（照原文）", "Grade as it was worded"), max_length=40, required=False)
    score = forms.DecimalField(label=said("得分", "Score"), max_digits=7, decimal_places=2, required=False)
    document = forms.CharField(label=said("文件名称或文号", "Document"), max_length=300, required=False)


def create(request: HttpRequest) -> HttpResponse:
    """Choose the formal object by search, then describe the campaign."""
    if not request.GET.get("unit"):
        return _choose_object(request)
    unit = unit_held(request, request.GET["unit"], "campaigns.change")
    form = NewCampaign(*posted(request), initial={"year": clock.today().year, **_usual_moments()})
    if take(form, lambda asked: create_campaign(_draft(asked, form, unit), by=who(request))):
        told = Text("已新建。接着选评议方案。", "Created. Choose its scheme next.")
        return done(request, told, "office-campaign", form.outcome.code)
    lead = (Text(f"评议对象：{unit.name_zh}", f"Formal object: {unit.name.say('en')}"),)
    title, verb = Text("新建评议", "New campaign"), Text("新建", "Create")
    return sheet(
        request,
        form,
        title,
        verb,
        lead=lead,
        back=reverse("office-campaign-new"),
        back_name=Text("换一个评议对象", "Choose another"),
    )


def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """Move the moments."""
    one = campaign_held(request, code, "campaigns.change")
    form = Timetable(*posted(request), initial={name: getattr(one, name) for name in MOMENT_NAMES})
    if take(form, lambda _: move_timetable(one, form.moments(), by=who(request))):
        return done(request, Text("日程已改。", "The timetable is changed."), "office-campaign", code)
    lead = (Text("方案锁定以后，已经过去的时间不能再改。", "Once the scheme is frozen, what has passed stays."),)
    return _sheet(request, one, form, Text("改日程", "Change the timetable"), lead)


def cover(request: HttpRequest, code: str) -> HttpResponse:
    """Cover the units that the groups of the scheme name."""
    one = campaign_held(request, code, "campaigns.change")
    form = Confirm(*posted(request))
    if take(form, lambda _: cover_units(one, by=who(request))):
        n = form.outcome
        return done(request, Text(f"已确定{n}个延伸单位。", f"{n} units are covered."), "office-campaign", code)
    lead = (
        Text(
            "按评议方案里写的单位类型，把评议对象下面的单位都算进来，以开始评议那天的名册为准。",
            "All units below the formal object whose kind the scheme names, as they stand on the first day.",
        ),
        Text("方案锁定以前可以重新确定。", "Until the scheme is frozen this can be done again."),
    )
    return _sheet(request, one, form, Text("确定延伸单位", "Cover units"), lead)


def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the questionnaire of a channel."""
    one = campaign_held(request, code, "campaigns.change")
    form = Attach(*posted(request))
    if take(form, lambda asked: attach_form(one, asked["channel"], asked["version"], by=who(request))):
        return done(request, Text("问卷已选定。", "The questionnaire is chosen."), "office-campaign", code)
    lead = (Text("每一种问法一份问卷；再选一次就换掉原来的。", "One for each channel; choosing again replaces it."),)
    return _sheet(request, one, form, Text("选定问卷", "Choose a questionnaire"), lead)


def external(request: HttpRequest, code: str) -> HttpResponse:
    """Record what another body said of the formal object."""
    one = campaign_held(request, code, "campaigns.change")
    form = Other(*posted(request), initial={"year": one.year - 1})
    if take(form, lambda asked: record_external_result(one.formal_object, _external(asked), by=who(request))):
        return done(request, Text("已登记。", "Recorded."), "office-campaign", code)
    lead = (Text("只放在旁边作比较，不算进我们的分数。", "It stands beside our score, never inside it."),)
    return _sheet(request, one, form, Text("登记外部评议结果", "Record another body's result"), lead)


def _sheet(request: HttpRequest, one: Campaign, form: Ask, title: Text, lead: tuple[Text, ...]) -> HttpResponse:
    back = reverse("office-campaign", args=[one.code])
    return sheet(request, form, title, title, lead=lead, back=back, back_name=one.name)


def _choose_object(request: HttpRequest) -> HttpResponse:
    words = words_asked(request)
    held = units_held(who(request), "campaigns.change")
    found = search_units(words) if words else units_on().filter(parent=None)
    rows = found.filter(pk__in=held).select_related("kind", "parent")[:MOST_FOUND]
    return render(request, "office/campaign_object.html", {"words": words, "found": rows})


def _draft(asked: dict[str, Any], form: NewCampaign, unit: Unit) -> Draft:
    return Draft(
        code=asked["code"],
        year=asked["year"],
        name=Text(asked["name_zh"], asked["name_en"]),
        organiser=Text(asked["organiser_zh"], asked["organiser_en"]),
        formal_object=unit.code,
        mode=asked["mode"],
        moments=form.moments(),
    )


def _external(asked: dict[str, Any]) -> External:
    score = None if asked["score"] is None else int(asked["score"] * 100)
    return External(asked["year"], Text(asked["body_zh"], asked["body_en"]), asked["grade"], score, asked["document"])


def _usual_moments() -> dict[str, dt.datetime]:
    """Suggest moments: mobilise in a week, eleven weeks of answers, a week to check, ten days to object."""
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"mobilise_at": 7, "collect_at": 21, "close_at": 98, "score_at": 105, "object_at": 114, "publish_at": 128}
    hours = {name: 0 if name == "close_at" else 9 for name in days}  # closing at midnight is 24时 of the day before
    return {name: midnight + dt.timedelta(days=n, hours=hours[name]) for name, n in days.items()}


def _version_name(version: QuestionnaireVersion) -> str:
    name = version.questionnaire.name
    return Text(f"{name.zh}，第{version.number}版", f"{name.say('en')}, version {version.number}").say(
        get_language() or "zh"
    )
