"""The one next step of a campaign, computed from what exists; nothing stores it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from pingyi.accounts.models import Proposal
from pingyi.accounts.queries import open_proposals
from pingyi.campaigns.models import Campaign, CampaignForm, CoveredUnit, SchemeVersion
from pingyi.campaigns.states import State, state_at
from pingyi.evidence.models import EvidenceBatch
from pingyi.foundation import clock
from pingyi.results.models import ResultSet
from pingyi.wording import Text

CHANGE, FREEZE, IMPORT, RUN, SIGN = (
    "campaigns.change",
    "campaigns.freeze",
    "evidence.import",
    "results.run",
    "results.sign",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next, who may do it, where it is done. No verb: there is nothing to do but wait."""

    says: Text
    does: Text
    route: str
    verb: str = ""
    late: bool = False
    proposal: Proposal | None = None  # the step is to decide it
    presses: bool = True  # the campaign waits for it


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign with its state and its next step."""

    campaign: Campaign
    state: State
    step: Step


def standings(campaigns: Iterable[Campaign]) -> list[Standing]:
    """Return where each campaign stands; as many queries for one as for a hundred."""
    found = list(campaigns)
    covering = set(CoveredUnit.objects.filter(campaign__in=found).values_list("campaign", flat=True).distinct())
    asking = set(CampaignForm.objects.filter(campaign__in=found).values_list("campaign", flat=True))
    waiting = {proposal.thing: proposal for proposal in open_proposals().filter(act__startswith="results.")}
    return [_Course(one, one.pk in covering, one.pk in asking, waiting).standing() for one in _loaded(found)]


def _loaded(campaigns: list[Campaign]) -> list[Campaign]:
    batches = EvidenceBatch.objects.filter(replaced_by__isnull=True).order_by("kind", "number")
    loaded = Campaign.objects.filter(pk__in=[one.pk for one in campaigns]).prefetch_related(
        Prefetch("schemes", SchemeVersion.objects.defer("text")), Prefetch("batches", batches), "result_sets"
    )
    return list(loaded.select_related("formal_object"))


@dataclass(frozen=True, slots=True)
class _Course:
    campaign: Campaign
    covers: bool
    asks: bool
    waiting: dict[str, Proposal]

    def standing(self) -> Standing:
        sets = list(self.campaign.result_sets.all())
        out = any(one.published_at for one in sets)
        state = state_at(self.campaign, clock.now(), published=out)
        return Standing(self.campaign, state, self._design() or self._evidence(sets) or self._results(sets))

    def _design(self) -> Step | None:
        schemes = list(self.campaign.schemes.all())
        if any(one.frozen_at for one in schemes):
            return None
        late = self.campaign.collect_at <= clock.now()
        if not schemes:
            says = Text("还没有评议方案。", "There is no scheme yet.")
            return Step(says, Text("选方案", "Choose a scheme"), "office-scheme", CHANGE, late)
        if not self.covers:
            says = Text("还没有确定延伸单位。", "No unit is covered yet.")
            return Step(says, Text("定单位", "Cover units"), "office-campaign", CHANGE, late)
        if not self.asks:
            says = Text("还没有选定问卷。", "No questionnaire is chosen yet.")
            return Step(says, Text("选问卷", "Choose one"), "office-campaign", CHANGE, late)
        says = Text("评议方案还没有锁定。", "The scheme is not frozen yet.")
        return Step(says, Text("锁定方案", "Freeze it"), "office-freeze", FREEZE, late)

    def _evidence(self, sets: list[ResultSet]) -> Step | None:
        batches, now = list(self.campaign.batches.all()), clock.now()
        if now < self.campaign.collect_at:
            return Step(Text("方案已锁定，等评议开始。", "Frozen; it begins soon."), _LOOK, "office-campaign")
        if now < self.campaign.close_at:
            says = Text("评议还在进行，数据到一批导一批。", "It is under way: import batches as they come.")
            return Step(says, _IMPORT, "office-evidence", IMPORT, presses=False)
        if not batches and now >= self.campaign.publish_at:
            says = Text("到了公布日期还没有数据，这次评议不会有结果。", "Its day has come without evidence: no result.")
            return Step(says, _LOOK, "office-campaign", late=True)
        if not batches:
            says = Text("评议数据还没有导入。", "No evidence has been imported yet.")
            return Step(says, _IMPORT, "office-evidence", IMPORT, now >= self.campaign.score_at)
        return None if sets else _score(late=now >= self.campaign.object_at)

    def _results(self, sets: list[ResultSet]) -> Step:
        last, late = sets[-1], clock.now() >= self.campaign.publish_at
        if last.published_at:
            return Step(Text("结果已公布。", "The result is out."), _LOOK, "office-results")
        if last.signed_at:
            says = Text("结果已签发，可以公布。", "The result is signed and can be published.")
            return Step(says, Text("去公布", "Publish"), "office-results", SIGN, late)
        proposal = self._proposed(last)
        if proposal:
            says = Text("等第二个人签发。", "It waits for the second person.")
            return Step(says, Text("去复核", "Decide"), "office-proposal", SIGN, late, proposal)
        if _moved_on(last, list(self.campaign.batches.all())):
            says = Text("计分以后又导入了数据，要重新计分。", "Evidence came in after scoring: score again.")
            return Step(says, _SCORE, "office-results", RUN, late)
        says = Text("已经计分，还没有人提出签发。", "Scored; nobody has proposed to sign it.")
        return Step(says, Text("去签发", "Propose"), "office-results", SIGN, late)

    def _proposed(self, last: ResultSet) -> Proposal | None:
        proposal = self.waiting.get(f"campaign:{self.campaign.code}")
        return proposal if proposal and proposal.payload.get("result_set") == last.pk else None


_LOOK, _IMPORT, _SCORE = Text("看一看", "Look"), Text("去导入", "Import"), Text("去计分", "Score")


def _score(*, late: bool) -> Step:
    return Step(
        Text("数据已导入，可以计分。", "Evidence is in: it can be scored."), _SCORE, "office-results", RUN, late
    )


def _moved_on(last: ResultSet, batches: list[EvidenceBatch]) -> bool:
    frozen = {(one["kind"], one["digest"]) for one in last.evidence}
    return frozen != {(batch.kind, batch.digest) for batch in batches}
