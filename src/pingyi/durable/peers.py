"""The guard at every start: who can open two parties' stores can link what was kept apart (protocol 1)."""

import ipaddress
import os
from collections.abc import Sequence
from pathlib import Path

from pingyi.durable.stores import is_postgresql, shown
from pingyi.wording import Issue, Refused, Text

GRADE_D = Text(
    "演示：本进程能打开其他各方的数据库，保密只靠运行者的承诺（保密等级D）。",
    "Demonstration: this process can open other parties' stores; secrecy rests on the operator's word (grade D).",
)


def refuse_open_peers(peers: Sequence[str], *, demonstration: bool, address: str) -> Text | None:
    """Refuse to start when this process can open one of `peers`, the stores of the other parties.

    A peer is the path of a file or a PostgreSQL URL. In production at least one must be named. In a demonstration
    open peers are no reason to refuse: the statement to log is returned instead, and `address` must be loopback.
    """
    if demonstration:
        if not is_loopback(address):
            raise Refused(_not_loopback(address))
        return GRADE_D
    if not peers:
        raise Refused(_none_named())
    found = [_open(peer) for peer in peers if is_open(peer)]
    if found:
        raise Refused(found)
    return None


def is_open(peer: str) -> bool:
    """Tell whether this process, as it is, may read the file or enter the database."""
    if is_postgresql(peer):
        from pingyi.durable.postgresql import connectable

        return connectable(peer)
    path = Path(peer)
    if path.is_dir():
        return os.access(path, os.R_OK | os.X_OK)
    try:
        path.open("rb").close()
    except OSError:
        return False
    return True


def is_loopback(address: str) -> bool:
    """Tell whether only this machine can reach `address`."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _open(peer: str) -> Issue:
    return Issue(
        "peer_store_open",
        Text(
            f"本进程能打开另一方的数据库“{shown(peer)}”。",
            f"This process can open another party's store, “{shown(peer)}”.",
        ),
        Text(
            "请让两方由不同的系统用户、数据库账号，最好由不同的单位运行。",
            "Run the two under different users and database roles, best of all by different bodies.",
        ),
    )


def _none_named() -> Issue:
    return Issue(
        "peer_store_missing",
        Text("没有写明其他各方的数据库在哪里。", "It is not said where the other parties keep their stores."),
        Text(
            "请用 --peer-store 逐个写明；启动时会检查本进程打不开它们。",
            "Name each with --peer-store; the start checks that this process cannot open them.",
        ),
    )


def _not_loopback(address: str) -> Issue:
    return Issue(
        "demonstration_not_loopback",
        Text(f"演示不能在 {address} 上对外服务。", f"A demonstration does not serve beyond this machine ({address})."),
        Text("请用 127.0.0.1。", "Use 127.0.0.1."),
    )
