"""Every write of this package: `design` (questionnaires and their versions), `imports` (from files), `picking` (from
the bank).
"""

from pingyi.questionnaires.actions.design import (
    create_questionnaire,
    keep_example,
    release_version,
    save_version,
    start_from_template,
)
from pingyi.questionnaires.actions.imports import import_json, import_xlsform
from pingyi.questionnaires.actions.picking import pick_questions

__all__ = [
    "create_questionnaire",
    "import_json",
    "import_xlsform",
    "keep_example",
    "pick_questions",
    "release_version",
    "save_version",
    "start_from_template",
]
