"""Create a campaign, say whom it covers, what it asks, and when."""

from dataclasses import asdict

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.campaigns.drafts import Draft, Moments, issues_of, timetable_issues
from pingyi.campaigns.models import Campaign, CampaignForm, CoveredUnit
from pingyi.campaigns.queries import current_scheme, frozen_scheme
from pingyi.directory.models import Unit
from pingyi.directory.queries.units import subtree_of
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.questionnaires.models import QuestionnaireVersion
from pingyi.scoring.scheme import read_scheme
from pingyi.wording import Issue, Refused, Text


@transaction.atomic
def create_campaign(draft: Draft, *, by: Staff | None = None) -> Campaign:
    """Create a campaign; refuses a code in use, an unknown formal object, moments out of order."""
    unit = Unit.objects.filter(code=draft.formal_object).first()
    issues = issues_of(draft) + _database_issues(draft, unit)
    if issues or unit is None:
        raise Refused(issues)
    campaign = Campaign.objects.create(
        code=draft.code,
        year=draft.year,
        mode=draft.mode,
        name_zh=draft.name.zh,
        name_en=draft.name.en,
        organiser_zh=draft.organiser.zh,
        organiser_en=draft.organiser.en,
        formal_object=unit,
        demonstration=draft.demonstration,
        **asdict(draft.moments),
    )
    _note(by, "campaigns:campaign:created", campaign, mode=draft.mode, formal_object=unit.code)
    return campaign


@transaction.atomic
def move_timetable(campaign: Campaign, moments: Moments, *, by: Staff | None = None) -> Campaign:
    """Change the moments. Once the scheme is frozen, a moment that has passed stays where it is."""
    issues = timetable_issues(moments) + _moved_past(campaign, moments)
    if issues:
        raise Refused(issues)
    before = {name: getattr(campaign, name).isoformat() for name in asdict(moments)}
    for name, moment in asdict(moments).items():
        setattr(campaign, name, moment)
    campaign.save(update_fields=list(asdict(moments)))
    _note(by, "campaigns:timetable:moved", campaign, before=before)
    return campaign


@transaction.atomic
def cover_units(campaign: Campaign, *, by: Staff | None = None) -> int:
    """Cover every unit below the formal object whose kind a group of the newest scheme names.

    Units count as they stand on the first day of collecting. Replaces what was covered before; refused once the
    scheme is frozen. Returns the number of covered units.
    """
    _refuse_when_frozen(campaign)
    version = current_scheme(campaign)
    if version is None:
        raise Refused.because(
            "scheme_missing",
            Text("这次评议还没有评议方案。", "This campaign has no scheme yet."),
            Text(
                "请先上传方案，再确定延伸单位。", "Add a scheme first; its groups say which kinds of unit are covered."
            ),
        )
    group_of = {kind: group.code for group in read_scheme(version.text).groups for kind in group.kinds}
    below = subtree_of(campaign.formal_object, day=campaign.collect_at.date()).exclude(pk=campaign.formal_object_id)
    units = below.filter(kind__code__in=group_of)
    CoveredUnit.objects.filter(campaign=campaign).delete()
    covered = [
        CoveredUnit(campaign=campaign, unit_id=pk, group=group_of[kind])
        for pk, kind in units.values_list("pk", "kind__code")
    ]
    CoveredUnit.objects.bulk_create(covered, batch_size=2000)
    _note(by, "campaigns:units:covered", campaign, count=len(covered), scheme=version.number)
    return len(covered)


@transaction.atomic
def attach_form(
    campaign: Campaign, channel: str, version: QuestionnaireVersion, *, by: Staff | None = None
) -> CampaignForm:
    """Ask `version` through `channel`; refuses a version that is not released, and any change after freezing."""
    _refuse_when_frozen(campaign)
    if version.released_at is None:
        raise Refused.because(
            "questionnaire_not_released",
            Text("这一版问卷还没有定稿。", "This version of the questionnaire is not released."),
            Text("请先定稿，再用到评议里。", "Release it first, then attach it."),
        )
    form, _ = CampaignForm.objects.update_or_create(campaign=campaign, channel=channel, defaults={"version": version})
    _note(by, "campaigns:form:attached", campaign, channel=channel, digest=version.digest)
    return form


def _note(by: Staff | None, act: str, campaign: Campaign, **details: object) -> None:
    record(by.username if by else SYSTEM, act, f"campaign:{campaign.code}", **details)


def _database_issues(draft: Draft, unit: Unit | None) -> list[Issue]:
    found = []
    if Campaign.objects.filter(code=draft.code).exists():
        what = Text(f"评议活动代码“{draft.code}”已经有了。", f"The campaign code “{draft.code}” is in use.")
        found.append(Issue("campaign_exists", what, Text("请换一个代码。", "Choose another code."), field="code"))
    if unit is None:
        what = Text(f"没有代码为“{draft.formal_object}”的单位。", f"There is no unit “{draft.formal_object}”.")
        remedy = Text("请先导入单位，或改正代码。", "Import the units first, or mend the code.")
        found.append(Issue("unit_unknown", what, remedy, field="formal_object"))
    return found


def _moved_past(campaign: Campaign, moments: Moments) -> list[Issue]:
    if frozen_scheme(campaign) is None:
        return []
    now = clock.now()
    moved = [name for name, moment in asdict(moments).items() if getattr(campaign, name) != moment]
    return [
        Issue(
            "moment_passed",
            Text("这个时间已经过去，方案也已锁定。", "This moment has passed and the scheme is frozen."),
            Text("只能改还没到的时间。", "Only moments still to come can be moved."),
            field=name,
        )
        for name in moved
        if getattr(campaign, name) <= now
    ]


def _refuse_when_frozen(campaign: Campaign) -> None:
    if frozen_scheme(campaign):
        raise Refused.because(
            "scheme_frozen",
            Text("评议方案已经锁定，不能再改。", "The scheme is frozen; this can no longer be changed."),
            Text(
                "如果确实有错，请新建一次评议并说明原因。", "If it is truly wrong, create a new campaign and say why."
            ),
        )
