"""Compute the results of a published package again, and check everything it says of itself."""

import difflib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pingyi.analysis.appraisal import Frame, appraise, evidence_files, gather, read_evidence, read_frame, result_files
from pingyi.analysis.appraisal.method_files import method_files
from pingyi.analysis.digest import is_intact
from pingyi.analysis.engine import column_names
from pingyi.analysis.fingerprints import BATCH_FILE, evidence_digest, read_batches, results_digest
from pingyi.analysis.kinds import KINDS, columns_in_order
from pingyi.analysis.packages import LIST, altered, read_package, unlisted
from pingyi.scoring.model import Scheme
from pingyi.scoring.scheme import read_scheme, scheme_digest

PUBLIC, ROWS = "public sums", "rows"
Listing = Mapping[str, Any]
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was compared, whether it agrees, and the first lines that differ."""

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


def recompute(folder: Path, expect: str | None = None) -> Report:
    """Return the report on the package in `folder`; refuses one that cannot be read.

    `expect` is the SHA-256 of its package.json as noted elsewhere. Without it a package is checked against itself
    only: whoever forges everything at one time, names and all, is found by that hash alone.
    """
    listing, files = read_package(folder)
    scheme = read_scheme(files.get("scheme.toml", b"").decode("utf-8", errors="replace"))
    frame = read_frame(files.get("units.csv", b""))
    rows = _row_paths(folder, files)
    checks = [*_expected(folder, expect), *_files(folder, listing, files), *_digests(listing, files, scheme)]
    checks += _rows(rows, files) if rows else []
    checks += _compare(method_files(scheme), files)
    return Report(ROWS if rows else PUBLIC, (*checks, *_again(rows, files, scheme, frame)))


def package_digest(folder: Path) -> str:
    """Return the SHA-256 of package.json: the one short name of the whole package."""
    return hashlib.sha256((folder / LIST).read_bytes()).hexdigest()


def _expected(folder: Path, expect: str | None) -> Iterator[Compared]:
    if expect is not None:
        yield _same(f"{LIST} sha256", expect.strip().lower(), package_digest(folder))


def _files(folder: Path, listing: Listing, files: Files) -> Iterator[Compared]:
    for path in altered(listing, files):
        yield Compared(path, False, ("sha256",))
    for path in unlisted(folder, listing):
        yield Compared(path, False, ("not listed",))


def _digests(listing: Listing, files: Files, scheme: Scheme) -> Iterator[Compared]:
    yield _same("scheme_digest", listing.get("scheme_digest"), scheme_digest(scheme))
    yield _same(
        "evidence_digest", listing.get("evidence_digest"), evidence_digest(read_batches(files.get(BATCH_FILE, b"")))
    )
    yield _same("results_digest", listing.get("results_digest"), results_digest(files))


def _rows(rows: Mapping[str, Sequence[Path]], files: Files) -> Iterator[Compared]:
    """Check that the rows are those of batches.csv: every batch is there and still gives its digest."""
    there = {(kind, path.stem): path for kind, paths in rows.items() for path in paths}
    for batch in read_batches(files.get(BATCH_FILE, b"")):
        kind, digest = str(batch["kind"]), str(batch["digest"])
        path = there.pop((kind, digest), None)
        yield Compared(f"rows/{kind}/{digest}.parquet", path is not None and _gives(path, kind, digest))
    for kind, digest in sorted(there):
        yield Compared(f"rows/{kind}/{digest}.parquet", False, (f"not in {BATCH_FILE}",))


def _gives(path: Path, kind: str, digest: str) -> bool:
    if kind not in KINDS:
        return False
    return is_intact(path, columns_in_order(KINDS[kind], frozenset(column_names(path))), digest)


def _again(rows: Mapping[str, Sequence[Path]], files: Files, scheme: Scheme, frame: Frame) -> Iterator[Compared]:
    if rows:
        yield from _compare(evidence_files(gather(scheme, frame, rows)), files)
    yield from _compare(result_files(appraise(scheme, frame, read_evidence(files))), files)


def _row_paths(folder: Path, files: Files) -> dict[str, Sequence[Path]]:
    """Return kind -> Parquet files under rows/, empty in a public package."""
    found: dict[str, list[Path]] = {}
    for name in sorted(files):
        if name.startswith("rows/") and name.endswith(".parquet"):
            found.setdefault(name.split("/")[1], []).append(folder / name)
    return dict(found)


def _same(name: str, stated: object, computed: str) -> Compared:
    differences = () if stated == computed else (f"-{stated}", f"+{computed}")
    return Compared(name, not differences, differences)


def _compare(computed: Files, published: Files) -> Iterator[Compared]:
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
