"""What a start is refused for, in both languages."""

from pingyi.wording import Refused, Text


def store_missing(where: str) -> Refused:
    """There is no store, or none of this layout."""
    return Refused.because(
        "store_missing",
        Text(f"“{where}”里没有这个程序的数据库。", f"There is no store of this program at “{where}”."),
        Text(
            "如果是第一次使用，请先建立；如果它丢了，请从备份恢复，不要重新建一个空的。",
            "Make it first if this is the first start; if it got lost restore it from the backup, never begin anew.",
        ),
    )


def store_other(where: str) -> Refused:
    """The store is of another version of this program."""
    return Refused.because(
        "store_other_version",
        Text(f"“{where}”里的数据库是另一个版本的。", f"The store at “{where}” belongs to another version."),
        Text("请用原来的程序版本。", "Use the version of the program that made it."),
    )


def store_unusable(where: str, reason: str) -> Refused:
    """The machine did not let us make or open it."""
    return Refused.because(
        "store_unusable",
        Text(f"用不了数据库“{where}”：{reason}。", f"The store “{where}” cannot be used: {reason}."),
        Text("请检查路径、权限和数据库是否在运行。", "Check the path, the permissions, and that the database runs."),
    )


def store_taken(where: str) -> Refused:
    """Another process serves this SQLite file."""
    return Refused.because(
        "store_taken",
        Text(f"数据库“{where}”正由另一个进程使用。", f"The store “{where}” is served by another process."),
        Text(
            "一个SQLite文件只能由一个进程提供服务：请先停掉那一个；需要多个进程时请改用PostgreSQL。",
            "One process serves one SQLite file: stop the other first, or use PostgreSQL for several processes.",
        ),
    )


def store_remains(where: str, rest: str) -> Refused:
    """A part of a lost store lies where a new one is wanted."""
    return Refused.because(
        "store_remains",
        Text(
            f"“{where}”不在了，但还留着它的一部分“{rest}”。", f"“{where}” is gone, but a part of it is left: “{rest}”."
        ),
        Text(
            "请把两个文件放回一起；确实不要了，再移走它。",
            "Put both together again; move it away only if it is not wanted.",
        ),
    )
