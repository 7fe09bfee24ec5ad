"""`pingyi manifest`: read a campaign's manifest in words, sign it, put the five signatures together."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pingyi.cli.root import language
from pingyi.wording import Refused, Text

if TYPE_CHECKING:
    from pingyi.protocol.manifest import Manifest
    from pingyi.protocol.parties import Party

DUTIES = {
    "M": Text("名册方", "roll keeper"),
    "S": Text("评议凭证发证方", "signer of ballot tokens"),
    "R": Text("入箱凭证发证方", "signer of entry tokens"),
    "T1": Text("外层开票方", "outer trustee"),
    "T2": Text("内层开票方", "inner trustee"),
    "B": Text("票箱", "ballot box"),
}
COMPARE = Text(
    "请和其他各方当面或打电话核对指纹。指纹一致、内容无误，才签名。",
    "Compare the fingerprint with the other parties, face to face or by phone. Sign only when it is the same and "
    "everything above is right.",
)
WHETHER = Text("指纹已核对一致，签名吗？", "The fingerprint is the same everywhere. Sign?")

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group("manifest")
def command() -> None:
    """评议清单：看懂、签名、合并签名 · The manifest: read it in words, sign it, put the signatures together.

    例 Example: pingyi manifest show campaign/manifest.json
    """


@command.command("key", epilog="例 Example:\n\n    pingyi manifest key --out identity.key")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="新文件 a new file")
def key(out: Path) -> None:
    """生成一把身份密钥，显示公钥 · Make an identity key, print its public key (for a party without a keygen)."""
    from pingyi.durable.identity import make_identity

    click.echo(make_identity(out).hex())


@command.command("show", epilog="例 Example:\n\n    pingyi manifest show campaign/manifest.json")
@file_argument
def show(file: Path) -> None:
    """用平常话说明评议清单 · Explain a manifest in plain words."""
    found, camp = _read(file)
    _explain(found, camp)


@command.command(
    "sign", epilog="例 Example:\n\n    pingyi manifest sign manifest.json --key identity.key --out T1.signature"
)
@file_argument
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="自己的身份密钥 your identity key",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="签名文件 the signature")
@click.option(
    "--fingerprint", help="别处得到的指纹，一致就不再询问 fingerprint from elsewhere, instead of the question"
)
def sign(file: Path, key_file: Path, out: Path, fingerprint: str | None) -> None:
    """核对指纹后签名 · Sign the manifest after its fingerprint was compared."""
    from pingyi.durable.identity import read_identity
    from pingyi.protocol import manifest as manifests

    found, camp = _read(file)
    seed = read_identity(key_file)
    party = _party(found, seed)
    _explain(found, camp)
    click.echo(f"{DUTIES[party.name].say(language())} {party.name}: {found.parties[party].name}")
    if fingerprint is not None:
        _check_fingerprint(camp, fingerprint)
    else:
        click.echo(COMPARE.say(language()))
        click.confirm(WHETHER.say(language()), abort=True)
    out.write_bytes(manifests.sign(seed, camp))
    click.echo(out)


@command.command(
    "seal",
    epilog="例 Example:\n\n    pingyi manifest seal manifest.json M.sig S.sig R.sig T1.sig T2.sig --out manifest.sigs",
)
@file_argument
@click.argument("signatures", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="manifest.sigs")
def seal(file: Path, signatures: tuple[Path, ...], out: Path) -> None:
    """核对五方签名，合成一个文件 · Check the five signatures, in any order, and put them into one file."""
    from pingyi.protocol.manifest import Signatures
    from pingyi.protocol.parties import SIGNERS_OF_MANIFEST

    found, camp = _read(file)
    by_party = {_signer(found, camp, path): path.read_bytes() for path in signatures}
    lacking = [party.name for party in SIGNERS_OF_MANIFEST if party not in by_party]
    if lacking:
        names = ", ".join(lacking)
        raise Refused.because(
            "signatures_lacking",
            Text(f"还缺 {names} 的签名。", f"The signature of {names} is lacking."),
            Text("五方签名齐了再合并。", "Put them together when all five are there."),
        )
    out.write_bytes(Signatures.of(by_party).encode())
    click.echo(out)


def _read(file: Path) -> "tuple[Manifest, bytes]":
    from pingyi.primitives.errors import Malformed
    from pingyi.protocol.manifest import Manifest, camp

    content = file.read_bytes()
    try:
        return Manifest.parse(content), camp(content)
    except Malformed as error:
        raise Refused.because(
            "unreadable_manifest",
            Text(f"“{file}”不是评议清单：{error.what}。", f"“{file}” is no manifest: {error.what}."),
            Text("请向主办方重新索取，不要自己改。", "Ask the organiser for it again; do not mend it."),
        ) from error


def _explain(found: "Manifest", camp: bytes) -> None:
    from pingyi.protocol.manifest import fingerprint

    for text in (*_kind(found), *_frame(found)):
        click.echo(text.say(language()))
    for party, identity in found.parties.items():
        click.echo(f"  {party.name:<3}{DUTIES[party.name].say(language())}  {identity.name}  {identity.key.hex()}")
    for witness in found.witnesses:
        click.echo(f"  W  {Text('见证', 'witness').say(language())}  {witness.name}  {witness.key.hex()}")
    for body in found.bodies:
        click.echo(
            Text(f"  {body.name}：归{body.controller}管", f"  {body.name}: under {body.controller}").say(language())
        )
    grouped = _groups(fingerprint(camp))
    click.echo(Text(f"指纹：{grouped}", f"Fingerprint: {grouped}").say(language()))


def _kind(found: "Manifest") -> list[Text]:
    said = [Text(f"评议：{found.id}", f"Campaign: {found.id}")]
    if found.demonstration:
        said.append(Text("这是演示，答案不保密。", "This is a demonstration; answers are not secret."))
    if found.kind == "internal":
        said.append(Text("内部自评。", "A body appraising itself."))
    said.append(Text(f"被评议一方归谁管：{found.rated}", f"The rated side is under: {found.rated}"))
    return said


def _frame(found: "Manifest") -> list[Text]:
    """Say what is fixed in numbers and dates."""
    quorum, witnesses, relays = found.quorum, len(found.witnesses), ", ".join(found.relays) or "-"
    source = found.batch_source or "-"
    return [
        Text(f"时间：{found.opens} 至 {found.closes}（协调世界时）", f"Time: {found.opens} to {found.closes} (UTC)"),
        Text(
            f"{found.questions} 个问题，{found.cells} 个计票单元，名册 {found.roll.count} 个评议码",
            f"{found.questions} questions, {found.cells} cells, {found.roll.count} codes on the roll",
        ),
        Text(
            f"以后每批每单元最多增加 {found.batch_max} 个评议码；数量依据：{source}",
            f"A later batch adds at most {found.batch_max} codes to a cell; source of counts: {source}",
        ),
        Text(
            f"回访抽查用的公开数值：{found.beacon or '-'}", f"Public value that draws the audit: {found.beacon or '-'}"
        ),
        Text(
            f"公开日志：{found.log.name}；{witnesses} 家见证，至少 {quorum} 家签名才算数",
            f"Public log: {found.log.name}; {witnesses} witnesses, {quorum} of them must cosign",
        ),
        Text(f"评议页面：{found.page.host}；代收：{relays}", f"Page: {found.page.host}; relays: {relays}"),
        Text("各方和身份公钥：", "Parties and their public identity keys:"),
    ]


def _groups(text: str) -> str:
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _party(found: "Manifest", seed: bytes) -> "Party":
    from pingyi.primitives import ed25519
    from pingyi.protocol.parties import SIGNERS_OF_MANIFEST

    public = ed25519.public_key(seed)
    for party in SIGNERS_OF_MANIFEST:
        if found.parties[party].key == public:
            return party
    raise Refused.because(
        "key_not_in_manifest",
        Text("评议清单里没有这把密钥。", "The manifest does not name this key."),
        Text(
            "请检查是不是拿错了密钥，或者主办方写错了公钥。",
            "See whether it is the wrong key, or was written down wrongly.",
        ),
    )


def _check_fingerprint(camp: bytes, text: str) -> None:
    from pingyi.primitives.errors import Malformed
    from pingyi.protocol.manifest import is_expected

    try:
        same = is_expected(camp, text)
    except Malformed:
        same = False
    if not same:
        raise Refused.because(
            "fingerprint_differs",
            Text("指纹不一致，没有签名。", "The fingerprint is another one. Nothing was signed."),
            Text("请先和主办方弄清楚哪一份是对的。", "Find out with the organiser which file is the right one."),
        )


def _signer(found: "Manifest", camp: bytes, path: Path) -> "Party":
    """Return whose signature a file holds."""
    from pingyi.primitives import ed25519
    from pingyi.protocol.manifest import signature_message
    from pingyi.protocol.parties import SIGNERS_OF_MANIFEST

    content, message = path.read_bytes(), signature_message(camp)
    for party in SIGNERS_OF_MANIFEST:
        if ed25519.verify(found.parties[party].key, message, content):
            return party
    raise Refused.because(
        "signature_wrong",
        Text(f"“{path}”不是五方中任何一方对这份清单的签名。", f"“{path}” is no party's signature of this manifest."),
        Text("请确认各方签的是同一份清单。", "See that everybody signed the same file."),
    )
