"""`pingyi trustee`: keep the envelopes, open them in two steps, count, publish the rows, destroy."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language
from pingyi.wording import Text

if TYPE_CHECKING:
    from pingyi.protocol.statements import Opened
    from pingyi.trustee.mirror.pulling import Pulled
    from pingyi.trustee.opening.tally import Counts

PASSPHRASE = Text("口令（12个字符以上，记牢，不要存在这台电脑上）", "Passphrase (12 characters or more)")
DONE_BEFORE = Text("这一步早已完成，文件都在 outbox 里。", "This step was done before; its files are in the outbox.")
SEND_NOW = Text("请送出 outbox 里的文件（send）。", "Send the files in the outbox (send).")
ONLINE = Text(
    "注意：开票密钥还在这台联网的电脑上。请按操作说明移走。",
    "Mind: the opening key lies on this machine, which is online. Move it away as the guide says.",
)
OUTCOMES = {
    "taken": Text("已打开，交内层开票方", "opened, for the inner trustee"),
    "not_a_ballot": Text("日志这一条不是选票", "no ballot stands at this index"),
    "other_envelope": Text("信封和日志记的不一样", "not the envelope that the log names"),
    "not_opened": Text("所在单元不足最低票数，不打开", "its cell is below the minimum and is never opened"),
    "repeated": Text("已经交过", "handed in before"),
    "undecryptable": Text("打不开", "does not open"),
}

folder_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
campaign_option = click.option(
    "--campaign",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="评议文件夹，里面有 manifest.json folder of the campaign, manifest.json in it",
)
box_option = click.option("--box", help="票箱网址，默认按评议清单 URL of the ballot box; default from the manifest")
addresses_option = click.option(
    "--addresses",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='地址文件 file of addresses, {"NAME": "URL"}',
)
processes_option = click.option("--processes", type=click.IntRange(0), default=0, help="进程数 0: all cores")
passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="口令写在这个文件的第一行 the passphrase is the first line of this file",
)


@click.group("trustee")
def command() -> None:
    """开票方：保管信封，分两步开票 · Trustees: keep the envelopes, open them in two steps.

    例 Example: pingyi trustee status trustee --campaign campaign
    """


@command.command("keygen", epilog="例 Example:\n\n    pingyi trustee keygen trustee")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@passphrase_option
def keygen(folder: Path, passphrase_file: Path | None) -> None:
    """生成身份密钥和开票密钥，各写一份加密备份并试恢复 · Make both keys and their backups, and try the backups."""
    from pingyi.trustee.keys import make_keys

    public = make_keys(folder, _passphrase(passphrase_file, confirm=True))
    said = Text(
        "密钥已生成，两份备份都试恢复过。请打印两份 backup.txt，分开保管，然后从电脑上删去。",
        "The keys are made, both backups were tried. Print the two backup.txt, keep them apart, then remove them here.",
    )
    click.echo(said.say(language()), err=True)
    click.echo(f"key\t{public.identity.hex()}\nhpke\t{public.hpke.hex()}")


@command.command("restore", epilog="例 Example:\n\n    pingyi trustee restore trustee opening.backup.txt")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@passphrase_option
def restore(folder: Path, backup: Path, passphrase_file: Path | None) -> None:
    """从备份恢复一把密钥 · Restore one key from its backup, scanned or typed in."""
    from pingyi.trustee.keys import restore as restore_key

    click.echo(restore_key(folder, backup.read_text("utf-8"), _passphrase(passphrase_file)))


@command.command("pull", epilog="例 Example:\n\n    pingyi trustee pull trustee --campaign campaign")
@folder_argument
@campaign_option
@box_option
@addresses_option
@click.option("--write", is_flag=True, help="只写声明，不送出 only write the statement, do not send it")
def pull(folder: Path, campaign: Path, box: str | None, addresses: Path | None, write: bool) -> None:
    """拉取日志和信封，核对，声明持有情况 · Fetch log and envelopes, check them, state what is held."""
    from pingyi.trustee.keys import OPENING
    from pingyi.trustee.mirror.pulling import pull as pull_now
    from pingyi.trustee.outbox import OPENED

    url = box or _box(campaign, addresses)
    with _progress("pull") as progress:
        pulled = pull_now(folder, campaign, url, now=time.time(), progress=progress)
    click.echo(_told(pulled).say(language()))
    if (folder / OPENING).exists() and not (folder / "outbox" / f"{OPENED}.entry").exists():
        click.echo(ONLINE.say(language()), err=True)
    if pulled.stated and not write:
        _send_all(folder / "outbox", campaign, url)


@command.command("send", epilog="例 Example:\n\n    pingyi trustee send trustee/outbox --campaign campaign")
@click.argument("outbox", type=click.Path(exists=True, file_okay=False, path_type=Path))
@campaign_option
@box_option
@addresses_option
def send(outbox: Path, campaign: Path, box: str | None, addresses: Path | None) -> None:
    """把声明和清单按顺序送交票箱 · Hand what is in an outbox to the ballot box, in order."""
    _send_all(outbox, campaign, box or _box(campaign, addresses))


@command.command("status", epilog="例 Example:\n\n    pingyi trustee status trustee --campaign campaign")
@folder_argument
@campaign_option
def status(folder: Path, campaign: Path) -> None:
    """核对日志副本，说明下一步 · Check the copy of the log and say what comes next."""
    from pingyi.trustee.mirror.logbook import read
    from pingyi.trustee.steps import Trustee, next_step

    trustee = Trustee.read(folder, campaign)
    book = read(trustee.campaign)
    ballots = sum(book.cast.values())
    said = Text(
        f"日志 {book.size} 条，选票 {ballots} 张，全部核对无误。",
        f"The log has {book.size} entries, {ballots} of them ballots. All of it is checked.",
    )
    click.echo(said.say(language()))
    click.echo(next_step(trustee.party, book).say(language()))


@command.command(
    "open",
    epilog="例 Example:\n\n    pingyi trustee open trustee --campaign campaign --inner /media/usb/inner.bin",
)
@folder_argument
@campaign_option
@click.option(
    "--inner",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="内层开票方：外层交来的文件 inner trustee: the file that the outer one handed over",
)
@click.option("--with-missing", is_flag=True, help="外层：缺信封也打开 T1: open although envelopes are missing")
@processes_option
def open_(folder: Path, campaign: Path, inner: Path | None, with_missing: bool, processes: int) -> None:
    """断网开票：外层（T1）或内层（T2） · Open offline: the outer layer (T1) or the inner one (T2)."""
    from pingyi.protocol.parties import Party
    from pingyi.trustee.opening.outer import open_outer, stated
    from pingyi.trustee.opening.tally import open_inner
    from pingyi.trustee.steps import Trustee

    trustee = Trustee.read(folder, campaign)
    with _progress("open") as progress:
        if trustee.party is Party.T1:
            path = open_outer(trustee, with_missing=with_missing, progress=progress, processes=processes)
            click.echo(_opened(stated(trustee)).say(language()))
            click.echo(Text(f"请把“{path}”交给内层开票方。", f"Hand “{path}” to the inner trustee.").say(language()))
        else:
            counts = open_inner(trustee, _needed(inner, "--inner"), progress=progress, processes=processes)
            click.echo((_counted(counts) if counts else DONE_BEFORE).say(language()))
    click.echo(SEND_NOW.say(language()))


@command.command("late", epilog="例 Example:\n\n    pingyi trustee late trustee --campaign campaign evidence/*")
@folder_argument
@campaign_option
@click.argument("evidence", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def late(folder: Path, campaign: Path, evidence: tuple[Path, ...]) -> None:
    """外层：开票前收下缺的信封，一起混入 · T1, before the opening: take missing envelopes into the mix."""
    from pingyi.trustee.opening.mixing import take_late
    from pingyi.trustee.steps import Trustee

    taken = take_late(Trustee.read(folder, campaign), evidence)
    click.echo(Text(f"补上 {taken} 个信封。", f"{taken} envelopes were added.").say(language()))


@command.command(
    "objection", epilog="例 Example:\n\n    pingyi trustee objection trustee --campaign campaign evidence/*"
)
@folder_argument
@campaign_option
@click.argument("evidence", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def objection(folder: Path, campaign: Path, evidence: tuple[Path, ...]) -> None:
    """外层：满7天后一次处理全部异议，没有也要做 · T1: after 7 days look at all evidence, even if none."""
    from pingyi.trustee.opening.objections import hand_on
    from pingyi.trustee.steps import Trustee

    path, looked = hand_on(Trustee.read(folder, campaign), evidence, now=time.time())
    for one in looked:
        click.echo(f"{one.index}\t{OUTCOMES[one.outcome].say(language())}")
    click.echo(Text(f"请把“{path}”交给内层开票方。", f"Hand “{path}” to the inner trustee.").say(language()))


@command.command(
    "tags",
    epilog="例 Example:\n\n    pingyi trustee tags trustee --campaign campaign --objections objections.bin",
)
@folder_argument
@campaign_option
@click.option(
    "--objections",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="外层交来的异议文件 the file of objections that the outer trustee handed over",
)
@click.option("--in-small-groups", is_flag=True, help="认得出的也计入 count ballots that can be told from the rest")
def tags(folder: Path, campaign: Path, objections: Path, in_small_groups: bool) -> None:
    """内层：处理异议，写最终清单 · T2: judge the objections, write the final list of tags."""
    from pingyi.trustee.opening.objections import finish
    from pingyi.trustee.steps import Trustee

    trustee = Trustee.read(folder, campaign)
    final = finish(trustee, objections, now=time.time(), in_small_groups=in_small_groups)
    if final is None:
        click.echo(DONE_BEFORE.say(language()))
    else:
        said = Text(
            f"最终清单 {final.tags} 张，其中异议增加 {final.added} 张。",
            f"The final list has {final.tags} ballots, {final.added} of them added by objections.",
        )
        click.echo(said.say(language()))
    click.echo(SEND_NOW.say(language()))


@command.command("rows", epilog="例 Example:\n\n    pingyi trustee rows trustee --campaign campaign --comments")
@folder_argument
@campaign_option
@click.option("--comments", is_flag=True, help="另写加密的留言文件 also write sealed files of comments for the readers")
@passphrase_option
@processes_option
def rows(folder: Path, campaign: Path, comments: bool, passphrase_file: Path | None, processes: int) -> None:
    """内层：写达到最低票数的单元的票行 · T2: write the rows of the cells that come to the minimum."""
    from pingyi.trustee.opening.rows import publish_rows
    from pingyi.trustee.steps import Trustee

    trustee = Trustee.read(folder, campaign)
    passphrase = _passphrase(passphrase_file, confirm=True) if comments else ""
    with _progress("rows") as progress:
        released = publish_rows(trustee, passphrase=passphrase, progress=progress, processes=processes)
    if released is None:
        click.echo(DONE_BEFORE.say(language()))
    else:
        said = Text(
            f"公布 {released.cells} 个单元的 {released.rows} 行；{released.withheld} 个单元不足最低票数，不公布。"
            f"留言文件 {len(released.comments)} 个。",
            f"{released.rows} rows of {released.cells} cells are released; {released.withheld} cells are withheld. "
            f"Files of comments: {len(released.comments)}.",
        )
        click.echo(said.say(language()))
    click.echo(SEND_NOW.say(language()))


@command.command("comments", epilog="例 Example:\n\n    pingyi trustee comments 0001-530100.sealed")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@passphrase_option
def comments(file: Path, passphrase_file: Path | None) -> None:
    """主办方读者：打开一个留言文件 · The organiser's readers: open one file of comments."""
    from pingyi.trustee.opening.comments import read_pool

    pool = read_pool(file.read_bytes(), _passphrase(passphrase_file))
    click.echo(f"# {pool.unit}\t{pool.ballots}")
    for comment in pool.comments:
        click.echo(_harmless(comment))


@command.command("destroy", epilog="例 Example:\n\n    pingyi trustee destroy trustee --campaign campaign")
@folder_argument
@campaign_option
@click.option("--also", multiple=True, help="另外人工销毁了什么，可写多次 what people destroyed by hand; repeatable")
@click.confirmation_option(
    prompt="销毁后不能恢复。纸上和别处的备份都销毁了，确定继续吗？ "
    "This cannot be undone. All paper and other copies are destroyed. Go on?"
)
def destroy(folder: Path, campaign: Path, also: tuple[str, ...]) -> None:
    """票行公布后销毁密钥和信封，作出声明 · After the rows: destroy keys and envelopes, and state it."""
    from pingyi.trustee.destruction import destroy as destroy_all
    from pingyi.trustee.steps import Trustee

    click.echo(destroy_all(Trustee.read(folder, campaign), also=also))
    said = Text(
        "文件已覆盖并删除。固态硬盘和U盘可能留有旧的数据块：请按操作说明销毁介质。",
        "The files are overwritten and removed. Flash disks may keep old blocks: destroy the media as the guide says.",
    )
    click.echo(said.say(language()), err=True)
    click.echo(SEND_NOW.say(language()))


def _harmless(comment: str) -> str:
    """Return a comment on one line, without the signs by which a text could command a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in comment)


def _box(campaign: Path, addresses: Path | None) -> str:
    """Return the URL of the ballot box, from the manifest, which must be at hand."""
    from pingyi.durable.asking import base_of
    from pingyi.primitives.errors import Malformed
    from pingyi.protocol.manifest import Manifest
    from pingyi.protocol.parties import Party
    from pingyi.trustee.refusals import campaign_unreadable

    try:
        manifest = Manifest.parse((campaign / "manifest.json").read_bytes())
    except Malformed as error:
        raise campaign_unreadable(error.what) from error
    return base_of(manifest.parties[Party.B].name, addresses)


def _send_all(outbox: Path, campaign: Path, box: str) -> None:
    from pingyi.trustee.mirror.campaign import Campaign
    from pingyi.trustee.outbox import send, waiting

    known = Campaign.read(campaign)
    for path in waiting(outbox):
        click.echo(f"{path.name}\t{send(known, box, path).index}")


def _told(pulled: "Pulled") -> Text:
    if pulled.missing is None:
        return Text(
            f"日志 {pulled.size} 条，选票 {pulled.ballots} 张。这里只存日志，不存信封。",
            f"The log has {pulled.size} entries, {pulled.ballots} of them ballots. No envelopes are kept here.",
        )
    missing = len(pulled.missing)
    return Text(
        f"日志 {pulled.size} 条，选票 {pulled.ballots} 张，缺信封 {missing} 个。",
        f"The log has {pulled.size} entries, {pulled.ballots} of them ballots; {missing} envelopes are not held.",
    )


def _opened(stated: "Opened") -> Text:
    missing, closed = (sum(row[place] for row in stated.cells) for place in (1, 2))
    return Text(
        f"打开了 {len(stated.cells)} 个单元；缺信封 {missing} 个，打不开的 {closed} 个。",
        f"{len(stated.cells)} cells were opened; {missing} envelopes are missing, {closed} do not open.",
    )


def _counted(counts: "Counts") -> Text:
    listed = ", ".join(f"{reason} {count}" for reason, count in sorted(counts.reasons.items()) if count)
    return Text(
        f"有效 {counts.valid} 张。其余：{listed or '无'}。", f"Valid: {counts.valid}. Others: {listed or 'none'}."
    )


def _needed(path: Path | None, option: str) -> Path:
    if path is None:
        raise click.UsageError(f"Missing option '{option}'.")
    return path


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    if file is not None:
        return file.read_text("utf-8").partition("\n")[0]
    asked: str = click.prompt(PASSPHRASE.say(language()), hide_input=True, confirmation_prompt=confirm)
    return asked


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], object]]:
    """Show a bar on a terminal."""
    from tqdm import tqdm

    with tqdm(desc=what, leave=False, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        yield show
