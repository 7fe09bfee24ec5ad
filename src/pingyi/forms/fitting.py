"""Which keys go with which type of question, as a table."""

import re
from collections.abc import Callable, Iterator

from pingyi.forms.model import ANSWERED, HOLDERS, Question

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
SELECTS = ("choice", "choices")

Misfit = Callable[[Question], bool]
_MISFITS: tuple[tuple[str, Misfit, str, str], ...] = (
    ("scale", lambda q: q.type not in SELECTS and bool(q.scale), "这种题型没有选项", "this type has no choices"),
    (
        "calculation",
        lambda q: (q.type == "calculate") != bool(q.calculation),
        "计算题（只有计算题）要写计算式",
        "a calculation belongs to the type calculate, and only there",
    ),
    (
        "questions",
        lambda q: q.type not in HOLDERS and bool(q.questions),
        "这种题型不能包含题目",
        "this type cannot hold questions",
    ),
    ("questions", lambda q: q.type in HOLDERS and not q.questions, "题组是空的", "the group is empty"),
    (
        "required",
        lambda q: q.type not in ANSWERED and bool(q.required),
        "这种题型不能设为必答",
        "this type cannot be required",
    ),
    (
        "constraint",
        lambda q: q.type not in ANSWERED and bool(q.constraint),
        "这种题型不能设校验",
        "this type takes no constraint",
    ),
    (
        "constraint_message",
        lambda q: bool(q.constraint) != bool(q.constraint_message),
        "校验条件和提示语要成对填写",
        "a constraint and its message come together",
    ),
    (
        "randomize",
        lambda q: q.randomize and q.type not in (*SELECTS, "group"),
        "这种题型不能随机排序",
        "this type cannot be shuffled",
    ),
    (
        "index",
        lambda q: bool(q.index) and q.type != "choice",
        "只有单选题能计入指标",
        "only a single choice feeds an index",
    ),
    (
        "index",
        lambda q: bool(q.index) and not NAME.fullmatch(q.index),
        "指标名称不合规",
        "the index is no proper name",
    ),
)


def misfits(question: Question, scales: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, Chinese, English) for each key that does not go with the type, and for a scale that is missing."""
    if question.type in SELECTS and question.scale not in scales:
        yield "scale", "选项表不存在", "the scale does not exist"
    for key, misfit, zh, en in _MISFITS:
        if misfit(question):
            yield key, zh, en
