"""Questionnaires: the list, versions and what changed, a preview on a phone's screen, paper, files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.forms import changes_between
from pingyi.questionnaires import queries
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.web.office.access import holds_everywhere, who
from pingyi.web.site.vocabulary import CHANNELS
from pingyi.wording import Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def questionnaires(request: HttpRequest) -> HttpResponse:
    """List all questionnaires with their newest and released versions."""
    rows = [(one, CHANNELS.get(one.purpose, one.purpose)) for one in queries.questionnaires()]
    return render(request, "office/questionnaires.html", {"rows": rows, "may_change": may_change(request)})


def questionnaire(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions of one questionnaire, and what changed between two of them."""
    one = get_object_or_404(Questionnaire, code=code)
    versions = list(queries.versions_of(one))
    old, new = _two(request, versions)
    shown = {
        "questionnaire": one,
        "purpose": CHANNELS.get(one.purpose, one.purpose),
        "versions": versions,
        "old": old,
        "new": new,
        "changes": changes_between(queries.form_of(old), queries.form_of(new)) if old and new else (),
        "may_change": may_change(request),
    }
    return render(request, "office/questionnaire.html", shown)


def preview(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version as a resident's phone would."""
    return render(request, "office/questionnaire_phone.html", _laid_out(code, number))


def paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version for printing."""
    return render(request, "office/questionnaire_paper.html", _laid_out(code, number))


def as_json(request: HttpRequest, code: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Hand out a version as a file that can be imported again."""
    headers = {"Content-Disposition": f'attachment; filename="{code}-{number}.json"'}
    return HttpResponse(queries.json_file(version(code, number)), content_type="application/json", headers=headers)


def as_xlsform(request: HttpRequest, code: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Hand out a version as an XLSForm workbook."""
    headers = {"Content-Disposition": f'attachment; filename="{code}-{number}.xlsx"'}
    return HttpResponse(queries.xlsform_file(version(code, number)), content_type=XLSX, headers=headers)


def version(code: str, number: int) -> QuestionnaireVersion:
    """Return one version."""
    found = QuestionnaireVersion.objects.select_related("questionnaire")
    return get_object_or_404(found, questionnaire__code=code, number=number)


def may_change(request: HttpRequest) -> bool:
    """Whether the person may change questionnaires; they belong to the whole."""
    return holds_everywhere(who(request), "questionnaires.change")


def _laid_out(code: str, number: int) -> dict[str, object]:
    one = version(code, number)
    form, pages = queries.form_of(one), queries.preview(one)
    asked = max((field.number for page in pages for field in page.fields), default=0)
    return {"version": one, "intro": form.intro, "title": form.title or Text("", ""), "pages": pages, "asked": asked}


def _two(
    request: HttpRequest, versions: list[QuestionnaireVersion]
) -> tuple[QuestionnaireVersion | None, QuestionnaireVersion | None]:
    """Return the two versions to compare: those asked for, else the newest and the one before."""
    by_number = {str(one.number): one for one in versions}
    new = by_number.get(request.GET.get("new", "")) or (versions[0] if versions else None)
    before = next((one for one in versions if new and one.number < new.number), None)
    return by_number.get(request.GET.get("old", "")) or before, new
