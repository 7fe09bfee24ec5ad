"""What can be wrong with a directory file, each with its remedy; many are gathered before the file is refused."""

from collections.abc import Iterable

from pingyi.wording import Issue, Refused, Text

MOST_SHOWN = 100


def refuse_if_any(issues: Iterable[Issue]) -> None:
    """Raise `Refused` with the first `MOST_SHOWN` issues in the order of the rows, and a count of the rest."""
    found = sorted(issues, key=lambda issue: issue.row or 0)
    if not found:
        return
    rest = len(found) - MOST_SHOWN
    raise Refused(found if rest <= 0 else [*found[:MOST_SHOWN], _more(rest)])


def _more(rest: int) -> Issue:
    return Issue(
        "import.more_issues",
        Text(f"另有 {rest} 处问题未列出。", f"There are {rest} more problems."),
        Text("请先改正以上问题，再导入一次。", "Mend those above and import again."),
    )


def duplicate_code(code: str, first: int | None, row: int | None) -> Issue:
    """The code stands twice in the file."""
    return Issue(
        "import.duplicate_code",
        Text(f"编码 {code} 与第 {first} 行重复。", f"Code {code} already stands in row {first}."),
        Text(
            "每个编码只能出现一次，请删去或改正其中一行。",
            "Every code may stand once: delete or correct one of the rows.",
        ),
        row,
        "code",
    )


def bad_code(code: str, longest: int, row: int | None) -> Issue:
    """The code is empty, too long or has other signs than letters, digits, - and _."""
    return Issue(
        "import.bad_code",
        Text(f"编码“{code}”不能用。", f"The code '{code}' cannot be used."),
        Text(
            f"请只用数字、英文字母、“-”和“_”，1 到 {longest} 个字符。",
            f"Use digits, Latin letters, - and _ only, 1 to {longest} characters.",
        ),
        row,
        "code",
    )


def bad_name(field: str, what: Text, row: int | None) -> Issue:
    """The name cannot be used; `what` says why (`names.fault_in_name`)."""
    return Issue(
        "import.bad_name",
        what,
        Text("请填写单位或地区的规范名称。", "Write the proper name of the place or unit."),
        row,
        field,
    )


def unknown_word(field: str, word: str, known: Iterable[str], row: int | None) -> Issue:
    """The cell must hold one of a few words."""
    words = ", ".join(known)
    return Issue(
        "import.unknown_word",
        Text(f"不认识“{word}”。", f"'{word}' is not known."),
        Text(f"可以填：{words}。", f"It may be: {words}."),
        row,
        field,
    )


def unknown_reference(field: str, code: str, row: int | None) -> Issue:
    """The cell names a code that is neither in the file nor in the directory."""
    return Issue(
        "import.unknown_reference",
        Text(f"找不到编码 {code}。", f"Code {code} is neither in the file nor in the directory."),
        Text("请改正编码，或把它也列入文件。", "Correct the code or add its row to the file."),
        row,
        field,
    )


def cycle(field: str, code: str, row: int | None) -> Issue:
    """Following the superiors from this code never ends."""
    return Issue(
        "import.cycle",
        Text(f"{code} 的上级关系绕成了圈。", f"The superiors of {code} go round in a circle."),
        Text(
            "请逐级核对上级编码，使最上一级的上级为空。", "Check the codes level by level; the topmost has no superior."
        ),
        row,
        field,
    )


def deep(field: str, code: str, row: int | None) -> Issue:
    """More levels than a path can hold."""
    return Issue(
        "import.too_deep",
        Text(f"{code} 的层级超过 20 级。", f"{code} lies more than 20 levels deep."),
        Text("请减少中间层级。", "Take out levels in between."),
        row,
        field,
    )


def level_not_below(code: str, parent: str, row: int | None) -> Issue:
    """The level of an area is not below the level of its parent."""
    return Issue(
        "import.level_not_below",
        Text(f"{code} 的级别不低于其上级 {parent}。", f"The level of {code} is not below that of its parent {parent}."),
        Text(
            "级别从高到低为 province、prefecture、county、township。",
            "From top to bottom: province, prefecture, county, township.",
        ),
        row,
        "level",
    )


def bad_day(field: str, word: str, row: int | None) -> Issue:
    """The cell is not a day."""
    return Issue(
        "import.bad_day",
        Text(f"“{word}”不是日期。", f"'{word}' is not a day."),
        Text("请写成 2026-01-31 的样子。", "Write it like 2026-01-31."),
        row,
        field,
    )


def bad_span(row: int | None) -> Issue:
    """The unit ends before it begins."""
    return Issue(
        "import.bad_span",
        Text("终止日期早于起始日期。", "The last day lies before the first."),
        Text("请核对两个日期。", "Check both days."),
        row,
        "valid_to",
    )


def superior_without_line(field: str, row: int | None) -> Issue:
    """A line superior is given, but this unit or that one stands in no line."""
    return Issue(
        "import.no_line",
        Text(
            "填写了条线上级，但本单位或该上级没有条线。",
            "There is a line superior, but the unit or its superior has no line.",
        ),
        Text("请给两个单位都填写 line，或清空 line_superior。", "Fill in line for both units, or empty line_superior."),
        row,
        field,
    )


def unknown_column(column: str, known: Iterable[str]) -> Issue:
    """A column that neither shape of file has."""
    columns = ", ".join(known)
    return Issue(
        "import.unknown_column",
        Text(f"不认识列“{column}”。", f"The column '{column}' is not known."),
        Text(f"请删去这一列；可用的列：{columns}。", f"Take it out; the columns are: {columns}."),
        1,
        column,
    )


def missing_column(column: str) -> Issue:
    """A column that the shape of file must have."""
    return Issue(
        "import.missing_column",
        Text(f"缺少列“{column}”。", f"The column '{column}' is missing."),
        Text("请补上这一列。", "Add it."),
        1,
        column,
    )


def too_many_children() -> Issue:
    """One node would have more children than a path can number."""
    return Issue(
        "import.too_many_children",
        Text("有一个上级的直接下级超过 9998 个。", "One superior has more than 9998 direct subordinates."),
        Text("请在中间加一级。", "Put a level in between."),
        None,
        "parent",
    )


def units_unwanted(count: int, row: int | None) -> Issue:
    """Areas only were asked for, but the file has units."""
    return Issue(
        "import.units_unwanted",
        Text(
            f"选了“只导入地区”，但文件里有 {count} 行单位。",
            f"Areas only were asked for, but the file has {count} rows of units.",
        ),
        Text("请去掉这个选项，或从文件中删去单位。", "Leave out that option, or take the units out of the file."),
        row,
    )


def no_rows() -> Issue:
    """Below the heading there is nothing."""
    return Issue(
        "unreadable.empty",
        Text("文件只有列名，没有内容。", "The file has a heading and no rows."),
        Text("请在列名下面每行填写一个地区或单位。", "Write one area or unit in each row below the heading."),
    )
