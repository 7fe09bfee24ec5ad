"""What changed between two versions of a questionnaire, in sentences."""

from collections.abc import Iterator

from pingyi.forms.model import Form, Question, Scale
from pingyi.wording import Text

_WORDS = {
    "type": Text("题型", "type"),
    "hint": Text("提示", "hint"),
    "scale": Text("选项表", "scale"),
    "required": Text("必答要求", "requirement to answer"),
    "relevant": Text("显示条件", "condition to be shown"),
    "constraint": Text("校验条件", "constraint"),
    "constraint_message": Text("校验提示语", "message of the constraint"),
    "calculation": Text("计算式", "calculation"),
    "randomize": Text("随机排序", "shuffling"),
    "index": Text("所属指标", "index it feeds"),
    "source": Text("出处", "source"),
}
_FORM_WORDS = {
    "title": Text("标题", "title"),
    "intro": Text("开头说明", "introduction"),
    "paging": Text("分页方式", "paging"),
    "source": Text("出处", "source"),
    "name": Text("名称", "name"),
}


def changes_between(old: Form, new: Form) -> tuple[Text, ...]:
    """Return one bilingual sentence per change; none when the two are the same."""
    return (*_headings(old, new), *_membership(old, new), *_questions(old, new), *_scales(old, new))


def _headings(old: Form, new: Form) -> Iterator[Text]:
    for key, word in _FORM_WORDS.items():
        if getattr(old, key) != getattr(new, key):
            yield Text(f"问卷的{word.zh}改了。", f"The {word.en} of the questionnaire changed.")


def _membership(old: Form, new: Form) -> Iterator[Text]:
    before, after = _by_name(old), _by_name(new)
    for name in before.keys() - after.keys():
        zh, en = _called(before[name])
        yield Text(f"删去{zh}。", f"{en} was taken out.")
    for name, question in after.items():
        if name not in before:
            zh, en = _called(question)
            yield Text(f"新增{zh}。", f"{en} was added.")
    kept_before = [name for name in before if name in after]
    kept_after = [name for name in after if name in before]
    if kept_before != kept_after or any(_around(old)[name] != _around(new)[name] for name in kept_after):
        yield Text("题目的顺序或分组改了。", "The order or grouping of the questions changed.")


def _questions(old: Form, new: Form) -> Iterator[Text]:
    before = _by_name(old)
    for name, question in _by_name(new).items():
        former = before.get(name)
        if former is None:
            continue
        zh, en = _called(question)
        if former.label != question.label:
            was, now = former.label or Text("", ""), question.label or Text("", "")
            yield Text(f"{zh}的文字由“{was.zh}”改为“{now.zh}”。", f"{en}: the words were “{was.en}”, now “{now.en}”.")
        for key, word in _WORDS.items():
            if getattr(former, key) != getattr(question, key):
                yield Text(f"{zh}的{word.zh}改了。", f"{en}: the {word.en} changed.")


def _scales(old: Form, new: Form) -> Iterator[Text]:
    for scale in new.scales:
        former = old.scale(scale.name)
        if former is None:
            yield Text(f"新增选项表“{scale.name}”。", f"The scale {scale.name} was added.")
        elif former != scale:
            yield from _choices(former, scale)
    for scale in old.scales:
        if new.scale(scale.name) is None:
            yield Text(f"删去选项表“{scale.name}”。", f"The scale {scale.name} was taken out.")


def _choices(old: Scale, new: Scale) -> Iterator[Text]:
    name = new.name
    if old.family != new.family:
        yield Text(f"选项表“{name}”的类别改了。", f"Scale {name}: its family changed.")
    if _kept(old, new) != _kept(new, old):
        yield Text(f"选项表“{name}”的选项顺序改了。", f"Scale {name}: the order of its choices changed.")
    for choice in new.choices:
        former = old.choice(choice.code)
        if former is None:
            yield Text(f"选项表“{name}”新增“{choice.label.zh}”。", f"Scale {name}: “{choice.label.en}” was added.")
        elif former.label != choice.label:
            yield Text(
                f"选项表“{name}”中“{former.label.zh}”改为“{choice.label.zh}”。",
                f"Scale {name}: “{former.label.en}” became “{choice.label.en}”.",
            )
        if former and former.points != choice.points:
            zh, en = _points(former.points, choice.points)
            yield Text(
                f"选项表“{name}”中“{choice.label.zh}”的分值{zh}。", f"Scale {name}: points of “{choice.label.en}” {en}."
            )
    for choice in old.choices:
        if new.choice(choice.code) is None:
            yield Text(f"选项表“{name}”删去“{choice.label.zh}”。", f"Scale {name}: “{choice.label.en}” was taken out.")


def _points(old: int | None, new: int | None) -> tuple[str, str]:
    return (
        f"由{'不计分' if old is None else old}改为{'不计分' if new is None else new}",
        f"were {'none' if old is None else old}, now {'none' if new is None else new}",
    )


def _kept(one: Scale, other: Scale) -> list[str]:
    return [choice.code for choice in one.choices if other.choice(choice.code)]


def _by_name(form: Form) -> dict[str, Question]:
    return {question.name: question for question in form.walk()}


def _around(form: Form) -> dict[str, str]:
    inside = {inner.name: question.name for question in form.walk() for inner in question.questions}
    return {question.name: inside.get(question.name, "") for question in form.walk()}


def _called(question: Question) -> tuple[str, str]:
    label = question.label or Text(question.name, question.name)
    return f"“{label.zh}”（{question.name}）", f"“{label.en}” ({question.name})"
