"""`pingyi roll`: the offline work of the roll keeper, and of the auditor who checks it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pingyi.rollkeeper.desk import Desk
    from pingyi.rollkeeper.making import Settings

Found = TypeVar("Found")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
NEW = click.Path(path_type=Path)
DESK = click.option("--desk", type=NEW, required=True, help="这次评议的工作文件夹 · working folder of this campaign")
MANIFEST = click.option("--manifest", type=FILE, required=True, help="manifest.json")
IDENTITY = click.option("--identity", type=FILE, required=True, help="名册保管方的私钥 · the roll keeper's private key")
AUDITOR = click.option("--auditor", type=FILE, required=True, help="审计人的公钥 · the auditor's public key (hex)")
FONT = click.option("--font", type=FILE, help="收字更全的字体文件 · a fuller font file of Noto Sans CJK SC")
BEACON = click.option("--beacon", required=True, help="约定的公开数值，照原样 · the public value agreed on, exactly")
COUNT = click.option(
    "--count", type=click.IntRange(1), default=450, show_default=True, help="抽取人数 · people to draw"
)


@click.group("roll")
def command() -> None:
    """名册：分单元、制码、印信、分批、销毁、抽查回访 · The roll: cells, codes, letters, batches, receipts, audit."""


@command.command()
@click.argument("people", type=FILE, required=False)
@click.option("--expected", type=FILE, help="持续评议：预计人次表 · continuous programme: expected numbers")
@click.option("--units", type=FILE, required=True, help="pingyi export units 导出的单位文件 · unit file")
@click.option("--campaign", required=True, help="评议活动代码 · id of the campaign")
@DESK
@FONT
def plan(
    *, people: Path | None, expected: Path | None, units: Path, campaign: str, desk: Path, font: Path | None
) -> None:
    """检查名单，划定计票单元 · Check the list and fix the cells; signers make their keys for cells-draft.csv.

    \b
    例 Example:  pingyi roll plan people.csv --units units.csv --campaign yunling-2026 --desk desk
    """
    from pingyi.rollkeeper.desk import Desk
    from pingyi.rollkeeper.letters.glyphs import SHIPPED, glyphs_of
    from pingyi.rollkeeper.planning import plan_expected, plan_people

    if (people is None) == (expected is None):
        raise click.UsageError("PEOPLE or --expected")
    if people:
        cells = plan_people(Desk(desk), people, units, campaign, glyphs_of(font or SHIPPED))
    else:
        cells = plan_expected(Desk(desk), expected or Path(), units, campaign)
    invited = sum(cell.invited for cell in cells)
    _say(
        f"{len(cells)}个计票单元，{invited}人。请把 {desk / 'plan/cells-draft.csv'} 交给两家发证方。",
        f"{len(cells)} cells, {invited} people. Hand {desk / 'plan/cells-draft.csv'} to both signers.",
    )


@command.command()
@click.argument("people", type=FILE, required=False)
@click.option("--ballot-keys", type=FILE, required=True, help="评议票发证方的 public.json · of the ballot signer")
@click.option("--entry-keys", type=FILE, required=True, help="入箱发证方的 public.json · of the entry signer")
@AUDITOR
@DESK
@click.option("--workers", type=click.IntRange(1), help="进程数 · processes")
def make(
    *, people: Path | None, ballot_keys: Path, entry_keys: Path, auditor: Path, desk: Path, workers: int | None
) -> None:
    """制作名册和评议码 · Make the roll, the codes, the cells and their proofs.

    \b
    例 Example:  pingyi roll make people.csv --ballot-keys s.json --entry-keys r.json --auditor a.pub --desk desk
    """
    from pingyi.rollkeeper import making, planning
    from pingyi.rollkeeper.desk import Desk

    with _bar(planning.read_plan(Desk(desk)).people, Text("制码", "codes")) as bar:
        made = making.make_roll(Desk(desk), people, (ballot_keys, entry_keys), _settings(auditor, workers, bar))
    public = desk / "rolls" / "0" / "public"
    _say(f"{made.count}个评议码。公开文件在 {public}。", f"{made.count} codes. What is public lies in {public}.")


@command.command()
@MANIFEST
@click.option("--letter", type=FILE, required=True, help="letter.toml，见 docs/formats/letter.md")
@click.option("--policy", type=FILE, help="认定的机构名单 · pinned list of bodies")
@click.option(
    "--round", "number", type=click.IntRange(0), help="第几批，默认最后一批 · which roll; the last by default"
)
@click.option("--per-file", type=click.IntRange(1, 2000), default=250, show_default=True)
@click.option("--workers", type=click.IntRange(1), help="进程数 · processes")
@DESK
@FONT
def letters(manifest: Path, letter: Path, policy: Path | None, number: int | None, desk: Path, **options: Any) -> None:
    """印邀请信，导出短信 · Print the letters and list the text messages.

    \b
    例 Example:  pingyi roll letters --manifest manifest.json --letter letter.toml --desk desk
    """
    from pingyi.protocol.grade import Policy
    from pingyi.protocol.manifest import Manifest
    from pingyi.rollkeeper.crew import cores
    from pingyi.rollkeeper.letters import offers, printing
    from pingyi.rollkeeper.letters.glyphs import SHIPPED

    content, place = manifest.read_bytes(), _desk(desk)
    offer = offers.read_offer(letter, _parsed(Manifest.parse, content))
    pinned = _parsed(Policy.parse, policy.read_bytes()) if policy else None
    number = place.rounds()[-1] if number is None else number
    with _bar(None, Text("印信", "letters")) as bar:
        font, workers = options["font"] or SHIPPED, options["workers"] or cores()
        press = printing.Press(font, options["per_file"], workers, bar.update, pinned)
        done = printing.print_roll(place, number, content, offer, press)
    target = place.roll(number) / printing.LETTERS
    _say(
        f"{done.letters}封信，{done.files}个文件；{done.messages}条短信。都在 {target}。",
        f"{done.letters} letters in {done.files} files, {done.messages} text messages, all in {target}.",
    )


@command.command()
@click.argument("people", type=FILE, required=False)
@MANIFEST
@IDENTITY
@AUDITOR
@DESK
@FONT
@click.option("--workers", type=click.IntRange(1), help="进程数 · processes")
def batch(people: Path | None, manifest: Path, desk: Path, **options: Any) -> None:
    """持续评议：加一批人 · Continuous programme: add people, as far as each cell has enough.

    \b
    例 Example:  pingyi roll batch new.csv --manifest manifest.json --identity m.key --auditor a.pub --desk desk
    """
    from pingyi.protocol.manifest import Manifest
    from pingyi.rollkeeper import rounds
    from pingyi.rollkeeper.identity import signing_seed
    from pingyi.rollkeeper.letters.glyphs import SHIPPED

    content = manifest.read_bytes()
    seed = signing_seed(options["identity"], _parsed(Manifest.parse, content))
    desired = rounds.Desired(people, content, seed, datetime.now(UTC), options["font"] or SHIPPED)
    with _bar(None, Text("制码", "codes")) as bar:
        done = rounds.add_round(_desk(desk), desired, _settings(options["auditor"], options["workers"], bar))
    added = done.entry.count if done.entry else 0
    _say(
        f"第{done.number}批：加入{added}人，{done.waiting}人等待。",
        f"Round {done.number}: {added} people added, {done.waiting} wait.",
    )
    if done.entry:
        _say(
            f"请把 {desk}/rolls/{done.number}/{rounds.ENTRY} 交给票箱。",
            f"Hand {rounds.ENTRY} of that roll to the box.",
        )
    for name in done.overdue:
        _say(
            f"“{name}”等了30天还不满50人，应并入更大的计票单元。",
            f"“{name}” has not filled in 30 days: it belongs in a coarser series.",
        )


@command.command()
@click.argument("what", type=click.Choice(["codes", "map"]))
@MANIFEST
@IDENTITY
@click.option("--round", "number", type=click.IntRange(0), default=0, show_default=True, help="第几批 · which roll")
@click.confirmation_option(prompt="销毁后无法恢复，继续吗 · This cannot be undone. Go on")
@DESK
def receipt(what: str, manifest: Path, identity: Path, number: int, desk: Path) -> None:
    """寄出后销毁评议码（审计后销毁名册对照），并签字 · Destroy codes (or the map), then sign that they are gone.

    \b
    例 Example:  pingyi roll receipt codes --manifest manifest.json --identity m.key --desk desk
    """
    from pingyi.protocol.manifest import Manifest
    from pingyi.rollkeeper.identity import signing_seed
    from pingyi.rollkeeper.receipts import destroy

    content = manifest.read_bytes()
    seed = signing_seed(identity, _parsed(Manifest.parse, content))
    path = destroy(_desk(desk), number, what, content, seed)
    _say(f"已销毁。声明和日志条目：{path}、.entry。", f"Destroyed. Statement and log entry: {path} and .entry.")


@command.group()
def audit() -> None:
    """抽查回访 · The call-back audit: were these people's codes used by themselves?"""


@audit.command("keygen")
@click.argument("out", type=NEW)
def audit_keygen(out: Path) -> None:
    """审计人生成密钥，公钥写到 OUT.pub · Make the auditor's key; the public one goes to OUT.pub.

    \b
    例 Example:  pingyi roll audit keygen auditor.key
    """
    from pingyi.rollkeeper.identity import make_auditor

    public = make_auditor(out)
    out.with_name(out.name + ".pub").write_text(public.hex() + "\n", encoding="ascii")


@audit.command("draw")
@MANIFEST
@click.option(
    "--entry", "entries", type=FILE, multiple=True, help="各批的日志条目，按顺序 · batches' log entries in order"
)
@BEACON
@COUNT
def audit_draw(manifest: Path, entries: tuple[Path, ...], beacon: str, count: int) -> None:
    """列出抽中的位置 · List the positions that the public value draws; anybody gets the same.

    \b
    例 Example:  pingyi roll audit draw --manifest manifest.json --beacon 0a1b2c --count 450
    """
    from pingyi.rollkeeper import audits

    content = manifest.read_bytes()
    rolls = _parsed(lambda: audits.parts(content, [entry.read_bytes() for entry in entries]))
    for position in audits.drawn(content, rolls, beacon, count):
        click.echo(position)


@audit.command("open")
@MANIFEST
@BEACON
@COUNT
@DESK
@click.option("--out", type=NEW, required=True, help="交给审计人的文件 · the file for the auditor")
def audit_open(manifest: Path, beacon: str, count: int, desk: Path, out: Path) -> None:
    """名册保管方交出抽中的人，仍是封着的 · Hand over exactly the drawn people, still sealed to the auditor.

    \b
    例 Example:  pingyi roll audit open --manifest manifest.json --beacon 0a1b2c --desk desk --out drawn.json
    """
    from pingyi.rollkeeper.audits import open_drawn
    from pingyi.rollkeeper.desk import write_private

    write_private(out, open_drawn(_desk(desk), manifest.read_bytes(), beacon, count))


@audit.command("verify")
@click.argument("drawn", type=FILE)
@MANIFEST
@click.option("--key", type=FILE, required=True, help="审计人的私钥 · the auditor's private key")
@click.option("--package", type=FOLDER, required=True, help="评议票结果包 · the ballot package")
@click.option(
    "--entry", "entries", type=FILE, multiple=True, help="各批的日志条目，按顺序 · batches' log entries in order"
)
@click.option("--out", type=NEW, required=True, help="回访表 · the call sheet")
def audit_verify(
    *, drawn: Path, manifest: Path, key: Path, package: Path, entries: tuple[Path, ...], out: Path
) -> None:
    """审计人核对并打开，写出回访表 · Check what was handed over, open it, write the call sheet.

    \b
    例 Example:  pingyi roll audit verify drawn.json --manifest manifest.json --key auditor.key --package P --out c.csv
    """
    from pingyi.durable.identity import read_private
    from pingyi.rollkeeper import audits
    from pingyi.rollkeeper.desk import write_private
    from pingyi.rollkeeper.identity import SEED
    from pingyi.tokens.envelopes import derive_private_key

    content, private = manifest.read_bytes(), derive_private_key(read_private(key, SEED))

    def checked() -> list[audits.Asked]:
        rolls = audits.parts(content, [entry.read_bytes() for entry in entries])
        return audits.verify(drawn.read_bytes(), content, rolls, private, package)

    asked = _parsed(checked)
    write_private(out, audits.sheet(asked))
    _say(f"{len(asked)}人核对无误，回访表：{out}。", f"{len(asked)} people are as committed to; call sheet: {out}.")


@audit.command("report")
@click.argument("calls", type=FILE)
def audit_report(calls: Path) -> None:
    """由填好的回访表得出数字 · The figures of a filled call sheet.

    \b
    例 Example:  pingyi roll audit report calls.csv
    """
    from pingyi.rollkeeper.answers import findings

    found = findings(calls)
    _say(
        f"抽取{found.drawn}人：答复{found.answered}，拒绝{found.refused}，联系不上{found.unreachable}（不补抽）。",
        f"{found.drawn} drawn: {found.answered} answered, {found.refused} refused, {found.unreachable} not reached "
        "(nobody was drawn instead).",
    )
    _say(
        f"没参加而码被用过{found.used_by_others}人；参加了而码没有用过{found.lost}人。"
        f"这样的抽查有95%的把握发现{found.found_above:.2%}以上的冒用。",
        f"{found.used_by_others} took no part though their code was used; {found.lost} took part though theirs was "
        f"not. Such an audit finds forgery above {found.found_above:.2%} with 95 % certainty.",
    )
    if found.used_by_others:
        raise click.exceptions.Exit(1)


def _say(zh: str, en: str) -> None:
    click.echo(Text(zh, en).say(language()))


def _bar(total: int | None, what: Text) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, desc=what.say(language()), unit="", disable=None)


def _settings(auditor: Path, workers: int | None, bar: Any) -> "Settings":
    from pingyi.rollkeeper.crew import cores
    from pingyi.rollkeeper.identity import read_auditor
    from pingyi.rollkeeper.making import Settings

    return Settings(read_auditor(auditor), workers or cores(), bar.update)


def _desk(folder: Path) -> "Desk":
    """Return the desk; refused when no roll was made on it."""
    from pingyi.rollkeeper import making, wrongs
    from pingyi.rollkeeper.desk import Desk

    desk = Desk(folder)
    if not desk.rounds():
        raise wrongs.missing("rolls/0", making.FIRST)
    return desk


def _parsed(read: "Callable[..., Found]", *content: bytes) -> "Found":
    """Return what `read` makes of bytes that came from elsewhere; as a refusal when they are malformed."""
    from pingyi.primitives.errors import Malformed

    try:
        return read(*content)
    except Malformed as error:
        raise Refused.because(
            "unreadable_file",
            Text(f"文件不对：{error.what}。", f"A file is wrong: {error.what}."),
            Text("请向给出它的人重新索取，不要自己改。", "Ask whoever gave it for it again; do not mend it."),
        ) from None
