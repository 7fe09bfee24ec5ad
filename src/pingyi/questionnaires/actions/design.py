"""Create a questionnaire, save its versions, keep filled examples, release."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.forms import Example, Form, digest, filled, read_examples, read_form, replay, to_json
from pingyi.forms.checks import check_form
from pingyi.foundation import clock
from pingyi.journal.actions import SYSTEM, record
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.templates import CODES, template
from pingyi.wording import Issue, Refused, Text

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


@transaction.atomic
def create_questionnaire(code: str, *, purpose: str, name: Text, by: Staff | None = None) -> Questionnaire:
    """Create a questionnaire without content. Refuses a code in use or unfit, an unknown purpose, a missing name."""
    issues = _issues(code, purpose, name)
    if issues:
        raise Refused(issues)
    questionnaire = Questionnaire.objects.create(code=code, purpose=purpose, name_zh=name.zh, name_en=name.en)
    _note(by, "questionnaires:questionnaire:created", questionnaire, purpose=purpose)
    return questionnaire


@transaction.atomic
def start_from_template(
    kind: str, *, code: str, name: Text | None = None, by: Staff | None = None
) -> QuestionnaireVersion:
    """Create a questionnaire whose first version is the template `kind` with its examples; named as the template."""
    if kind not in CODES:
        raise Refused(_issue("unknown_template", "kind", f"没有“{kind}”这个模板", f"There is no template {kind}"))
    package = template(kind)
    questionnaire = create_questionnaire(code, purpose=package.purpose, name=name or package.form.title, by=by)
    return save_version(questionnaire, package.form, examples=package.examples, by=by)


@transaction.atomic
def save_version(
    questionnaire: Questionnaire, form: Form, *, examples: tuple[Example, ...] = (), by: Staff | None = None
) -> QuestionnaireVersion:
    """Save a form as the next version; the content of the newest version again is that version, unchanged.

    Examples that are not given are carried over from the newest version where they still come out the same.
    """
    check_form(form)
    newest = _newest(questionnaire)
    if newest and newest.digest == digest(form):
        return newest
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=newest.number + 1 if newest else 1,
        content=to_json(form),
        digest=digest(form),
        examples=[example.to_json() for example in examples or _carried(newest, form)],
        created_at=clock.now(),
        created_by=by,
    )
    _note_version(by, "questionnaires:version:saved", version)
    return version


@transaction.atomic
def keep_example(
    version: QuestionnaireVersion, answers: Mapping[str, Any], *, title: Text, by: Staff | None = None
) -> QuestionnaireVersion:
    """Keep filled answers with what comes of them now; they must come out the same when the version is released."""
    version = _locked_draft(version)
    if not title.zh.strip():
        raise Refused(_issue("missing_title", "title", "样例没有名称", "The example has no name"))
    example = filled(read_form(version.content), title, answers, clock.today().isoformat())
    version.examples = [*version.examples, example.to_json()]
    version.save(update_fields=["examples"])
    _note_version(by, "questionnaires:example:kept", version)
    return version


@transaction.atomic
def release_version(version: QuestionnaireVersion, *, by: Staff | None = None) -> QuestionnaireVersion:
    """Replay the examples and close the version for good. Releasing it again changes nothing."""
    version = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    if version.released_at:
        return version
    form = read_form(version.content)
    if digest(form) != version.digest:
        raise Refused(
            _issue("content_changed", "digest", "问卷内容与保存时不一致", "The content is not what was saved")
        )
    issues = replay(form, read_examples(version.examples))
    if issues:
        raise Refused(issues)
    version.released_at = clock.now()
    version.save(update_fields=["released_at"])
    _note_version(by, "questionnaires:version:released", version)
    return version


def _newest(questionnaire: Questionnaire) -> QuestionnaireVersion | None:
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)  # one saver at a time
    return questionnaire.versions.order_by("-number").first()


def _carried(newest: QuestionnaireVersion | None, form: Form) -> tuple[Example, ...]:
    former = read_examples(newest.examples) if newest else ()
    differing = {issue.field for issue in replay(form, former)}
    return tuple(example for place, example in enumerate(former) if f"examples[{place}]" not in differing)


def _locked_draft(version: QuestionnaireVersion) -> QuestionnaireVersion:
    locked = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    if locked.released_at:
        raise Refused(_issue("released", "version", "这一版已经发布，不能再改", "This version is released and closed"))
    return locked


def _issues(code: str, purpose: str, name: Text) -> list[Issue]:
    issues = []
    if not CODE.fullmatch(code):
        issues.append(
            _issue(
                "bad_code",
                "code",
                "编码要用小写英文字母、数字、“-”和“_”",
                "A code is lower-case letters, digits, - and _",
            )
        )
    elif Questionnaire.objects.filter(code=code).exists():
        issues.append(_issue("duplicate_code", "code", f"编码“{code}”已有问卷使用", f"The code {code} is in use"))
    if purpose not in Questionnaire.Purpose.values:
        issues.append(
            _issue("unknown_purpose", "purpose", f"没有“{purpose}”这种用途", f"There is no purpose {purpose}")
        )
    if not name.zh.strip():
        issues.append(_issue("missing_name", "name_zh", "缺少中文名称", "The Chinese name is missing"))
    return issues


def _issue(code: str, place: str, zh: str, en: str) -> Issue:
    remedy = Text("请修改后再试。", "Change it and try again.")
    return Issue(code, Text(f"{zh}。", f"{en}."), remedy, field=place)


def _note_version(by: Staff | None, act: str, version: QuestionnaireVersion) -> None:
    _note(by, act, version.questionnaire, version=version.number, digest=version.digest)


def _note(by: Staff | None, act: str, questionnaire: Questionnaire, **details: Any) -> None:
    record(by.username if by else SYSTEM, act, f"questionnaire:{questionnaire.code}", **details)
