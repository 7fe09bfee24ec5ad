"""The nine steps of an online appraisal: what each needs, from whom, and what was done when. Computed, never stored."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pingyi.campaigns.models import Campaign
from pingyi.foundation import clock
from pingyi.journal.models import JournalEntry
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.totals import Total
from pingyi.web.office.polling.commands import Command, commands_of
from pingyi.web.office.told import Told, tell
from pingyi.wording import Text

LATE = dt.timedelta(hours=48)  # the box closes this much after the signers (protocol 3.7)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do at a step."""

    route: str
    does: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `kind` is "done", "now" or "" for later; `did` tells what was done last."""

    name: str
    title: Text
    needs: Text
    from_whom: Text
    acts: tuple[Act, ...] = ()
    kind: str = ""
    did: Told | None = None
    commands: tuple[Command, ...] = ()


_STEPS = (
    Step(
        "prepare",
        Text("筹备", "Prepare"),
        Text(
            "给这次网络评议起一个编号，写明被评一方归谁管。定了以后不能改。",
            "Give it an id and say who controls the rated side. Neither can change later.",
        ),
        Text("评议组织方", "Organiser"),
        (Act("office-polling-prepare", Text("开始筹备", "Begin")),),
    ),
    Step(
        "invite",
        Text("名单", "People"),
        Text(
            "参评人员名单。系统检查以后交给名册方，自己不留。",
            "The list of people. It is checked, handed to the roll keeper, and not kept here.",
        ),
        Text("有办事记录的单位，交名册方", "Those who have the records; it goes to the roll keeper"),
        (Act("office-polling-people", Text("检查名单", "Check a list")),),
    ),
    Step(
        "cells",
        Text("计票单元", "Cells"),
        Text(
            "名册方按人数划的单元，看看每个单元能说明多少。",
            "The cells that the roll keeper drew, and what they can tell.",
        ),
        Text("名册方", "Roll keeper"),
        (Act("office-polling-cells-bring", Text("收下草案", "Take the draft in")),),
    ),
    Step(
        "manifest",
        Text("清单", "Manifest"),
        Text(
            "各方的公开文件合成清单，五方核对指纹、签名，再收回来。",
            "Everybody's public files make the manifest; five compare its fingerprint, sign, and it comes back.",
        ),
        Text("名册方、两家发证方、两家开票方", "Roll keeper, both signers, both trustees"),
        (
            Act("office-polling-draft", Text("起草清单", "Draft it")),
            Act("office-polling-manifest", Text("收下签好的清单", "Take the signed one in")),
        ),
    ),
    Step(
        "open",
        Text("进行中", "Open"),
        Text(
            "登记网址，印海报。日志第0条有了见证，才可以寄第一封信。",
            "Note the addresses. Letters leave once entry 0 is witnessed.",
        ),
        Text("票箱、发证方、名册方、见证方", "Ballot box, signers, roll keeper, witnesses"),
        (
            Act("office-polling-places", Text("登记网址", "Note addresses")),
            Act("office-polling-poster", Text("看海报", "See the poster")),
        ),
    ),
    Step(
        "close",
        Text("截止", "Close"),
        Text(
            "到时间发证方停止，48小时后票箱停止。", "The signers stop when the time has come, the box 48 hours later."
        ),
        Text("两家发证方、票箱", "Both signers, ballot box"),
    ),
    Step(
        "count",
        Text("开票", "Opening"),
        Text(
            "两家开票方断网，先后各开一层，再公布计票标记。",
            "Offline, each trustee opens one layer; then the tags come out.",
        ),
        Text("两家开票方", "Both trustees"),
    ),
    Step(
        "objections",
        Text("计票异议", "Objections"),
        Text("标记公布后7天，谁的票没有算进去，可以提出来。", "For 7 days anybody whose ballot is missing may say so."),
        Text("群众；由两家开票方处理", "Residents; the trustees look"),
        (Act("office-polling-objections", Text("登记异议", "Note objections")),),
    ),
    Step(
        "rows",
        Text("收下票数据", "Take the rows in"),
        Text("公布的票数据逐项核对，全部符合才收下，用来计分。", "Every check must hold; then the rows count."),
        Text("票箱公布，评议组织方收下", "The box publishes, the organiser takes in"),
        (Act("office-polling-rows", Text("核对并收下", "Verify and take in")),),
    ),
)
_ACTS_OF = {
    "prepare": "polling:appraisal:prepared",
    "invite": "polling:eligibility:handed_out",
    "cells": "polling:cells:planned",
    "manifest": "polling:manifest:fixed",
    "open": "polling:places:said",
    "objections": "polling:objection:told",
    "rows": "polling:rows:taken_in",
}


@dataclass(frozen=True, slots=True)
class Course:
    """A campaign's online appraisal with everything from which its steps follow."""

    campaign: Campaign
    appraisal: OnlineAppraisal | None
    deeds: Mapping[str, JournalEntry]
    total: Total | None

    def steps(self) -> list[Step]:
        """Return the steps in order; the first that is not done is the one to do now."""
        done = self._done()
        now = next((step.name for step in _STEPS if step.name not in done), "")
        told = dict(zip(self.deeds, tell(self.deeds.values()), strict=True))
        lines = commands_of(self.appraisal)
        return [
            replace(
                step,
                acts=tuple(act for act in step.acts if self._may(act)),
                kind="done" if step.name in done else "now" if step.name == now else "",
                did=told.get(_ACTS_OF.get(step.name, "")),
                commands=lines.get(step.name, ()),
            )
            for step in _STEPS
        ]

    @property
    def _closed(self) -> bool:
        return clock.now() >= self.campaign.close_at

    def _done(self) -> set[str]:
        appraisal = self.appraisal
        if appraisal is None:
            return set()
        fixed, verified = bool(appraisal.manifest), hasattr(appraisal, "verified")
        planned = fixed or appraisal.cells.exists()
        out = verified or (self.total is not None and self.total.rows)
        moments = {
            "prepare": True,
            "invite": planned or _ACTS_OF["invite"] in self.deeds,
            "cells": planned,
            "manifest": fixed,
            "open": fixed and self._closed,
            "close": fixed and clock.now() >= self.campaign.close_at + LATE,
            "count": out,
            "objections": out,
            "rows": verified,
        }
        return {name for name, is_done in moments.items() if is_done}

    def _may(self, act: Act) -> bool:
        """Whether the act can be done as things stand; what cannot is not offered."""
        if self.appraisal is None:
            return act.route == "office-polling-prepare"
        fixed, cells = bool(self.appraisal.manifest), self.appraisal.cells.exists()
        return {
            "office-polling-people": not fixed,
            "office-polling-cells-bring": not fixed,
            "office-polling-draft": cells and not fixed,
            "office-polling-manifest": cells and not fixed,
            "office-polling-places": fixed,
            "office-polling-poster": fixed and bool(self.appraisal.page_address),
            "office-polling-objections": fixed and self._closed,
            "office-polling-rows": fixed and self._closed,
        }.get(act.route, False)
