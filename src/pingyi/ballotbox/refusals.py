"""What the operator of a box is told, in both languages."""

from collections.abc import Sequence

from pingyi.wording import Refused, Text


def campaign_malformed(reason: str) -> Refused:
    """A file of the public folder is not what it should be."""
    return Refused.because(
        "unreadable_campaign",
        Text(f"公开文件夹里的活动文件不对：{reason}。", f"A file of the campaign's public folder is wrong: {reason}."),
        Text("请向评议组织方重新索取这些文件，不要自己改。", "Ask the organiser for the files; do not mend them."),
    )


def campaign_unsigned(parties: Sequence[str]) -> Refused:
    """The manifest lacks good signatures."""
    return Refused.because(
        "manifest_unsigned",
        Text(f"活动文件没有 {'、'.join(parties)} 的有效签名。", f"No good signature of {', '.join(parties)}."),
        Text("请等五方都签好再建立票箱。", "Set the box up when all five parties have signed."),
    )


def keys_there(folder: str) -> Refused:
    """Keys are never overwritten."""
    return Refused.because(
        "keys_there",
        Text(f"“{folder}”里已有密钥，不覆盖。", f"There are keys in “{folder}” already; they are not overwritten."),
        Text("每次活动请用新的文件夹。", "Use a new folder for each campaign."),
    )


def keys_other() -> Refused:
    """The keys are not those of the manifest."""
    return Refused.because(
        "keys_other",
        Text("密钥不是活动文件里写明的那两把。", "The keys are not the two that the manifest names."),
        Text("请给出这次活动的密钥文件夹。", "Give the key folder of this campaign."),
    )


def box_of_another() -> Refused:
    """The store belongs to another campaign."""
    return Refused.because(
        "box_of_another_campaign",
        Text("这个数据库是另一次活动的票箱。", "This store is the box of another campaign."),
        Text("每次活动用各自的数据库和文件夹。", "Each campaign has a store and a folder of its own."),
    )


def box_not_set_up() -> Refused:
    """The store is there but has no entry 0."""
    return Refused.because(
        "box_not_set_up",
        Text("这个票箱还没有建立。", "This box is not set up."),
        Text("请先运行 pingyi ballotbox init。", "Run `pingyi ballotbox init` first."),
    )


def box_lost() -> Refused:
    """The folder shows a log but the store has none."""
    return Refused.because(
        "box_lost",
        Text("公开文件夹里已有日志，数据库却是空的。", "The public folder holds a log, but the store is empty."),
        Text("请从备份恢复数据库；重新开始会与已公开的日志矛盾。", "Restore the store; a new log would contradict it."),
    )


def box_behind(witness: str, known: int, size: int) -> Refused:
    """A witness, or the public folder, knows a longer log."""
    return Refused.because(
        "box_behind",
        Text(
            f"{witness} 见过的日志有 {known} 条，这个数据库只有 {size} 条：恢复的备份太旧。",
            f"{witness} has seen a log of {known} entries, this store has {size}: the backup restored is too old.",
        ),
        Text(
            "不要启动。请恢复更新的备份或数据库副本；没有的话，这次活动须由各方商定如何说明。",
            "Do not start. Restore a newer backup or replica; if there is none, the parties must agree what to state.",
        ),
    )


def box_forked(witness: str, size: int) -> Refused:
    """A witness knows another log of the same size."""
    return Refused.because(
        "box_forked",
        Text(
            f"{witness} 见过的第 {size} 条日志与这个数据库不同。",
            f"{witness} has seen another log at size {size} than this store holds.",
        ),
        Text("不要启动。请保存数据库并通知各方。", "Do not start. Keep the store as it is and tell all parties."),
    )


def witnesses_silent(heard: int, needed: int, reasons: str) -> Refused:
    """Too few witnesses answer to know that the store is not an old backup."""
    return Refused.because(
        "witnesses_silent",
        Text(
            f"启动前须有 {needed} 个存证点答复，现有 {heard} 个（{reasons}）。",
            f"{needed} witnesses must answer before the start; {heard} did ({reasons}).",
        ),
        Text(
            "它们证明数据库不是旧备份。请检查网络和地址文件，再启动。",
            "They show that the store is no old backup. Check the network and the file of addresses, then start again.",
        ),
    )


def box_damaged(start: int, end: int) -> Refused:
    """Entries are missing in the store."""
    return Refused.because(
        "box_damaged",
        Text(f"数据库缺第 {start} 到 {end} 条之间的日志。", f"The store lacks log entries between {start} and {end}."),
        Text("请停下票箱，从备份恢复。", "Stop the box and restore the store from a backup."),
    )


def demonstration_differs(said: bool) -> Refused:
    """`--demonstration` and the manifest disagree."""
    return Refused.because(
        "demonstration_differs",
        Text("活动文件写明这是演示。", "The manifest says that this is a demonstration.")
        if said
        else Text("活动文件没有写明这是演示。", "The manifest does not say that this is a demonstration."),
        Text("请加上 --demonstration。", "Add --demonstration.")
        if said
        else Text("请去掉 --demonstration。", "Leave out --demonstration."),
    )


def close_too_early(since: str) -> Refused:
    """Late envelopes have 48 hours."""
    return Refused.because(
        "close_too_early",
        Text(f"还不能封箱：迟到的票可以投到 {since}。", f"It is too early: late envelopes are taken until {since}."),
        Text("到时请再运行一次。", "Run this again then."),
    )


def one_process() -> Refused:
    """Several processes need PostgreSQL."""
    return Refused.because(
        "store_one_process",
        Text("一个SQLite文件只能由一个进程提供服务。", "One process serves one SQLite file."),
        Text("请用 --workers 1，或改用PostgreSQL。", "Use --workers 1, or PostgreSQL."),
    )


def box_runs() -> Refused:
    """A running box makes the checkpoints."""
    return Refused.because(
        "box_runs",
        Text("票箱正在运行，每分钟自己公开日志。", "The box is running and publishes its log each minute by itself."),
        Text("不用做什么；要手动公开，请先停下票箱。", "Nothing is to be done; to do it by hand, stop the box first."),
    )


def act_refused(code: str, reason: str) -> Refused:
    """The order of the log does not allow an entry now."""
    return Refused.because(
        f"log_{code}",
        Text(f"日志现在不能接收这一条（{reason}）。", f"The log cannot take this entry now ({reason})."),
        Text("请先完成前面的步骤，或等存证点签过名再试。", "Finish the step before, or wait for the witnesses."),
    )


def package_differs(missing: Sequence[str], unlisted: Sequence[str]) -> Refused:
    """The public folder does not hold exactly what it should."""
    return Refused.because(
        "package_differs",
        Text(
            f"公开文件夹缺 {len(missing)} 个文件（{_some(missing)}），多 {len(unlisted)} 个（{_some(unlisted)}）。",
            f"The public folder lacks {len(missing)} files ({_some(missing)}); {len(unlisted)} do not belong"
            f" ({_some(unlisted)}).",
        ),
        Text(
            "名册、发放、标记和票行文件用 --add 放入；多余的请移走。",
            "Put lists of roll, issuance, tags and rows in with --add; move away what does not belong.",
        ),
    )


def list_unknown(file: str) -> Refused:
    """A list whose root is not in the log."""
    return Refused.because(
        "list_unknown",
        Text(f"“{file}”不是日志里登记过的任何一份名单。", f"“{file}” is none of the lists that the log names."),
        Text("请先让该方把根值登记到日志。", "Let its party enter the root into the log first."),
    )


def _some(paths: Sequence[str]) -> str:
    return ", ".join(sorted(paths)[:3]) + ("…" if len(paths) > 3 else "") if paths else "-"
