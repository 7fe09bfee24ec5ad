"""The check named `package`: every file as listed, every file referred to, nothing else."""

import os
from collections.abc import Iterable
from hashlib import file_digest
from itertools import islice

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.verifier.facts import Facts
from pingyi.verifier.report import WITHDRAWN, Check
from pingyi.verifier.sources import LARGEST_LISTING, Folder, Watch

UNSEEN = "nothing unlisted: not checked over a web address"
SHOWN = 3  # paths that a problem names


def read_listing(folder: Folder) -> tuple[package.File, ...]:
    """Return the files as `package.json` lists them."""
    content = folder.json(package.NAME, LARGEST_LISTING)
    if not content.isascii():  # no path is, and other letters take four times the memory
        raise Malformed("package.json: not ASCII")
    return package.parse(content)


def check_files(folder: Folder, files: tuple[package.File, ...], watch: Watch) -> None:
    """Malformed unless each file has its size and hash and none lies there unlisted."""
    if folder.complete:
        unlisted = folder.unlisted({package.NAME, *(file.path for file in files)})
        if some := list(islice(unlisted, SHOWN)):
            raise Malformed(f"not listed: {_some(some)}")
    for file in watch(files, "package"):
        with folder.open(file.path) as opened:
            if os.fstat(opened.fileno()).st_size != file.size:
                raise Malformed(f"{file.path}: not of the size listed")
            if file_digest(opened, "sha256").digest() != file.sha256:
                raise Malformed(f"{file.path}: not with the hash listed")


def check_contents(files: tuple[package.File, ...], facts: Facts) -> None:
    """Malformed unless the files are exactly those that manifest, log and statements refer to."""
    log = facts.log
    if facts.manifest.cells > len(files):  # a manifest may say four billion: no list is made of them
        raise Malformed("missing: files of cells")
    contents = package.Contents(
        cells=facts.manifest.cells,
        log_size=log.order.size,
        checkpoints=log.sizes,
        statements=tuple(log.statements),
        roll=(facts.manifest.roll.root, *(batch.root for batch in log.batches)),
        issuance=() if log.order.stage == "open" else tuple(one.root for one in log.issuance.values()),
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
    said = [] if folder.complete else [UNSEEN]
    said += [WITHDRAWN] if facts and facts.log.course.withdrawn else []
    figures = {"files": len(files), "bytes": sum(file.size for file in files)}
    return Check("package", True, "; ".join(said), {**figures})


def _named(what: str, paths: set[str]) -> list[str]:
    return [f"{what}: {_some(sorted(paths))}"] if paths else []


def _some(paths: Iterable[str]) -> str:
    shown = [ascii(path)[1:-1] for path in paths]
    return ", ".join(shown[:SHOWN]) + (f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else "")
