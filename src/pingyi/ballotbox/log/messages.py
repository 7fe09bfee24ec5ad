"""What a running box tells its operator."""

from pingyi.wording import Text

DAMAGED = Text(
    "日志条目与数据库记下的根值不一致：停止签名。请停下票箱，保存数据库。",
    "The entries do not give the root that the store noted: nothing is signed. Stop the box and keep the store.",
)


def smaller(known: int, size: int) -> Text:
    """The store holds less than was published."""
    return Text(
        f"已公开 {known} 条，数据库比它旧（{size} 条）：停止签名。请停下票箱，恢复更新的备份。",
        f"{known} entries are published, the store is older ({size}): nothing is signed. Restore a newer backup.",
    )


def no_cosignature(witness: str, reason: str) -> Text:
    """One witness did not cosign."""
    return Text(f"存证点 {witness} 没有签名：{reason}。", f"Witness {witness} did not cosign: {reason}.")


def below_quorum(given: int, quorum: int) -> Text:
    """Too few witnesses cosigned."""
    return Text(
        f"须有 {quorum} 个存证点签名，现有 {given} 个。照常收票，日志暂不更新；每分钟再试。",
        f"{quorum} witnesses must cosign, {given} did. Ballots are taken; the public log waits. Retrying each minute.",
    )


def clock_back(seconds: int) -> Text:
    """The clock jumped back."""
    return Text(
        f"时钟往回跳了 {seconds} 秒。照常收票，日志暂不签名；请校准时钟。",
        f"The clock jumped back by {seconds} seconds. Ballots are taken, the log is not signed; set it right.",
    )


def failed(reason: str) -> Text:
    """A round failed for a reason of the machine."""
    return Text(f"这一分钟的日志没有公开：{reason}。会再试。", f"The log was not published now: {reason}. Retrying.")
