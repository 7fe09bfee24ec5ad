"""Which names and codes a place or unit may carry. Pure."""

import re

from pingyi.wording import Issue, Refused, Text

LONGEST = 200
REMEDY = Text("请填写规范名称。", "Write the proper name.")
_CODE = re.compile(r"[0-9A-Za-z_-]+", re.ASCII)
_FORMULA_SIGNS = "=+-@"  # a spreadsheet would run a cell that begins so
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def is_proper_code(code: str, longest: int) -> bool:
    """Tell whether the code has 1 to `longest` digits, Latin letters, - and _ and nothing else."""
    return len(code) <= longest and bool(_CODE.fullmatch(code))


def fault_in_name(name: str, *, may_be_empty: bool = False) -> Text | None:
    """Return what is wrong with the name; None where it is printable, not too long, and safe in a spreadsheet."""
    if not name.strip():
        return None if may_be_empty and not name else Text("名称是空的。", "The name is empty.")
    if len(name) > LONGEST:
        return Text(f"名称超过 {LONGEST} 字。", f"The name is longer than {LONGEST} characters.")
    if any(sign in _LINE_ENDS for sign in name):
        return Text("名称里有换行。", "The name has a line break in it.")
    if not name.isprintable():
        return Text("名称里有看不见的字符，例如制表符。", "The name has invisible characters in it, such as a tab.")
    if name[0] in _FORMULA_SIGNS:
        sign = name[0]
        return Text(f"名称以“{sign}”开头，表格软件会当成公式。", f"The name begins with {sign}, as a formula does.")
    return None


def clean_name(name: Text) -> Text:
    """Return the name without spaces around it; refuses one that cannot be used. English may be empty."""
    cleaned = Text(name.zh.strip(), name.en.strip())
    faults = {"name_zh": fault_in_name(cleaned.zh), "name_en": fault_in_name(cleaned.en, may_be_empty=True)}
    issues = [Issue("directory.bad_name", what, REMEDY, field=field) for field, what in faults.items() if what]
    if issues:
        raise Refused(issues)
    return cleaned
