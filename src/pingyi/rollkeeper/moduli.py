"""The public keys that the two signers made for the planned cells: one file each, `cell,modulus`, modulus as hex."""

import csv
from collections.abc import Sequence
from pathlib import Path

from pingyi.primitives.errors import Malformed
from pingyi.tokens.rsa import PublicKey
from pingyi.wording import Issue, Refused, Text

COLUMNS = ("cell", "modulus")
_ASK = Text("请签发方按 cells-draft.csv 重新交付。", "Ask the signer to deliver again, by cells-draft.csv.")
KeyPair = tuple[PublicKey, PublicKey]


def read_moduli(ballot: Path, entry: Path, cells: int) -> list[KeyPair]:
    """Return the pair of keys of every cell; raises `Refused` for keys missing, too many, unfit or used twice."""
    pairs = list(zip(_read(ballot, cells), _read(entry, cells), strict=True))
    moduli = [key.modulus for pair in pairs for key in pair]
    if len(set(moduli)) != len(moduli):
        what = Text("有两把密钥相同。", "Two of the keys are the same.")
        raise Refused(Issue("key_twice", what, _ASK))
    return pairs


def _read(path: Path, cells: int) -> Sequence[PublicKey]:
    with path.open(encoding="utf-8", newline="") as source:
        table = csv.reader(source)
        if tuple(next(table, ())) != COLUMNS:
            what = Text(f"“{path.name}”的列不是 cell,modulus。", f"The columns of “{path.name}” are not cell,modulus.")
            raise Refused(Issue("unreadable_keys", what, _ASK, 1))
        rows = list(table)
    if [row[:1] for row in rows] != [[str(index)] for index in range(cells)]:
        what = Text(f"“{path.name}”应有{cells}行，从0起逐一编号。", f"“{path.name}” must have {cells} rows, from 0 on.")
        raise Refused(Issue("keys_incomplete", what, _ASK))
    return [_key(row, path) for row in rows]


def _key(row: list[str], path: Path) -> PublicKey:
    try:
        (_, text) = row
        return PublicKey(bytes.fromhex(text))
    except (ValueError, Malformed):
        what = Text(
            f"“{path.name}”中第{row[0]}个密钥不是2048位的公钥。", f"Key {row[0]} of “{path.name}” is no 2048-bit key."
        )
        raise Refused(Issue("key_wrong", what, _ASK, int(row[0]) + 2, "modulus")) from None
