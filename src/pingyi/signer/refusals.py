"""What a signer's commands are refused for, in both languages."""

from pathlib import Path

from pingyi.wording import Refused, Text


def key_folder_taken(folder: Path) -> Refused:
    """New keys never go where something is."""
    return Refused.because(
        "key_folder_taken",
        Text(f"“{folder}”里已经有东西。", f"“{folder}” is not empty."),
        Text("新密钥请放进一个新的文件夹。", "Give a new folder for new keys."),
    )


def keys_unreadable(path: Path) -> Refused:
    """A key file is missing or damaged."""
    return Refused.because(
        "unreadable_keys",
        Text(f"读不出密钥文件“{path}”。", f"The key file “{path}” cannot be read."),
        Text("请检查文件夹和权限，或从备份恢复。", "Check the folder and its permissions, or restore the backup."),
    )


def campaign_unreadable(path: Path, why: str) -> Refused:
    """A file of the campaign is missing or malformed."""
    return Refused.because(
        "unreadable_campaign",
        Text(f"读不出本次评议的文件“{path}”（{why}）。", f"The campaign's file “{path}” cannot be read ({why})."),
        Text("请向组织方索取完整的文件夹。", "Ask the organiser for the whole folder."),
    )


def campaign_unsigned(parties: str) -> Refused:
    """Somebody's signature under the manifest is missing or bad."""
    return Refused.because(
        "manifest_unsigned",
        Text(
            f"评议清单上这几方的签名不对：{parties}。", f"These signatures under the manifest are not good: {parties}."
        ),
        Text("请等五方都签好再启动。", "Start when all five parties have signed."),
    )


def keys_of_another(what: Text) -> Refused:
    """The manifest or the cells name other keys than ours."""
    return Refused.because(
        "keys_not_in_campaign",
        Text(f"本次评议登记的不是这里的{what.zh}。", f"The campaign names another {what.en} than the one here."),
        Text("请检查密钥文件夹是否属于本次评议和本职责。", "Check that the key folder is of this campaign and role."),
    )


def roll_wrong(path: Path) -> Refused:
    """A roll file is missing or not what its name says."""
    return Refused.because(
        "unreadable_roll",
        Text(
            f"名册文件“{path}”缺失，或内容与登记的不符。",
            f"The roll file “{path}” is missing or not what is registered.",
        ),
        Text("请向名册保管方重新索取。", "Ask the roll keeper for it again."),
    )


def role_differs() -> Refused:
    """The keys were made for the other role."""
    return Refused.because(
        "role_differs",
        Text("这个文件夹里的密钥是为另一个职责生成的。", "The keys in this folder were made for the other role."),
        Text("请检查 --role（ballot 或 entry）。", "Check --role (ballot or entry)."),
    )


def store_of_another(where: str) -> Refused:
    """The store holds what another campaign or role issued."""
    return Refused.because(
        "store_of_another_campaign",
        Text(
            f"数据库“{where}”属于另一次评议，或属于另一个签名方。",
            f"The store “{where}” belongs to another campaign or to the other signer.",
        ),
        Text("每次评议、每个签名方各用一个数据库。", "Each campaign and each signer has a store of its own."),
    )


def day_unreadable(path: Path) -> Refused:
    """A signed day is damaged."""
    return Refused.because(
        "unreadable_day",
        Text(f"读不出每日签名文件“{path}”。", f"The signed day “{path}” cannot be read."),
        Text("请从备份恢复 days 文件夹。", "Restore the folder `days` from the backup."),
    )


def not_closed_yet(closes: str) -> Refused:
    """Records come out once, after the close."""
    return Refused.because(
        "not_closed",
        Text(f"评议还没有截止（{closes}）。", f"The appraisal has not closed yet ({closes})."),
        Text("签发记录只在截止后公布一次。", "The records are published once, after it."),
    )


def day_not_receipted() -> Refused:
    """The box has not confirmed the last day."""
    return Refused.because(
        "day_not_receipted",
        Text("票箱还没有回执最后一天的签名。", "The box has not confirmed the last day."),
        Text(
            "请先运行 signer day 交给票箱；如果是另外送去的，请用 --receipt 存下回执。",
            "Run `signer day` first; if the entry went another way, keep the box's answer with --receipt.",
        ),
    )


def not_the_last_root(size: int, logged: int) -> Refused:
    """The records have changed since the last logged day."""
    return Refused.because(
        "not_the_last_root",
        Text(
            f"现有{size}条签发记录，与最后登记的{logged}条不一致。",
            f"There are {size} records, which are not the {logged} that were last logged.",
        ),
        Text("请在下一天再运行一次 signer day，然后公布。", "Run `signer day` again on the next day, then publish."),
    )


def receipt_wrong() -> Refused:
    """The box's answer proves nothing."""
    return Refused.because(
        "receipt_wrong",
        Text(
            "票箱的回执不对：不是它签的，或不是给这一条的。",
            "The box's receipt is not signed by it, or for something else.",
        ),
        Text("请保存这份回执，并告知组织方和监督机构。", "Keep it, and tell the organiser and the oversight body."),
    )


def log_unreadable(why: str) -> Refused:
    """The public log cannot be read or does not hold together."""
    return Refused.because(
        "unreadable_log",
        Text(f"读不出公开日志（{why}）。", f"The public log cannot be read ({why})."),
        Text("请检查 --log 给出的文件夹或网址。", "Check the folder or URL given with --log."),
    )


def close_not_witnessed() -> Refused:
    """Keys live until everybody can see that the box is closed."""
    return Refused.because(
        "close_not_witnessed",
        Text("公开日志里还没有经见证方确认的截止。", "The public log does not hold a close that witnesses have seen."),
        Text("请等票箱关闭并得到见证后再销毁密钥。", "Destroy the keys when the box is closed and that was witnessed."),
    )


def records_not_published() -> Refused:
    """What was issued comes out before the keys go."""
    return Refused.because(
        "records_not_published",
        Text("还没有公布签发记录。", "The issuance records are not published yet."),
        Text("请先运行 signer publish。", "Run `signer publish` first."),
    )


def one_process_for_sqlite() -> Refused:
    """Several workers need PostgreSQL."""
    return Refused.because(
        "one_process_for_sqlite",
        Text("一个SQLite文件只能由一个进程提供服务。", "One process serves one SQLite file."),
        Text("请去掉 --workers，或改用PostgreSQL。", "Leave out --workers, or use PostgreSQL."),
    )


def demonstration_differs() -> Refused:
    """The manifest says something else about being a demonstration than the command."""
    return Refused.because(
        "demonstration_differs",
        Text("是否演示，评议清单与 --demonstration 说法不一。", "The manifest and --demonstration do not agree."),
        Text("演示要写 --demonstration；正式评议不写。", "Give --demonstration for a demonstration, and only for one."),
    )


def store_older(size: int, signed: int) -> Refused:
    """An old backup was restored: who was served since would be served again."""
    return Refused.because(
        "store_older",
        Text(
            f"数据库里只有{size}条签发记录，而已经签署过{signed}条：它是旧的备份。",
            f"The store holds {size} records, but {signed} were signed for: it comes from an old backup.",
        ),
        Text(
            "请换上最新的数据库；如果没有，请停止签发并告知组织方。",
            "Use the newest one; if there is none, stop issuing and tell the organiser.",
        ),
    )


def records_are_published() -> Refused:
    """What would be issued now would stand in no list."""
    return Refused.because(
        "records_are_published",
        Text("签发记录已经公布，不再签发。", "The records are published; nothing more is issued."),
        Text(
            "如果评议还没有截止，请先校准时钟，并告知组织方。",
            "If the campaign has not closed, set the clock right and tell the organiser.",
        ),
    )
