"""Gathered evidence as the files of `evidence/` in a package, and back to the last bit (docs/formats/package.md)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from typing import Any, TypeVar

from pingyi.analysis.appraisal.gathered import ANSWERED, Cover, Gathered
from pingyi.analysis.canonical import csv_bytes
from pingyi.analysis.public_sums import (
    COVARIANCE_FILE,
    SUMS_FILE,
    read_covariances,
    read_sums,
    write_covariances,
    write_sums,
)
from pingyi.scoring.evidence import Assessment, Commitment, Finding, Rectification
from pingyi.wording import Refused, Text

RECORDS: Mapping[str, type[Any]] = {
    "inspection": Finding,
    "assessment": Assessment,
    "commitment": Commitment,
    "rectification": Rectification,
}
T = TypeVar("T", Finding, Assessment, Commitment, Rectification)


def evidence_files(gathered: Gathered) -> dict[str, bytes]:
    """Return path -> content; the same evidence gives the same bytes."""
    files = {
        "evidence/dont_know.csv": _table(("kind", "domain", "item", "n"), gathered.dont_know),
        "evidence/cover.csv": csv_bytes(
            ("kind", "domain", "rows", "rows_of"),
            ((*key, one.rows, one.rows_of) for key, one in sorted(gathered.cover.items())),
        ),
        "evidence/ballot_grades.csv": csv_bytes(("domain", "grade"), sorted(gathered.ballot_grades.items())),
    }
    for kind, sums in gathered.sums.items():
        everything = {domain: frozenset(one.items) for domain, one in sums.items()}
        files[f"evidence/{kind}/{SUMS_FILE}"] = write_sums(sums, everything)
        files[f"evidence/{kind}/{COVARIANCE_FILE}"] = write_covariances(gathered.covariances[kind])
    several: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
        "inspection": gathered.findings,
        "assessment": gathered.assessments,
        "commitment": gathered.commitments,
        "rectification": {unit: (counts,) for unit, counts in gathered.rectification.items()},
    }
    return files | {f"evidence/{kind}.csv": _records(RECORDS[kind], rows) for kind, rows in several.items()}


def read_evidence(files: Mapping[str, bytes]) -> Gathered:
    """Return what the files hold. Raises `Refused` when one is missing or not as it was written."""
    there = [kind for kind in ANSWERED if f"evidence/{kind}/{SUMS_FILE}" in files]
    try:
        if missing := {row["kind"] for row in _rows(files, "cover")} - set(there):
            raise KeyError(*missing)
        return Gathered(
            sums={kind: read_sums(files[f"evidence/{kind}/{SUMS_FILE}"]) for kind in there},
            covariances={kind: read_covariances(files[f"evidence/{kind}/{COVARIANCE_FILE}"]) for kind in there},
            dont_know={(r["kind"], r["domain"], r["item"]): int(r["n"]) for r in _rows(files, "dont_know")},
            cover={(r["kind"], r["domain"]): Cover(int(r["rows"]), int(r["rows_of"])) for r in _rows(files, "cover")},
            ballot_grades={r["domain"]: r["grade"] for r in _rows(files, "ballot_grades")},
            findings=_grouped(files, "inspection", Finding),
            assessments=_grouped(files, "assessment", Assessment),
            rectification={u: rows[0] for u, rows in _grouped(files, "rectification", Rectification).items()},
            commitments=_grouped(files, "commitment", Commitment),
        )
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise Refused.because(
            "unreadable_evidence",
            Text(f"包里的证据文件读不出来：{error}。", f"The evidence files of the package cannot be read: {error}."),
            Text("请重新下载结果包。", "Download the package again."),
        ) from error


def _table(heading: Sequence[str], rows: Mapping[tuple[str, str, str], int]) -> bytes:
    return csv_bytes(heading, ((*key, n) for key, n in sorted(rows.items())))


def _records(record: type[Any], rows: Mapping[str, Iterable[Any]]) -> bytes:
    heading = ("unit", *(field.name for field in fields(record)))
    return csv_bytes(heading, ((unit, *map(_cell, astuple(row))) for unit in sorted(rows) for row in rows[unit]))


def _grouped(files: Mapping[str, bytes], kind: str, record: type[T]) -> dict[str, tuple[T, ...]]:
    types = {field.name: field.type for field in fields(record)}
    found: dict[str, list[T]] = {}
    for row in _rows(files, kind):
        unit = row.pop("unit")
        values = {name: _value(types[name], text) for name, text in row.items()}
        found.setdefault(unit, []).append(record(**values))
    return {unit: tuple(rows) for unit, rows in found.items()}


def _rows(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"evidence/{name}.csv"].decode(), newline=""), strict=True))


def _cell(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _value(annotation: object, text: str) -> Any:
    if annotation is bool:
        return text == "1"
    return int(text) if annotation is int else text
