"""What the machine refuses, as sentences: settings, files, the database. Knows Django's errors by name only."""

import errno
import os
from pathlib import Path

from pingyi.wording import Refused, Text

REASONS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("系统不允许", "the system does not permit it"),
    errno.EEXIST: Text("这里已经有同名的文件", "a file of that name is there already"),
    errno.ENOTDIR: Text("它或它的上级不是文件夹", "it or what it lies in is no folder"),
    errno.EISDIR: Text("这是一个文件夹", "it is a folder"),
    errno.ENOSPC: Text("磁盘满了", "the disk is full"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("名称太长", "the name is too long"),
}
DATABASE_ERRORS = ("OperationalError", "ProgrammingError", "DatabaseError", "InterfaceError")  # others are our faults
MISSING = ("no such table", "no such column", "does not exist")


def as_refusal(error: Exception) -> Refused | None:
    """Return the refusal that `error` amounts to; None for a fault of the program, which deserves its traceback."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, RecursionError):
        return Refused.because(
            "unreadable_nesting",
            Text("内容一层套一层，太深了，读不下去。", "The content is nested too deeply to be read."),
            Text("请给出正确的文件。", "Give a proper file."),
        )
    if isinstance(error, OSError):
        return _of_a_file(error)
    module, name = type(error).__module__, type(error).__name__
    if module == "django.core.exceptions" and name == "ImproperlyConfigured":
        return Refused.because(
            "setting_wrong",
            Text(f"设置不对：{error}。", f"A setting is wrong: {error}."),
            Text("设置的说明见 docs/settings.md。", "Settings are explained in docs/settings.md."),
        )
    return _of_the_database(error) if module == "django.db.utils" and name in DATABASE_ERRORS else None


def _of_a_file(error: OSError) -> Refused:
    reason = REASONS.get(error.errno or 0, Text(error.strerror or str(error), ""))
    if error.filename is None:
        return Refused.because(
            "system_refused",
            Text(f"系统没有做到：{reason.say('zh')}。", f"The system could not do it: {reason.say('en')}."),
            Text("请排除后再试。", "Put it right and try again."),
        )
    file = Path(os.fsdecode(error.filename)) if not isinstance(error.filename, int) else Path(str(error.filename))
    return Refused.because(
        "file_unusable",
        Text(f"用不了“{file}”：{reason.say('zh')}。", f"“{file}” cannot be used: {reason.say('en')}."),
        Text("请检查 PINGYI_VAR。", "Check PINGYI_VAR.")
        if _is_ours(file)
        else Text("请检查路径和权限。", "Check the path and its permissions."),
    )


def _is_ours(file: Path) -> bool:
    var = Path(os.environ.get("PINGYI_VAR", "var")).absolute()
    return var == file.absolute() or var in file.absolute().parents


def _of_the_database(error: Exception) -> Refused:
    """Tell by the words; those of a failed connection are not repeated, since they may hold part of a password."""
    words = str(error)
    cause = error.__cause__
    if type(cause).__module__.startswith("psycopg") and getattr(cause, "sqlstate", None) is None:
        return Refused.because(
            "database_unreachable",
            Text("连不上 PostgreSQL 数据库。", "The PostgreSQL database cannot be reached."),
            Text("请看它是否在运行，并检查 PINGYI_DATABASE。", "See whether it is running, and check PINGYI_DATABASE."),
        )
    if any(sign in words for sign in MISSING):
        return Refused.because(
            "database_not_ready",
            Text("数据库还没有准备好。", "The database is not prepared."),
            Text("请先运行 pingyi setup。", "Run `pingyi setup` first."),
        )
    if "locked" in words:
        return Refused.because(
            "database_busy",
            Text("数据库正忙。", "The database is busy."),
            Text("请等别的操作做完再试。", "Wait until the other work is done, then try again."),
        )
    if "malformed" in words or "not a database" in words:
        return Refused.because(
            "database_damaged",
            Text("数据库文件已损坏。", "The database file is damaged."),
            Text("请从备份恢复。", "Restore it from a backup."),
        )
    line = words.partition("\n")[0]
    return Refused.because(
        "database_refused",
        Text(f"数据库没有做到：{line}。", f"The database could not do it: {line}."),
        Text(
            "请检查数据库和 PINGYI_VAR 的权限和空间。",
            "Check the permissions and the space of the database and PINGYI_VAR.",
        ),
    )
