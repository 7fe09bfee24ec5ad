"""Take questions from the bank into the next version. The write and its entry are `save_version`'s."""

import re
from collections.abc import Sequence

from django.db import transaction

from pingyi.accounts.models import Staff
from pingyi.forms import Form, read_form
from pingyi.questionnaires.actions.design import save_version
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.picking import picked
from pingyi.wording import Refused, Text


def pick_questions(
    questionnaire: Questionnaire, names: Sequence[str], *, by: Staff | None = None
) -> QuestionnaireVersion:
    """Save the newest version with these questions of the bank at its end as the next one; without one, the first.

    Raises `Refused` when nothing is picked, or when a question cannot stand in the form; each issue names its question.
    """
    if not names:
        raise Refused.because(
            "nothing_picked",
            Text("一道题也没有选。", "No question was chosen."),
            Text("请至少选一道。", "Choose one at least."),
            field="names",
        )
    with transaction.atomic():
        Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)  # nobody saves in between
        newest = questionnaire.versions.order_by("-number").first()
        form = read_form(newest.content) if newest else empty_form(questionnaire)
        return save_version(questionnaire, picked(form, *names), by=by)


def empty_form(questionnaire: Questionnaire) -> Form:
    """Return a form without questions, titled as the questionnaire is called."""
    name = re.sub(r"[^a-z0-9_]", "_", questionnaire.code)
    title = Text(questionnaire.name_zh.strip(), questionnaire.name.say("en").strip())
    return Form(name=name if name[0].isalpha() else f"q_{name}"[:40], title=title, scales=(), questions=())
