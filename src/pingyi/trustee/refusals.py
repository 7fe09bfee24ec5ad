"""What a trustee is told when something cannot be done, in both languages."""

from collections.abc import Sequence
from pathlib import Path

from pingyi.wording import Refused, Text

ASK_ORGANISER = Text("请向主办方重新索取，不要自己改。", "Ask the organiser for it again; do not mend it.")
KEEP_AND_ASK = Text(
    "什么也不要删，请和主办方、监督机构一起查明。",
    "Delete nothing; find out together with the organiser and the oversight body.",
)
AGAIN = Text("请稍后再试；重复执行没有害处。", "Try again later; repeating does no harm.")


def campaign_unreadable(reason: str) -> Refused:
    """A fixed file of the campaign is wrong."""
    return Refused.because(
        "unreadable_campaign",
        Text(f"评议文件不对：{reason}。", f"The campaign's files are wrong: {reason}."),
        ASK_ORGANISER,
    )


def keys_there(folder: Path) -> Refused:
    """Keys are never replaced."""
    return Refused.because(
        "keys_there",
        Text(f"“{folder}”里已有密钥。", f"There are keys in “{folder}” already."),
        Text("请换一个新文件夹；密钥不会被覆盖。", "Take a new folder; keys are never replaced."),
    )


def folder_busy(folder: Path) -> Refused:
    """Two commands at one time."""
    return Refused.because(
        "folder_busy",
        Text(f"另一个命令正在使用“{folder}”。", f"Another command is at work on “{folder}”."),
        AGAIN,
    )


def passphrase_short(least: int) -> Refused:
    """The passphrase can be guessed."""
    return Refused.because(
        "passphrase_short",
        Text(f"口令不足 {least} 个字符。", f"The passphrase has fewer than {least} characters."),
        Text("请用四个以上不相干的词。", "Use four or more words that have nothing to do with each other."),
    )


def backup_wrong(reason: str) -> Refused:
    """A sealed file does not open."""
    return Refused.because(
        "unreadable_sealed",
        Text(f"打不开：{reason}。", f"It does not open: {reason}."),
        Text("请核对口令和每一行。", "Check the passphrase and every line."),
    )


def keys_of_nobody() -> Refused:
    """The manifest names other keys."""
    return Refused.because(
        "key_not_in_manifest",
        Text("评议清单写的不是这个文件夹里的密钥。", "The manifest names other keys than those of this folder."),
        Text("请检查是不是拿错了文件夹或评议。", "See whether it is the wrong folder or the wrong campaign."),
    )


def other_trustee(name: str) -> Refused:
    """This step is the other one's."""
    return Refused.because(
        "other_trustee",
        Text(f"这一步由 {name} 来做。", f"This step is for {name}."),
        Text("请看操作说明里自己的那一部分。", "Follow your own part of the guide."),
    )


def log_missing() -> Refused:
    """No copy of the log."""
    return Refused.because(
        "log_missing",
        Text("还没有公开日志的副本。", "There is no copy of the public log yet."),
        Text("请先拉取（pull），或拷入评议文件夹。", "Pull first, or copy the campaign's folder here."),
    )


def log_damaged(reason: str) -> Refused:
    """The own copy is wrong."""
    return Refused.because(
        "log_damaged",
        Text(f"日志副本不对：{reason}。", f"The copy of the log is wrong: {reason}."),
        Text(
            "请删去副本的 log/tile 文件夹再拉取；仍不对就停下，告诉主办方。",
            "Remove the copy's folder log/tile and pull again; if it stays wrong, stop and tell the organiser.",
        ),
    )


def source_damaged(reason: str) -> Refused:
    """What the box shows does not fit together."""
    return Refused.because(
        "source_damaged",
        Text(f"票箱给出的日志不完整：{reason}。", f"The log that the box shows does not fit together: {reason}."),
        Text(
            "已有的没有改动。请再拉取一次；仍不对就告诉主办方。",
            "Nothing held was changed. Pull again; then tell them.",
        ),
    )


def source_unreachable(reason: str) -> Refused:
    """The network failed."""
    return Refused.because(
        "service_unreachable",
        Text(f"读不到票箱的文件：{reason}。", f"The box's files cannot be read: {reason}."),
        Text("已拉取的都保留着。请检查网络后再拉取。", "What was pulled is kept. Check the network and pull again."),
    )


def log_went_back(held: int, shown: int) -> Refused:
    """An older state is shown, which does not contradict ours."""
    return Refused.because(
        "log_went_back",
        Text(
            f"日志变短了：我们有 {held} 条，票箱只给出 {shown} 条。",
            f"The log got shorter: we hold {held} entries, the box shows {shown}.",
        ),
        Text(
            "可能恢复了旧备份，也可能只是缓存。一小时后再拉取；还是这样，就书面告诉主办方和监督机构。",
            "It may be an old backup restored, or a cache. Pull again in an hour; then tell the organiser and the "
            "oversight body in writing.",
        ),
    )


def two_histories(evidence: Path) -> Refused:
    """The log contradicts itself: the worst that can be found."""
    return Refused.because(
        "two_histories",
        Text(
            "！！日志有两个互相矛盾的版本：票箱现在给出的不是我们见过的那一个的延续，两份都有签名。",
            "!! The log has two histories: what the box shows now does not continue what we hold; both are signed.",
        ),
        Text(
            f"证据已存入“{evidence}”。请立即停下，保存好，书面告知主办方、监督机构和见证方，并公开。",
            f"The evidence is in “{evidence}”. Stop, keep it safe, tell the organiser, the oversight body and the "
            "witnesses in writing, and make it public.",
        ),
    )


def step_early(todo: Text) -> Refused:
    """An earlier step is not done, or not yet witnessed in our copy."""
    return Refused.because(
        "step_early",
        Text("还没轮到这一步：前一步在日志副本里还看不到。", "Not yet: the step before is not in our copy of the log."),
        Text(f"请先拉取最新的日志。{todo.zh}", f"Pull the newest log first. {todo.en}"),
    )


def step_over() -> Refused:
    """The step was taken."""
    return Refused.because(
        "step_over",
        Text("这一步已经记入日志，不能再做。", "This step stands in the log already and is not taken twice."),
        Text("请用 pingyi trustee status 看下一步。", "See the next step with `pingyi trustee status`."),
    )


def objections_open(days: int) -> Refused:
    """The time for objections is not over."""
    return Refused.because(
        "objections_open",
        Text(
            f"第一次清单公布并得到见证后要满 {days} 天。", f"The first list must have been witnessed for {days} days."
        ),
        Text("请等异议期满，并确认日志副本是新的。", "Wait until the time for objections is over, with a fresh copy."),
    )


def envelopes_missing(path: Path) -> Refused:
    """The file of envelopes is not here."""
    return Refused.because(
        "envelopes_missing",
        Text(f"没有信封文件“{path}”。", f"There is no file of envelopes “{path}”."),
        Text("请从联网的电脑拷来。", "Copy it from the machine that pulls."),
    )


def envelopes_lacking(indices: Sequence[int]) -> Refused:
    """What is not in the mix now can be recognised when it comes later."""
    some = ", ".join(map(str, indices[:10])) + ("…" if len(indices) > 10 else "")
    return Refused.because(
        "envelopes_lacking",
        Text(f"还缺 {len(indices)} 个信封（序号 {some}）。", f"{len(indices)} envelopes are missing (indices {some})."),
        Text(
            "请再拉取一次，向票箱追要，公开征集（trustee late）。现在不混进去，以后补上就认得出是谁的。"
            "实在找不到，两人商定后加 --with-missing。",
            "Pull again, ask the box, ask in public (`trustee late`): what comes later can be recognised. "
            "If they cannot be found, decide together and add --with-missing.",
        ),
    )


def mix_too_small(cell: int) -> Refused:
    """The other trustee wants so few envelopes opened that they hide nobody."""
    return Refused.because(
        "mix_too_small",
        Text(
            f"外层只交来单元 {cell} 的一小部分信封，不足最低票数。",
            f"The outer trustee handed over only some envelopes of cell {cell}, fewer than the minimum.",
        ),
        KEEP_AND_ASK,
    )


def group_too_small(ballots: int) -> Refused:
    """Objections would single people out."""
    return Refused.because(
        "group_too_small",
        Text(
            f"两份清单一比，就有 {ballots} 张票认得出是后来补的（或原来的），不足最低票数。",
            f"Comparing the two lists, {ballots} ballots could be told from the rest: fewer than the minimum.",
        ),
        Text(
            "请先查明这些信封当初为什么缺，再和主办方、监督机构商定；要计入，加 --in-small-groups。",
            "Find out why they were missing and decide with the organiser and the oversight body; "
            "to count them add --in-small-groups.",
        ),
    )


def counts_wrong(problems: Sequence[str]) -> Refused:
    """Our own figures do not add up; every verifier would see it."""
    said = "; ".join(problems[:5])
    return Refused.because(
        "counts_wrong",
        Text(f"数目对不上：{said}。", f"The counts do not add up: {said}."),
        KEEP_AND_ASK,
    )


def handover_wrong(reason: str) -> Refused:
    """T1's file is not what T1 stated."""
    return Refused.because(
        "handover_wrong",
        Text(f"外层开票方交来的文件不对：{reason}。", f"The file from the outer trustee is wrong: {reason}."),
        Text("请向对方重新索取。", "Ask for it again."),
    )


def evidence_unreadable(path: Path) -> Refused:
    """Not an index with an envelope."""
    return Refused.because(
        "unreadable_evidence",
        Text(f"“{path}”不是异议证据。", f"“{path}” is no evidence for an objection."),
        Text(
            "证据是日志序号和信封（每份 2056 字节）；只有一个凭证不算。",
            "Evidence is an index of the log and an envelope (2,056 bytes each); a token alone is none.",
        ),
    )


def own_file_damaged(path: Path) -> Refused:
    """A file that we made or took is another one now."""
    return Refused.because(
        "own_file_damaged",
        Text(f"“{path}”丢了或变了。", f"“{path}” is lost or was changed."),
        Text("请从备份恢复这个文件。", "Restore this file from a backup."),
    )


def rows_differ() -> Refused:
    """What opens now is not what the final list says."""
    return Refused.because(
        "rows_differ",
        Text(
            "现在打开的选票和最终清单不一致，没有写出票行。",
            "What opens now is not the final list. No rows were written.",
        ),
        KEEP_AND_ASK,
    )


def issuance_missing(path: Path) -> Refused:
    """The entry signer's records are needed to state withheld cells."""
    return Refused.because(
        "issuance_missing",
        Text(f"缺入箱凭证的发放名单“{path}”，或内容不对。", f"The list of entry tokens “{path}” is missing or wrong."),
        Text("请等发证方公布后再拉取。", "Pull again when the signer has published it."),
    )


def receipt_wrong() -> Refused:
    """The box answered with something else than its receipt."""
    return Refused.because(
        "receipt_wrong",
        Text("票箱的回执不对。", "The box's receipt is wrong."),
        AGAIN,
    )
