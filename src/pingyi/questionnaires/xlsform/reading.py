"""An XLSForm workbook as a form. What lies outside the subset is refused by row, never dropped in silence."""

import io
import re
from collections.abc import Mapping
from types import ModuleType

from pingyi.forms import Form, Scale
from pingyi.forms.checks import form_issues
from pingyi.questionnaires.xlsform.locating import Places, located
from pingyi.questionnaires.xlsform.rows import Gathering, known_cells, scales_of, survey_of
from pingyi.questionnaires.xlsform.sheets import Row, read_sheets
from pingyi.wording import Issue, Refused, Text

_ROW = re.compile(r"\[row : (\d+)\]")


def read_xlsform(content: bytes) -> Form:
    """Return the form of a workbook. Raises `Refused`: every issue with its row and "sheet.column".

    Refuses with "xlsform_missing" where pyxform, which has the last word on what is an XLSForm, is not installed.
    """
    converter = _converter()
    sheets = read_sheets(content)
    if not sheets.get("survey"):
        raise Refused.because(
            "no_survey",
            Text("表格里没有“survey”工作表，或者它是空的。", "There is no sheet “survey”, or it is empty."),
            Text("请按XLSForm格式填写。", "Lay it out as an XLSForm."),
        )
    gathering = Gathering()
    form = _form(sheets, gathering)
    places, rows = Places.of(form, gathering), {issue.row for issue in gathering.issues}
    issues = [located(issue, places) for issue in form_issues(form)]
    issues = [*gathering.issues, *(issue for issue in issues if issue.row is None or issue.row not in rows)]
    if issues:
        raise Refused(sorted(issues, key=lambda issue: issue.row or 0))
    _accepted(converter, content)
    return form


def _form(sheets: Mapping[str, tuple[Row, ...]], gathering: Gathering) -> Form:
    for name in ("survey", "choices", "settings", "pingyi"):
        known_cells(name, sheets.get(name, ()), gathering)
    settings = next(iter(sheets.get("settings", ())), Row(2, {}))
    own = {row["key"]: row for row in sheets.get("pingyi", ())}
    families = {key.removeprefix("family:"): row["value"] for key, row in own.items() if key.startswith("family:")}
    if "title" not in own and not settings["form_title"]:
        what = ("缺少问卷标题", "The title of the form is missing")
        gathering.wrong("no_title", "settings", settings.number, "form_title", what)
    scales = scales_of(sheets.get("choices", ()), families, gathering)
    return Form(
        name=settings["form_id"] or "form",
        title=_text(own.get("title")) or Text(settings["form_title"] or "-", settings["form_title"] or "-"),
        scales=tuple(sorted(scales, key=_name)),
        questions=survey_of(sheets["survey"], gathering),
        intro=_text(own.get("intro")),
        paging=own["paging"]["value"] if "paging" in own else "question" if "pages" in settings["style"] else "single",
        source=_text(own.get("source")),
    )


def _name(scale: Scale) -> str:
    return scale.name


def _text(row: Row | None) -> Text | None:
    return Text(row["zh"], row["en"]) if row else None


def _converter() -> ModuleType:
    try:
        from pyxform import xls2xform
    except ImportError as error:
        raise Refused.because(
            "xlsform_missing",
            Text("这台服务器没有安装XLSForm组件。", "The XLSForm part is not installed on this server."),
            Text("请管理员安装 pingyi[xlsform]，或改用JSON格式。", "Install pingyi[xlsform], or use the JSON format."),
        ) from error
    return xls2xform


def _accepted(converter: ModuleType, content: bytes) -> None:
    """Let pyxform judge the workbook as Kobo and ODK would."""
    from pyxform.errors import PyXFormError

    try:
        converter.convert(xlsform=io.BytesIO(content), validate=False, file_type=".xlsx")
    except PyXFormError as error:
        row = _ROW.search(str(error))
        raise Refused(
            Issue(
                "xlsform_invalid",
                Text(f"不符合XLSForm规范：{error}", f"This is no valid XLSForm: {error}"),
                Text("请修改表格后再导入。", "Change the workbook and import it again."),
                row=int(row[1]) if row else None,
            )
        ) from error
