"""The check named `package`: every file as listed, every file referred to, nothing else."""

from hashlib import file_digest

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.verifier.facts import Facts
from pingyi.verifier.report import WITHDRAWN, Check
from pingyi.verifier.sources import LARGEST_LISTING, Folder, Watch

SHOWN = 3  # paths that a problem names


def check_files(folder: Folder, watch: Watch) -> tuple[package.File, ...]:
    """Return the listed files. Malformed unless each has its size and hash and none lies there unlisted."""
    files = package.parse(folder.read(package.NAME, LARGEST_LISTING))
    for file in watch(files, "package"):
        with folder.open(file.path) as opened:
            digest = file_digest(opened, "sha256").digest()
            if (opened.tell(), digest) != (file.size, file.sha256):
                raise Malformed(f"{file.path}: not as listed")
    unlisted = set(folder.present()) - {file.path for file in files} - {package.NAME}
    if folder.complete and unlisted:
        raise Malformed(f"not listed: {_some(unlisted)}")
    return files


def check_contents(files: tuple[package.File, ...], facts: Facts) -> None:
    """Malformed unless the files are exactly those that manifest, log and statements refer to."""
    log = facts.log
    contents = package.Contents(
        cells=facts.manifest.cells,
        log_size=log.order.size,
        checkpoints=log.sizes,
        statements=tuple(log.statements),
        roll=(facts.manifest.roll.root, *(batch.root for batch in log.batches)),
        issuance=() if log.order.stage == "open" else tuple(one.root for one in log.issuance().values()),
        tags=tuple(one.root for one in log.tags),
        rows=(log.rows.root,) if log.rows else (),
        withdrawn=frozenset(log.course.withdrawn),
    )
    missing, strange = contents.differences(file.path for file in files)
    if missing or strange:
        raise Malformed("; ".join(_named("missing", missing) + _named("nothing refers to", strange)))


def verdict(folder: Folder, files: tuple[package.File, ...], facts: Facts | None) -> Check:
    """Return the check of a package whose files are as listed."""
    if facts:
        check_contents(files, facts)
    said = [] if folder.complete else ["nothing unlisted: not checked over a web address"]
    said += [WITHDRAWN] if facts and facts.log.course.withdrawn else []
    figures = {"files": len(files), "bytes": sum(file.size for file in files)}
    return Check("package", True, "; ".join(said), {**figures})


def _named(what: str, paths: set[str]) -> list[str]:
    return [f"{what}: {_some(paths)}"] if paths else []


def _some(paths: set[str]) -> str:
    shown = ", ".join(ascii(path)[1:-1] for path in sorted(paths)[:SHOWN])
    return shown if len(paths) <= SHOWN else f"{shown} and {len(paths) - SHOWN} more"
