"""What is said about a file as a whole. Codes that begin with "unreadable" mean that there was nothing to check."""

from pingyi.wording import Refused, Text

_SAVE_AGAIN = Text(
    "请从原来的表格重新另存为“CSV UTF-8（逗号分隔）”，再导入一次。",
    "Save the table again as “CSV UTF-8 (comma delimited)” and import it once more.",
)
_SEND_AGAIN = Text("请重新导出或重新传送这个文件。", "Export or transfer the file again.")


def missing_file(path: object) -> Refused:
    """No such file."""
    return Refused.because(
        "unreadable_missing",
        Text(f"找不到文件 {path}。", f"There is no file {path}."),
        Text("请检查文件名和所在文件夹。", "Check its name and folder."),
    )


def empty_file() -> Refused:
    """Zero bytes."""
    return Refused.because(
        "unreadable_empty", Text("文件是空的（0 字节）。", "The file is empty (0 bytes)."), _SEND_AGAIN
    )


def too_large(size: int, largest: int) -> Refused:
    """More bytes than are taken in."""
    have, most = size / 1_000_000, largest / 1_000_000
    return Refused.because(
        "unreadable_too_large",
        Text(
            f"文件有 {have:.0f} MB，最多可以导入 {most:.0f} MB。",
            f"The file has {have:.0f} MB; the limit is {most:.0f} MB.",
        ),
        Text(
            "请改存为 Parquet 格式，或按州市分成几批导入。",
            "Save it as Parquet, or import it in several batches, for instance one per prefecture.",
        ),
    )


def workbook() -> Refused:
    """An Excel workbook where CSV or Parquet is needed."""
    return Refused.because(
        "unreadable_workbook", Text("这是 Excel 工作簿，不是 CSV。", "This is an Excel workbook, not CSV."), _SAVE_AGAIN
    )


def wrong_encoding() -> Refused:
    """Neither UTF-8 nor GB18030, or not text at all."""
    return Refused.because(
        "unreadable_encoding",
        Text("文件的文字编码认不出来。", "The text encoding of the file is not known."),
        Text(
            "请另存为 UTF-8 编码的 CSV（GB18030 也可以）。",
            "Save it as CSV in UTF-8 (GB18030 is read too).",
        ),
    )


def broken_parquet() -> Refused:
    """A Parquet file cut short or damaged."""
    return Refused.because(
        "unreadable_parquet",
        Text("Parquet 文件不完整或已损坏。", "The Parquet file is cut short or damaged."),
        _SEND_AGAIN,
    )


def broken_table() -> Refused:
    """CSV that no rule of quoting can make sense of."""
    return Refused.because(
        "unreadable_table", Text("CSV 的格式有误，无法逐行读取。", "The CSV cannot be read row by row."), _SAVE_AGAIN
    )


def wrong_separator() -> Refused:
    """Columns are not separated by commas."""
    return Refused.because(
        "unreadable_separator",
        Text("各列之间不是用英文逗号分隔的。", "The columns are not separated by commas."),
        _SAVE_AGAIN,
        row=1,
    )


def no_rows() -> Refused:
    """A heading and nothing below it."""
    return Refused.because(
        "no_rows",
        Text("文件里只有表头，没有记录。", "The file has a heading but no rows."),
        Text("请确认导出时选中了记录。", "Check that the export contains the rows."),
    )
