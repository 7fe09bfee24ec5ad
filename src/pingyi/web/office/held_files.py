"""Uploads between a dry run and its confirmation, and refused files with what was wrong.

A file lies in a folder of its own under var/uploads, named by its owner and a random word, so that nobody else can
ask for it. It goes when it was taken in; a waiting one after a day, a refused one after a month.
"""

import datetime as dt
import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from pingyi.accounts.models import Staff
from pingyi.foundation import clock
from pingyi.foundation.places import var_folder
from pingyi.wording import Issue, Refused, Text

WAITS = dt.timedelta(days=1)
KEPT = dt.timedelta(days=30)
_KEY = re.compile(r"(\d+)-[0-9a-f]{24}")
_UNSAFE = re.compile(r"[^\w.\-]+")
_NOTE = "note.json"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that waits. `about` says what it is for ("units", "evidence:CAMPAIGN:KIND"), `answers` what was filled in
    beside it; `issues` are there when it was refused.
    """

    key: str
    name: str
    about: str
    answers: dict[str, str]
    at: dt.datetime
    issues: tuple[Issue, ...] = ()

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return var_folder("uploads", self.key) / f"upload-{self.name}"


def hold(staff: Staff, upload: "UploadedFile[bytes]", about: str, **answers: str) -> HeldFile:
    """Keep an upload for its owner; whatever is too old goes."""
    sweep()
    name = _UNSAFE.sub("_", Path(upload.name or "").name)[-100:].lstrip(".") or "file"
    held = HeldFile(f"{staff.pk}-{secrets.token_hex(12)}", name, about, answers, clock.now())
    with held.path.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    _write_note(held, ())
    return held


def held_file(staff: Staff, key: str) -> HeldFile | None:
    """Return the file held under `key` for `staff`; None for another's, an unknown or a forgotten one."""
    fits = _KEY.fullmatch(key)
    if not fits or int(fits[1]) != staff.pk:
        return None
    note = var_folder("uploads") / key / _NOTE
    return _read_note(note) if note.is_file() else None


def release(held: HeldFile) -> None:
    """Let go of a file that was taken in."""
    shutil.rmtree(var_folder("uploads") / held.key, ignore_errors=True)


def keep_as_refused(held: HeldFile, refused: Refused) -> HeldFile:
    """Keep the file with what was wrong, so that its owner can mend it."""
    _write_note(held, refused.issues)
    return _read_note(var_folder("uploads", held.key) / _NOTE)


def refused_files(staff: Staff) -> list[HeldFile]:
    """Return the refused files of `staff`, the latest first."""
    notes = var_folder("uploads").glob(f"{staff.pk}-*/{_NOTE}")
    found = [held for held in map(_read_note, notes) if held.issues and held.at > clock.now() - KEPT]
    return sorted(found, key=lambda held: held.at, reverse=True)


def sweep() -> None:
    """Remove what nobody confirmed within a day, and refused files after a month."""
    for note in list(var_folder("uploads").glob(f"*/{_NOTE}")):
        held = _read_note(note)
        if held.at < clock.now() - (KEPT if held.issues else WAITS):
            release(held)


def _write_note(held: HeldFile, issues: tuple[Issue, ...]) -> None:
    note = {"name": held.name, "about": held.about, "answers": held.answers, "at": held.at.isoformat()}
    kept = {**note, "issues": [asdict(issue) for issue in issues]}
    (held.path.parent / _NOTE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _read_note(note: Path) -> HeldFile:
    kept = json.loads(note.read_text(encoding="utf-8"))
    issues = tuple(
        Issue(**{**issue, "what": Text(**issue["what"]), "remedy": Text(**issue["remedy"])}) for issue in kept["issues"]
    )
    at = dt.datetime.fromisoformat(kept["at"])
    return HeldFile(note.parent.name, kept["name"], kept["about"], kept["answers"], at, issues)
