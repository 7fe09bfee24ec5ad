"""The folder of a draw: all that anybody needs, with the frame file, to draw the same sample again."""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import numpy as np

from pingyi.analysis.draws.design import Design, read_design
from pingyi.analysis.draws.dividing import divided
from pingyi.analysis.draws.drawing import Drawn, drawn
from pingyi.analysis.draws.frame import Frame, digest_of, opened_frame
from pingyi.sampling.refusals import refused
from pingyi.sampling.words import Chance, commitment

FORMAT: Final = "pingyi-draw-1"
Files = dict[str, bytes]


def commit(design: Path, frame: Path, seed: bytes) -> bytes:
    """Return the commitment (32 bytes) to publish before the draw; nothing of the seed can be seen from it."""
    return commitment(seed, digest_of(frame), read_design(design).digest)


def draw(design: Path, frame: Path, seed: bytes, out: Path) -> dict[str, Any]:
    """Draw and write the folder `out`, which must not exist or be empty; return what its `draw.json` says."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise refused(
            "folder_taken",
            f"{out.name} 已经存在，里面有东西。",
            f"{out.name} exists and is not empty.",
            "请换一个文件夹。",
            "Take another folder.",
        )
    files, said = _made(read_design(design), frame, seed, Path(os.path.relpath(frame, out)).as_posix())
    _write(files, out)
    return said


def verify(folder: Path, frame: Path | None = None, promised: bytes | None = None) -> Iterator[tuple[str, bool]]:
    """Yield the name of each check and whether it held: frame, design, commitment, and every file of the draw."""
    said = _read(folder)
    where = frame or folder / said["frame"]["path"]
    seed = bytes.fromhex(said["seed"])
    design = read_design(folder / "design.json")
    yield "frame", digest_of(where).hex() == said["frame"]["sha256"]
    yield "design", design.digest.hex() == said["design_sha256"]
    yield (
        "commitment",
        (promised or bytes.fromhex(said["commitment"])) == commitment(seed, digest_of(where), design.digest),
    )
    again, _ = _made(design, where, seed)
    named = {path.name for path in folder.iterdir()}
    for name in sorted(named | set(again)):
        if name == "draw.json":
            yield name, _without_place(json.loads(again[name])) == _without_place(said)
        else:
            yield name, name in again and name in named and (folder / name).read_bytes() == again[name]


def _made(design: Design, frame: Path, seed: bytes, path: str = "") -> tuple[Files, dict[str, Any]]:
    with opened_frame(frame, design) as opened:
        chance = Chance.bound(seed, opened.digest, design.digest)
        n = divided(design, opened.strata, _units(opened))
        found = drawn(opened, n, chance)
        files = {"design.json": design.content, "sample.csv": _sample(opened, found), "strata.csv": _strata(opened, n)}
        if design.joint:
            files["joint.csv"] = _joint(found)
        said = {
            "format": FORMAT,
            "frame": {"path": path, "sha256": opened.digest.hex(), "rows": opened.rows},
            "design_sha256": design.digest.hex(),
            "seed": seed.hex(),
            "commitment": commitment(seed, opened.digest, design.digest).hex(),
            "n": len(found.rows),
            "digest": hashlib.sha256(files["sample.csv"]).hexdigest(),
        }
    files["draw.json"] = json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"
    return files, said


def _units(frame: Frame) -> Sequence[int]:
    return frame.clusters().counts if frame.design.cluster else frame.counts


def _sample(frame: Frame, found: Drawn) -> bytes:
    psus = found.cluster or [str(row) for row in found.rows.tolist()]
    every = zip(found.rows.tolist(), frame.ids(found.rows), found.strata.tolist(), psus, found.probability, strict=True)
    lines = ([row, who, frame.strata[h], psu, p, float(1 / p)] for row, who, h, psu, p in every)
    return _csv(["row", "id", "stratum", "psu", "probability", "weight"], lines)


def _strata(frame: Frame, n: Sequence[int]) -> bytes:
    return _csv(
        ["stratum", "rows", "units", "size", "n"],
        zip(frame.strata, frame.counts, _units(frame), frame.totals, n, strict=True),
    )


def _joint(found: Drawn) -> bytes:
    """Return the joint probabilities in the order of the sample, no heading: `pps.joint` of an analysis plan."""
    p = np.array([float(one) for one in found.probability])
    whole = np.outer(p, p)
    for h, inside in found.joint.items():
        at = np.flatnonzero(found.strata == h)
        whole[np.ix_(at, at)] = inside
    np.fill_diagonal(whole, p)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(whole.tolist())
    return out.getvalue().encode()


def _csv(heading: Sequence[str], rows: Any) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return out.getvalue().encode()


def _write(files: Files, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".draw-", dir=out.parent))
    try:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        if out.exists():
            out.rmdir()
        folder.chmod(0o755)
        folder.replace(out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _read(folder: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((folder / "draw.json").read_bytes())
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        return said
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise refused(
            "unreadable_draw",
            f"{folder.name} 不是抽样的结果（{error}）。",
            f"{folder.name} is no draw ({error}).",
            "请给出 `pingyi sample draw` 写出的文件夹。",
            "Give the folder that `pingyi sample draw` wrote.",
        ) from error


def _without_place(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "frame": {**said["frame"], "path": ""}}
