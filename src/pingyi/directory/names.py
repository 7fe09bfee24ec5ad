"""Which names a place or unit may carry. Pure."""

from pingyi.wording import Refused, Text

LONGEST = 200
_FORMULA_SIGNS = "=+-@"  # a spreadsheet would run a cell that begins so


def is_proper_name(name: str, *, may_be_empty: bool = False) -> bool:
    """Tell whether the name is printable, not too long, and safe to open in a spreadsheet."""
    if not name.strip():
        return may_be_empty and not name
    return len(name) <= LONGEST and name.isprintable() and name[0] not in _FORMULA_SIGNS


def clean_name(name: Text) -> Text:
    """Return the name without spaces around it; refuses one that cannot be used. English may be empty."""
    cleaned = Text(name.zh.strip(), name.en.strip())
    if is_proper_name(cleaned.zh) and is_proper_name(cleaned.en, may_be_empty=True):
        return cleaned
    raise Refused.because(
        "directory.bad_name",
        Text(
            "名称为空、超过 200 字，或以 = + - @ 开头。",
            "The name is empty, longer than 200 characters or begins with = + - @.",
        ),
        Text("请填写规范名称。", "Write the proper name."),
        field="name",
    )
