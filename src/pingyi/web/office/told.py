"""Journal entries as sentences a person reads."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pingyi.accounts.models import Staff
from pingyi.accounts.two_person import all_acts
from pingyi.campaigns.models import Campaign
from pingyi.directory.models import Norm, Unit
from pingyi.directory.roles import ROLES
from pingyi.journal.models import JournalEntry
from pingyi.questionnaires.models import Questionnaire
from pingyi.web.office.words import EVIDENCE_KINDS
from pingyi.web.site.vocabulary import CHANNELS
from pingyi.wording import Text

# {thing} is the name of what was touched, the rest stands in the details of the entry.
ACTS: dict[str, Text] = {
    "directory:units:imported": Text(
        "导入单位，新增{new}，变更{changed}", "imported units: {new} new, {changed} changed"
    ),
    "directory:unit:renamed": Text("把“{before}”改名为“{after}”", "renamed “{before}” to “{after}”"),
    "directory:unit:added": Text("加了{thing}", "added {thing}"),
    "directory:unit:changed": Text("改了{thing}的基本情况", "changed what {thing} is"),
    "directory:unit:moved": Text("把{thing}由“{before}”划归“{after}”", "moved {thing} from “{before}” to “{after}”"),
    "directory:unit:closed": Text("终止了{thing}", "closed {thing}"),
    "directory:unit:split": Text("拆分了{thing}", "split {thing}"),
    "directory:units:merged": Text("把别的单位并入{thing}", "merged other units into {thing}"),
    "directory:posting:granted": Text("任命{thing}为{role}", "gave {thing} the role {role}"),
    "directory:posting:ended": Text("解除{thing}的{role}", "ended {thing}'s role {role}"),
    "directory:service_point:added": Text("登记了服务窗口“{name}”", "added the service point “{name}”"),
    "directory:service_point:changed": Text("更新了服务窗口“{name}”", "changed the service point “{name}”"),
    "directory:service_point:removed": Text("取消了服务窗口“{name}”", "removed the service point “{name}”"),
    "directory:norm:added": Text("登记了《{thing}》{version}版", "added version {version} of {thing}"),
    "directory:calendar:loaded": Text("载入了{thing}年的放假安排", "loaded the holidays of {thing}"),
    "directory:calendar:worked": Text("把{thing}定为上班，{name}", "made {thing} a day of work: {name}"),
    "directory:calendar:off": Text("把{thing}定为休息，{name}", "made {thing} a day off: {name}"),
    "questionnaires:questionnaire:created": Text("新建问卷{thing}", "created the questionnaire {thing}"),
    "questionnaires:version:saved": Text("存了{thing}第{version}版", "saved version {version} of {thing}"),
    "questionnaires:example:kept": Text("给{thing}留存了一份填写样例", "kept a filled example of {thing}"),
    "questionnaires:version:released": Text("把{thing}第{version}版定稿", "released version {version} of {thing}"),
    "campaigns:campaign:created": Text("新建{thing}", "created {thing}"),
    "campaigns:timetable:moved": Text("改了{thing}的日程", "moved the timetable of {thing}"),
    "campaigns:units:covered": Text("给{thing}定了{count}个延伸单位", "covered {count} units in {thing}"),
    "campaigns:form:attached": Text("给{thing}选定了“{channel}”的问卷", "chose the form of “{channel}” for {thing}"),
    "campaigns:scheme:added": Text("上传{thing}的方案第{version}版", "added scheme version {version} of {thing}"),
    "campaigns:scheme:frozen": Text("锁定{thing}的方案第{version}版", "froze scheme version {version} of {thing}"),
    "campaigns:external:recorded": Text("登记了{thing}的外部评议结果", "recorded another body's result of {thing}"),
    "polling:appraisal:prepared": Text("开始筹备{thing}的网络评议", "began to prepare the online appraisal of {thing}"),
    "polling:eligibility:handed_out": Text(
        "交出{thing}的邀请名单，{people}人，系统不留存",
        "handed out the list of people to invite for {thing}: {people}, not kept",
    ),
    "polling:cells:planned": Text("给{thing}定了{cells}个计票单元", "planned {cells} cells for {thing}"),
    "polling:manifest:fixed": Text(
        "收下{thing}由五方签名的清单", "took in the manifest of {thing}, signed by all five bodies"
    ),
    "polling:places:said": Text(
        "登记了{thing}公开文件和评议页面的网址", "noted where the files and page of {thing} lie"
    ),
    "polling:objection:noted": Text("登记了{thing}的一件计票异议", "noted an objection to the count of {thing}"),
    "polling:objection:told": Text("登记了{thing}一件计票异议的结果", "noted what came of an objection in {thing}"),
    "polling:rows:taken_in": Text(
        "核对并收下{thing}公布的{ballots}张评议票，保密等级{grade}",
        "verified and took in {ballots} published ballots of {thing}, assurance grade {grade}",
    ),
    "evidence:batch:imported": Text(
        "给{thing}导入“{kind}”第{number}批，{rows}行", "imported batch {number} of {kind} for {thing}: {rows} rows"
    ),
    "results:set:computed": Text("给{thing}计分，这是第{number}次", "scored {thing}: run {number}"),
    "results:set:signed": Text("签发了{thing}第{number}次结果", "signed result {number} of {thing}"),
    "results:set:published": Text("公布了{thing}第{number}次结果", "published result {number} of {thing}"),
    "accounts:staff:added": Text("给{thing}开了账号", "opened an account for {thing}"),
    "accounts:staff:changed": Text("改了{thing}的姓名或邮箱", "changed name or e-mail of {thing}"),
    "accounts:staff:deactivated": Text("停用了{thing}的账号", "deactivated the account of {thing}"),
    "accounts:staff:reactivated": Text("恢复了{thing}的账号", "reactivated the account of {thing}"),
    "accounts:demonstration:ended": Text("停用了演示账号", "deactivated the demonstration accounts"),
    "accounts:password:reset": Text("重设了{thing}的密码", "reset the password of {thing}"),
    "accounts:password:changed": Text("修改了自己的密码", "changed the own password"),
    "accounts:session:opened": Text("登录", "signed in"),
    "accounts:second_factor:added": Text("加了一种登录验证", "added a second factor"),
    "accounts:second_factor:removed": Text("取消了一种登录验证", "removed a second factor"),
    "accounts:second_factor:renewed": Text("换了备用码", "renewed recovery codes"),
    "accounts:second_factors:removed": Text("取消了{thing}的登录验证", "removed the second factors of {thing}"),
    "accounts:proposal:made": Text(
        "提出“{of}”，{thing}，等另一人复核", "proposed “{of}” for another person to decide: {thing}"
    ),
    "accounts:proposal:approved": Text("同意“{of}”，{thing}", "approved “{of}”: {thing}"),
    "accounts:proposal:declined": Text("不同意“{of}”，{thing}", "declined “{of}”: {thing}"),
    "accounts:proposal:withdrawn": Text("撤回“{of}”，{thing}", "withdrew “{of}”: {thing}"),
}
SYSTEM = Text("系统", "The system")
CLAIMED = "claimed "  # by the list of bodies in the manifest itself


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as it is read: when, who, what; `thing` as kind and code for whoever wants to go there."""

    seq: int
    at: dt.datetime
    who: Text
    what: Text
    kind: str
    code: str


def tell(entries: Iterable[JournalEntry]) -> list[Told]:
    """Return entries as sentences; names are read in five queries, however many entries there are."""
    found = list(entries)
    names = _names(found)
    return [_told(entry, names) for entry in found]


def _told(entry: JournalEntry, names: dict[tuple[str, str], Text]) -> Told:
    kind, _, code = entry.thing.partition(":")
    who = names.get(("staff", entry.actor)) or (SYSTEM if entry.actor == "system" else Text(entry.actor, ""))
    thing = names.get((kind, code), Text(code, code))
    return Told(entry.seq, entry.at, who, _sentence(entry.act, thing, entry.details), kind, code)


def _sentence(act: str, thing: Text, details: dict[str, Any]) -> Text:
    template = ACTS.get(act)
    if template is None:
        return Text(f"{act}（{thing.zh}）", f"{act} ({thing.say('en')})")
    zh = {key: _word(key, value).zh for key, value in details.items()}
    en = {key: _word(key, value).say("en") for key, value in details.items()}
    fallback: dict[str, str] = defaultdict(lambda: "…")
    return Text(
        template.zh.format_map(fallback | zh | {"thing": thing.zh}),
        template.en.format_map(fallback | en | {"thing": thing.say("en")}),
    )


def _word(key: str, value: Any) -> Text:
    if key == "role" and value in ROLES:
        return ROLES[value].name
    if key == "kind" and value in EVIDENCE_KINDS:
        return EVIDENCE_KINDS[value]
    if key == "channel" and value in CHANNELS:
        return CHANNELS[value]
    if key == "grade" and str(value).startswith(CLAIMED):
        letter = str(value).removeprefix(CLAIMED)
        return Text(f"{letter}（自报）", f"{letter} (claimed)")
    if key == "of" and value in all_acts():
        return all_acts()[value].label
    return Text(str(value), str(value))


def _names(entries: list[JournalEntry]) -> dict[tuple[str, str], Text]:
    codes: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        kind, _, code = entry.thing.partition(":")
        codes[kind].add(code)
        codes["staff"].add(entry.actor)
    names: dict[tuple[str, str], Text] = {}
    for unit in Unit.objects.filter(code__in=codes["unit"]):
        names["unit", unit.code] = unit.name
    for norm in Norm.objects.filter(code__in=codes["norm"]):
        names["norm", norm.code] = norm.name
    for campaign in Campaign.objects.filter(code__in=codes["campaign"]):
        names["campaign", campaign.code] = campaign.name
    for questionnaire in Questionnaire.objects.filter(code__in=codes["questionnaire"]):
        names["questionnaire", questionnaire.code] = questionnaire.name
    for staff in Staff.objects.filter(username__in=codes["staff"]):
        names["staff", staff.username] = Text(staff.name, "")
    return names
