"""What makes a form whole: names once, both languages, scales that exist, kinds that fit."""

import re
from collections import Counter
from collections.abc import Iterator

from pingyi.forms.compiling import USES, compile_issues
from pingyi.forms.fitting import NAME, misfits
from pingyi.forms.model import HOLDERS, MARKS, PAGINGS, TYPES, Form, Question, Scale
from pingyi.forms.refusals import problem
from pingyi.wording import Issue, Refused, Text

CODE = re.compile(r"-?[A-Za-z0-9_]{1,40}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # no spreadsheet carries them
MOST_QUESTIONS = 500
MOST_CHOICES = 1001  # a mark from 0 to 1000
LONGEST_TEXT = 4000


def check_form(form: Form) -> None:
    """Refuse a form that is not whole, with every issue that was found."""
    issues = form_issues(form)
    if issues:
        raise Refused(issues)


def form_issues(form: Form) -> tuple[Issue, ...]:
    """Return everything that is wrong with a form; expressions are judged once the names are in order."""
    issues = (*_heading(form), *_names(form), *_scales(form), *_questions(form), *_indices(form))
    return issues or compile_issues(form)[1]


def _heading(form: Form) -> Iterator[Issue]:
    yield from _text(form.title, "title")
    for place in ("intro", "source"):
        yield from _maybe_text(getattr(form, place), place)
    if form.paging not in PAGINGS:
        yield _wrong(
            "unknown_paging", "paging", f"没有“{form.paging}”这种分页方式", f"there is no paging {form.paging}"
        )
    if not form.questions:
        yield _wrong("no_questions", "questions", "问卷里还没有题目", "the questionnaire has no question")
    if sum(1 for _ in form.walk()) > MOST_QUESTIONS:
        yield _wrong(
            "too_many", "questions", f"题目超过{MOST_QUESTIONS}道", f"there are more than {MOST_QUESTIONS} questions"
        )


def _names(form: Form) -> Iterator[Issue]:
    names = Counter(question.name for question in form.walk())
    for name, times in names.items():
        if times > 1:
            yield _wrong("duplicate_name", name, f"有{times}道题同名", f"{times} questions have this name")
    for name in (form.name, *names, *(scale.name for scale in form.scales)):
        if not NAME.fullmatch(name):
            yield _wrong(
                "bad_name",
                name or "name",
                "名称要用小写英文字母开头，可含数字和下划线",
                "a name is a lower-case letter, then letters, digits, underscores",
            )


def _scales(form: Form) -> Iterator[Issue]:
    for scale in form.scales:
        place = f"scales.{scale.name}"
        if not NAME.fullmatch(scale.family):
            yield _wrong("bad_name", f"{place}.family", "量表类别名称不合规", "the family is no proper name")
        if not 1 <= len(scale.choices) <= MOST_CHOICES:
            yield _wrong(
                "no_choices", place, f"选项应有1到{MOST_CHOICES}个", f"a scale has 1 to {MOST_CHOICES} choices"
            )
        yield from _codes(scale, place)


def _codes(scale: Scale, place: str) -> Iterator[Issue]:
    seen = Counter(choice.code for choice in scale.choices)
    for number, choice in enumerate(scale.choices):
        here = f"{place}.choices[{number}]"
        yield from _text(choice.label, f"{here}.label")
        if not CODE.fullmatch(choice.code):
            yield _wrong(
                "bad_code", f"{here}.code", f"代码“{choice.code}”不合规（不能有空格）", f"{choice.code!r} is no code"
            )
        if choice.code.startswith("-") and choice.code not in MARKS:
            yield _wrong(
                "bad_code",
                f"{here}.code",
                "负数代码只能是-1不了解、-2不愿回答、-3不适用",
                "below zero only -1 don't know, -2 refused, -3 not applicable",
            )
        if choice.mark and choice.points is not None:
            yield _wrong(
                "bad_points",
                f"{here}.points",
                "“不了解”一类的回答不计分",
                "an answer without an opinion earns no points",
            )
        if seen[choice.code] > 1:
            yield _wrong(
                "duplicate_code", f"{here}.code", f"代码“{choice.code}”重复", f"the code {choice.code} occurs twice"
            )


def _questions(form: Form) -> Iterator[Issue]:
    scales = {scale.name for scale in form.scales}
    repeats = [question for question in form.walk() if question.type == "repeat"]
    for question in form.walk():
        yield from _texts_of(question)
        yield from _misfits(question, scales)
    for repeat in repeats:
        if any(inner.type == "repeat" for inner in repeat.walk() if inner is not repeat):
            yield _wrong(
                "nested_repeat", repeat.name, "循环题组里不能再有循环题组", "a repeat cannot hold another repeat"
            )


def _texts_of(question: Question) -> Iterator[Issue]:
    silent = question.type in ("calculate", *HOLDERS)
    if question.label is None and not silent:
        yield _wrong("no_label", question.name, "缺少题目文字", "the question has no words")
    for key in ("label", "hint", "constraint_message", "source"):
        yield from _maybe_text(getattr(question, key), f"{question.name}.{key}")


def _misfits(question: Question, scales: set[str]) -> Iterator[Issue]:
    if question.type not in TYPES:
        kind = question.type
        yield _wrong("unknown_type", question.name, f"没有“{kind}”这种题型", f"there is no type {kind}")
        return
    for key, zh, en in misfits(question, scales):
        yield _wrong(f"wrong_{key}", f"{question.name}.{key}", zh, en)
    for use in USES:
        written: str = getattr(question, use)
        if written != written.strip() or _CONTROL.search(written):
            zh, en = "条件首尾有空格或含控制字符", "blanks at an end or control characters"
            yield _wrong("bad_text", f"{question.name}.{use}", zh, en)


def _indices(form: Form) -> Iterator[Issue]:
    """One index takes one family of scales: satisfaction and agreement are never added up."""
    families: dict[str, set[str]] = {}
    for question in form.walk():
        scale = form.scale(question.scale)
        if question.index and scale:
            families.setdefault(question.index, set()).add(scale.family)
    for index, mixed in families.items():
        if len(mixed) > 1:
            shown = "、".join(sorted(mixed))
            yield _wrong(
                "mixed_index",
                index,
                f"同一指标不能混用不同类别的量表（{shown}）",
                f"one index mixes scales of different families ({', '.join(sorted(mixed))})",
            )


def _text(text: Text, place: str) -> Iterator[Issue]:
    for language, words in (("zh", text.zh), ("en", text.en)):
        if not words:
            zh, en = (
                ("缺少中文", "the Chinese is missing") if language == "zh" else ("缺少英文", "the English is missing")
            )
            yield _wrong("missing_language", f"{place}.{language}", zh, en)
        elif words != words.strip() or "${" in words or len(words) > LONGEST_TEXT:
            yield _wrong(
                "bad_text", f"{place}.{language}", "文字首尾有空格、含“${”或太长", "blanks at an end, “${”, or too long"
            )


def _maybe_text(text: Text | None, place: str) -> Iterator[Issue]:
    if text is not None:
        yield from _text(text, place)


def _wrong(code: str, place: str, zh: str, en: str) -> Issue:
    what = (f"{zh}。", f"{en[0].upper()}{en[1:]}.")
    return problem(code, place, what, ("请修改后再保存。", "Change it and save again."))
