"""The short names of what a result rests on and of what it says: SHA-256 over lists, in hexadecimal."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping

from pingyi.analysis.canonical import csv_bytes

BATCH_FILE = "evidence/batches.csv"
BATCH_COLUMNS = ("kind", "number", "rows", "digest")
Batch = Mapping[str, str | int]  # by BATCH_COLUMNS


def evidence_digest(batches: Iterable[Batch]) -> str:
    """Return the digest over batches: one line "kind,number,rows,digest" with a line feed each, in order."""
    return _over(",".join(str(batch[column]) for column in BATCH_COLUMNS) for batch in batches)


def results_digest(files: Mapping[str, bytes]) -> str:
    """Return the digest over the result files: one line "path hash" with a line feed per file, by path."""
    paths = sorted(path for path in files if path.startswith("results/"))
    return _over(f"{path} {hashlib.sha256(files[path]).hexdigest()}" for path in paths)


def batch_file(batches: Iterable[Batch]) -> bytes:
    """Return evidence/batches.csv."""
    return csv_bytes(BATCH_COLUMNS, ([batch[column] for column in BATCH_COLUMNS] for batch in batches))


def read_batches(content: bytes) -> list[dict[str, str | int]]:
    """Return the rows of evidence/batches.csv."""
    return [dict(row) for row in csv.DictReader(io.StringIO(content.decode("utf-8", errors="replace")))]


def _over(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
