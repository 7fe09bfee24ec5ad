"""Packages: folders of plain files with a list of their hashes, which any web server can publish."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pingyi.wording import Issue, Refused, Text

FORMAT = "pingyi/v1/appraisal"
LIST = "package.json"


def write_package(folder: Path, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    """Write `files` (path -> bytes) and package.json into `folder`, which must be new or empty.

    `facts` are further keys of package.json. Written under another name first, so a cut leaves no half package. A
    folder that is there stays the same folder, since somebody may stand in it; package.json comes into it last.
    """
    folder = folder.resolve()
    there = folder.exists()
    building = folder / ".part" if there else folder.with_name(f".{folder.name}.part")
    if there and any(path != building for path in folder.iterdir()):
        raise Refused.because(
            "folder_not_empty",
            Text(f"文件夹“{folder}”不是空的。", f"The folder “{folder}” is not empty."),
            Text("请换一个新的或空的文件夹。", "Name a new or an empty one."),
        )
    shutil.rmtree(building, ignore_errors=True)  # of a writing that was cut off
    for path, content in files.items():
        target = building / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (building / LIST).write_bytes(_listing(files, facts))
    if there:
        _unfold(building, folder)
    else:
        building.rename(folder)


def _unfold(building: Path, folder: Path) -> None:
    for part in sorted(building.iterdir(), key=lambda path: path.name == LIST):
        part.rename(folder / part.name)
    building.rmdir()


def read_package(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return package.json and the files it lists; refuses a folder that holds no package.

    Whether the hashes agree is for the caller to judge (`altered`), so that a report can name each file.
    """
    try:
        listing = json.loads((folder / LIST).read_text(encoding="utf-8"))
        names = [entry["path"] for entry in listing["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(folder) from error
    if listing.get("format") != FORMAT or not all(_is_plain(name) for name in names):
        raise _unreadable(folder)
    return listing, {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def altered(listing: Mapping[str, Any], files: Mapping[str, bytes]) -> list[str]:
    """Return the paths whose content is missing or does not have the listed hash and size."""
    return [entry["path"] for entry in listing["files"] if not _agrees(entry, files.get(entry["path"]))]


def unlisted(folder: Path, listing: Mapping[str, Any]) -> list[str]:
    """Return what lies in the folder and is not listed, or is no plain file."""
    listed = {entry["path"] for entry in listing["files"]} | {LIST}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return sorted(name for name, path in found.items() if name not in listed or path.is_symlink())


def _agrees(entry: Mapping[str, Any], content: bytes | None) -> bool:
    return content is not None and entry.get("sha256") == _sha256(content) and entry.get("size") == len(content)


def _listing(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    listed = [
        {"path": path, "sha256": _sha256(content), "size": len(content)} for path, content in sorted(files.items())
    ]
    whole = {"format": FORMAT, **facts, "files": listed}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_plain(name: object) -> bool:
    """Whether a listed path stays inside the folder."""
    return isinstance(name, str) and not name.startswith("/") and ".." not in name.split("/")


def _unreadable(folder: Path) -> Refused:
    return Refused(
        Issue(
            "unreadable_package",
            Text(f"“{folder}”里没有可读的评议结果包。", f"“{folder}” holds no readable appraisal package."),
            Text("请给出含有 package.json 的文件夹。", "Name a folder that contains package.json."),
        )
    )
