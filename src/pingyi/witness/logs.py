"""The list of logs that a witness knows: a text file with one public key on each line."""

from collections.abc import Mapping
from pathlib import Path

from pingyi.ledger.notes import ED25519, VerifierKey
from pingyi.primitives.errors import Malformed
from pingyi.wording import Issue, Refused, Text

Logs = Mapping[str, tuple[VerifierKey, ...]]
"""The keys of each log, by its origin (the name of its keys). Several keys of one name: the log changes its key."""


def read_logs(path: Path) -> Logs:
    """Read the file; empty lines and those that begin with # are passed over. Raises `Refused` with each bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise Refused(_not_a_key(1)) from error
    logs: dict[str, tuple[VerifierKey, ...]] = {}
    wrong: list[Issue] = []
    for row, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        key = _key(line.strip())
        if key is None:
            wrong.append(_not_a_key(row))
        else:
            logs[key.name] = (*logs.get(key.name, ()), key)
    if wrong:
        raise Refused(wrong)
    return logs


def _key(line: str) -> VerifierKey | None:
    try:
        key = VerifierKey.parse(line)
    except Malformed:
        return None
    return key if key.kind == ED25519 else None


def _not_a_key(row: int) -> Issue:
    return Issue(
        "unreadable_log_key",
        Text("这一行不是公开日志的公钥。", "This line is no public key of a log."),
        Text(
            "请写清单文件 manifest.json 里的 log 一项，形如“名称+8位+一串字符”，每行一个。",
            "Write what manifest.json gives as `log`, like NAME+8 DIGITS+CHARACTERS, one to a line.",
        ),
        row=row,
    )
