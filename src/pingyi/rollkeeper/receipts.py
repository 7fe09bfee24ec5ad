"""`roll receipt`: destroy what must not be kept, then sign that it is gone."""

import os
from pathlib import Path

from pingyi.protocol import lists
from pingyi.protocol import manifest as manifests
from pingyi.protocol.entries import StatementEntry
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Destroyed
from pingyi.rollkeeper import making, wrongs
from pingyi.rollkeeper.desk import Desk, shred, sync_folder
from pingyi.rollkeeper.letters.printing import LETTERS, check_manifest
from pingyi.wording import Refused, Text

STATEMENTS = "public/statements"
WHAT = {
    "codes": ("secret", "codes, letters and text messages"),
    "map": ("keep", "sealed map of persons, references of persons, waiting list"),
}


def destroy(desk: Desk, number: int, kind: str, manifest_bytes: bytes, seed: bytes) -> Path:
    """Destroy the codes (after mailing) or the map (after the audit) of roll `number`; return the signed statement.

    The statement lies in `public/statements`, its log entry beside it as `.entry`. Run again after a break, it ends
    what was begun and signs the same bytes.
    """
    folder, words = WHAT[kind]
    check_manifest(desk, Manifest.parse(manifest_bytes))
    roll = desk.roll(number)
    count, root = _counted(roll)
    if kind == "codes" and (roll / making.CODES).exists() and not (roll / LETTERS).exists():
        raise _not_printed()
    with desk.locked():
        shred(roll / folder)
        sync_folder(roll)
        camp = manifests.camp(manifest_bytes)
        statement = Destroyed(campaign=camp, by=Party.M, what=(f"{words} of roll {root} with {count} keys",))
        entry = StatementEntry(Party.M, statement.hash()).signed(camp, seed)
        path = roll / STATEMENTS / f"{statement.hash().hex()}.json"
        _place(path.with_suffix(".entry"), entry.encode())
        _place(path, statement.encode())
    return path


def _counted(roll: Path) -> tuple[int, str]:
    """Return how many keys the public roll file has, and its root."""
    files = list((roll / "public" / "roll").glob("*.bin"))
    if not files:
        raise wrongs.missing("roll", making.FIRST)
    return files[0].stat().st_size // lists.ROLL, files[0].stem


def _place(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(path)
    sync_folder(path.parent)


def _not_printed() -> Refused:
    return Refused.because(
        "not_printed",
        Text("这些评议码还没有印成信件。", "These codes have not been printed yet."),
        Text("请先运行 pingyi roll letters 并寄出。", "Run pingyi roll letters and mail them first."),
    )
