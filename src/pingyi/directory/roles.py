"""Which role may do what. A pure table; who holds a role, where and when, is a `Posting`.

A verb is the name of a right ("campaigns.change"). Deny by default: a role not listed here holds nothing. Rooms that
not even the administrator may enter (accusations) get verbs of their own that only their own roles hold.
"""

from dataclasses import dataclass

from pingyi.wording import Text

VERBS: dict[str, Text] = {
    "office.view": Text("进入工作台", "Open the office"),
    "directory.view": Text("查看单位", "See units"),
    "directory.change": Text("维护单位、规范和日历", "Change units, norms and calendars"),
    "postings.grant": Text("任命和解除任职", "Grant and end postings"),
    "questionnaires.view": Text("查看问卷", "See questionnaires"),
    "questionnaires.change": Text("编制问卷", "Change questionnaires"),
    "campaigns.view": Text("查看评议活动", "See campaigns"),
    "campaigns.change": Text("设计评议活动", "Design campaigns"),
    "campaigns.freeze": Text("锁定评议方案", "Freeze schemes"),
    "polling.view": Text("查看网络评议", "See online appraisal"),
    "polling.change": Text("办理网络评议", "Keep the online appraisal"),
    "evidence.view": Text("查看评议数据", "See evidence"),
    "evidence.import": Text("导入评议数据", "Import evidence"),
    "results.view": Text("查看结果", "See results"),
    "results.run": Text("计算结果", "Compute results"),
    "results.sign": Text("签发结果", "Sign results"),
    "journal.view": Text("查看操作日志", "See the journal"),
    "staff.change": Text("管理工作人员账号", "Change staff accounts"),
    "proposals.decide": Text("复核双人办理事项", "Decide two-person acts"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its name and the verbs it gives over the scope of a posting."""

    code: str
    name: Text
    verbs: frozenset[str]


def _role(code: str, zh: str, en: str, verbs: str) -> Role:
    return Role(code, Text(zh, en), frozenset({"office.view", "directory.view", *verbs.split()}))


_CAMPAIGN_READER = "questionnaires.view campaigns.view"
_RESULT_READER = f"{_CAMPAIGN_READER} results.view"
_ORGANISER = " ".join(sorted(set(VERBS) - {"staff.change"}))

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role("administrator", "系统管理员", "Administrator", " ".join(VERBS)),
        _role("organiser", "评议组织方", "Organiser", _ORGANISER),
        _role("leading_group", "领导小组办公室", "Office of the leading group", f"{_RESULT_READER} postings.grant"),
        _role("liaison", "联络员", "Liaison", _RESULT_READER),
        _role("unit_head", "主要领导", "Head of unit", _RESULT_READER),
        _role(
            "survey_supervisor",
            "访问督导",
            "Survey supervisor",
            f"{_CAMPAIGN_READER} evidence.view evidence.import postings.grant",
        ),
        _role("interviewer", "访员", "Interviewer", _CAMPAIGN_READER),
        _role("inspector", "检查员", "Inspector", _CAMPAIGN_READER),
        _role("discipline", "纪检监察", "Discipline office", _RESULT_READER),
        _role("reviewer", "核查员", "Reviewer", _RESULT_READER),
        _role("superior", "上级", "Superior", _RESULT_READER),
        _role("auditor", "审计观察", "Auditor", f"{_RESULT_READER} polling.view evidence.view journal.view"),
    )
}


def verbs_of(role: str) -> frozenset[str]:
    """Return the verbs of the role with this code; none for a code that is not in the table."""
    return ROLES[role].verbs if role in ROLES else frozenset()


def roles_with(verb: str) -> list[str]:
    """Return the codes of the roles that hold `verb`."""
    return [role.code for role in ROLES.values() if verb in role.verbs]
