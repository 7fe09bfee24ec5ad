"""The public halves of the signers' keys for the planned cells: the `public.json` that each signer delivers."""

from pathlib import Path

from pingyi.primitives import canonical
from pingyi.primitives.errors import Malformed
from pingyi.protocol.fields import Fields
from pingyi.protocol.parties import ROLES
from pingyi.tokens.rsa import PublicKey
from pingyi.wording import Refused, Text

FORMAT = "pingyi/v1/signer-keys"
_ASK = Text("请发证方按 cells-draft.csv 重新交付。", "Ask the signer to deliver again, by cells-draft.csv.")
KeyPair = tuple[PublicKey, PublicKey]


def read_moduli(ballot: Path, entry: Path, cells: int) -> list[KeyPair]:
    """Return the pair of keys of every cell; raises `Refused` for keys missing, too many, unfit or used twice."""
    delivered = [_read(path, role, cells) for path, role in zip((ballot, entry), ROLES, strict=True)]
    moduli = [key.modulus for keys in delivered for key in keys]
    if len(set(moduli)) != len(moduli):
        raise _refused("key_twice", Text("有两把密钥相同。", "Two of the keys are the same."))
    return list(zip(*delivered, strict=True))


def _read(path: Path, role: int, cells: int) -> list[PublicKey]:
    try:
        fields = Fields(canonical.decode(path.read_bytes()), path.name, ("format", "role", "identity", "moduli"))
        fields.choice("format", FORMAT)
        fields.octets("identity", 32)
        given, texts = fields.number("role", 1, 2), fields.texts("moduli")
    except Malformed as error:
        what = Text(f"“{path.name}”读不出：{error.what}。", f"“{path.name}” cannot be read: {error.what}.")
        raise _refused("unreadable_keys", what) from None
    if given != role:
        what = Text(f"“{path}”不是角色{role}的密钥。", f"“{path}” does not hold the keys of role {role}.")
        raise _refused("keys_of_other_role", what)
    if len(texts) != cells:
        what = Text(f"“{path}”有{len(texts)}把密钥，应有{cells}把。", f"“{path}” holds {len(texts)} keys, not {cells}.")
        raise _refused("keys_incomplete", what)
    return [_key(text, cell, path) for cell, text in enumerate(texts)]


def _key(text: str, cell: int, path: Path) -> PublicKey:
    try:
        return PublicKey(bytes.fromhex(text))
    except (ValueError, Malformed):
        what = Text(f"“{path}”中计票单元{cell}的密钥不对。", f"The key of cell {cell} in “{path}” is unfit.")
        raise _refused("key_wrong", what) from None


def _refused(code: str, what: Text) -> Refused:
    return Refused.because(code, what, _ASK)
