"""A reader of logs written from the C2SP texts (signed-note, tlog-checkpoint, tlog-tiles), not from our code."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha256(content):
    return hashlib.sha256(content).digest()


def read_vkey(text):
    """Name, key id, kind, key."""
    name, identity, packed = text.split("+", 2)
    content = base64.b64decode(packed, validate=True)
    assert sha256(name.encode() + b"\n" + content)[:4].hex() == identity
    return name, bytes.fromhex(identity), content[0], content[1:]


def read_checkpoint(content, vkey):
    """Origin, size and root of a checkpoint that this log signed, and its other signature lines."""
    text, _, signatures = content.decode().rpartition("\n\n")
    signed = (text + "\n").encode()
    name, identity, kind, key = read_vkey(vkey)
    lines = [line.removeprefix("— ").split(" ") for line in signatures.splitlines()]
    mine = [base64.b64decode(one) for owner, one in lines if owner == name and base64.b64decode(one)[:4] == identity]
    assert kind == 1 and len(mine) == 1
    Ed25519PublicKey.from_public_bytes(key).verify(mine[0][4:], signed)
    origin, size, root = text.split("\n")
    assert origin == name
    return int(size), base64.b64decode(root, validate=True), [(owner, one) for owner, one in lines if owner != name]


def check_cosignature(content, witness):
    """Verify the line of one witness; return its time."""
    text, _, signatures = content.decode().rpartition("\n\n")
    name, identity, kind, key = read_vkey(witness)
    lines = [line.removeprefix("— ").split(" ") for line in signatures.splitlines()]
    packed = next(base64.b64decode(one) for owner, one in lines if owner == name)
    time = int.from_bytes(packed[4:12], "big")
    signed = b"cosignature/v1\n" + f"time {time}\n".encode() + (text + "\n").encode()
    assert kind == 4 and packed[:4] == identity
    Ed25519PublicKey.from_public_bytes(key).verify(packed[12:], signed)
    return time


def path_of(index):
    """The encoding of a tile's number: groups of three digits, all but the last with an x."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def read_entries(folder, size):
    """All entries, out of the bundles."""
    entries = []
    for index in range(-(-size // 256)):
        width = min(256, size - 256 * index)
        name = path_of(index) + (f".p/{width}" if width < 256 else "")
        content, place = (folder / "tile" / "entries" / name).read_bytes(), 0
        for _ in range(width):
            length = int.from_bytes(content[place : place + 2], "big")
            entries.append(content[place + 2 : place + 2 + length])
            place += 2 + length
        assert place == len(content)
    return entries


def merkle(hashes):
    """Root of leaf hashes by the definition of RFC 6962."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return sha256(b"\x01" + merkle(hashes[:k]) + merkle(hashes[k:]))


def check_tiles(folder, size, entries):
    """Every hash tile of every level is what the entries make it, and there are no other files."""
    level, row, expected = 0, [sha256(b"\x00" + entry) for entry in entries], set()
    while row:
        for start in range(0, len(row), 256):
            part = row[start : start + 256]
            name = f"{level}/{path_of(start // 256)}" + (f".p/{len(part)}" if len(part) < 256 else "")
            assert (folder / "tile" / name).read_bytes() == b"".join(part), name
            expected.add(name)
        full = len(row) // 256
        row = [merkle(row[256 * index : 256 * (index + 1)]) for index in range(full)]
        level += 1
    there = {path.relative_to(folder / "tile").as_posix() for path in (folder / "tile").rglob("*") if path.is_file()}
    assert {name for name in there if not name.startswith("entries/")} == expected


def read_log(folder, vkey):
    """Read and check a whole log: checkpoints, tiles, bundles. Return its entries."""
    newest = (folder / "checkpoint").read_bytes()
    size, root, _ = read_checkpoint(newest, vkey)
    entries = read_entries(folder, size)
    check_tiles(folder, size, entries)
    leaves = [sha256(b"\x00" + entry) for entry in entries]
    assert merkle(leaves) == root
    kept = {int(path.name): path.read_bytes() for path in (folder / "checkpoints").iterdir()}
    assert kept[max(kept)] == newest
    for old, content in kept.items():
        assert read_checkpoint(content, vkey)[:2] == (old, merkle(leaves[:old]))
    return entries
