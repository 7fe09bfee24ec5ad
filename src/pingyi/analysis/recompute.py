"""Compute the results of a published package again and compare them byte by byte."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pingyi.analysis.appraisal import Frame, appraise, evidence_files, gather, read_evidence, read_frame, result_files
from pingyi.analysis.packages import altered, read_package
from pingyi.scoring.model import Scheme
from pingyi.scoring.scheme import read_scheme, scheme_digest

PUBLIC, ROWS = "public sums", "rows"


@dataclass(frozen=True, slots=True)
class Compared:
    """One file of the package: what was compared, whether it agrees, and the first lines that differ."""

    name: str
    ok: bool
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What `pingyi recompute` found. `level` says from what: the public sums, or the rows of the auditor's package."""

    level: str
    files: tuple[Compared, ...]

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return all(file.ok for file in self.files)


def recompute(folder: Path) -> Report:
    """Return the report on the package in `folder`. Raises `Refused` when it holds none that can be read."""
    listing, files = read_package(folder)
    scheme = read_scheme(files.get("scheme.toml", b"").decode("utf-8", errors="replace"))
    frame = read_frame(files.get("units.csv", b""))
    changed = [Compared(path, False, ("sha256",)) for path in altered(listing, files)]
    digest = Compared("scheme.toml digest", scheme_digest(scheme) == listing.get("scheme_digest"))
    return Report(
        ROWS if _row_paths(folder, files) else PUBLIC,
        (*changed, digest, *_again(folder, files, scheme, frame)),
    )


def _again(folder: Path, files: Mapping[str, bytes], scheme: Scheme, frame: Frame) -> Iterator[Compared]:
    rows = _row_paths(folder, files)
    if rows:
        yield from _compare(evidence_files(gather(scheme, frame, rows)), files)
    yield from _compare(result_files(appraise(scheme, frame, read_evidence(files))), files)


def _row_paths(folder: Path, files: Mapping[str, bytes]) -> dict[str, Sequence[Path]]:
    """Return kind -> Parquet files under rows/, empty in a public package."""
    found: dict[str, list[Path]] = {}
    for name in sorted(files):
        if name.startswith("rows/") and name.endswith(".parquet"):
            found.setdefault(name.split("/")[1], []).append(folder / name)
    return dict(found)


def _compare(computed: Mapping[str, bytes], published: Mapping[str, bytes]) -> Iterator[Compared]:
    for name in sorted(computed):
        if computed[name] == published.get(name):
            yield Compared(name, True)
        else:
            yield Compared(name, False, _first_differences(published.get(name, b""), computed[name]))


def _first_differences(published: bytes, computed: bytes, most: int = 10) -> tuple[str, ...]:
    lines = difflib.unified_diff(
        published.decode("utf-8", errors="replace").splitlines(), computed.decode().splitlines(), lineterm="", n=0
    )
    changes = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return tuple(changes[:most])


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as `--json` prints it."""
    return {
        "ok": report.ok,
        "level": report.level,
        "files": [{"name": file.name, "ok": file.ok} for file in report.files],
        "differences": [{"name": f.name, "lines": list(f.differences)} for f in report.files if not f.ok],
    }
