"""Take a version from a file; the same file twice changes nothing. The write and its entry are `save_version`'s."""

from pingyi.accounts.models import Staff
from pingyi.questionnaires.actions.design import save_version
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.questionnaires.package import read_package
from pingyi.questionnaires.xlsform import read_xlsform


def import_json(questionnaire: Questionnaire, content: bytes, *, by: Staff | None = None) -> QuestionnaireVersion:
    """Save the form of a JSON file, with its examples where it has some, as the next version."""
    package = read_package(content)
    return save_version(questionnaire, package.form, examples=package.examples, by=by)


def import_xlsform(questionnaire: Questionnaire, content: bytes, *, by: Staff | None = None) -> QuestionnaireVersion:
    """Save the form of an XLSForm workbook as the next version. Needs `pingyi[xlsform]`; errors name their rows."""
    return save_version(questionnaire, read_xlsform(content), by=by)
