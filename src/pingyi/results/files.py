"""The files of a result set: kept with it, exported as the appraisal package, hashed when it is signed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pingyi import __version__
from pingyi.analysis.appraisal import Frame, Gathered, Outcome, evidence_files, frame_file, result_files
from pingyi.analysis.appraisal.method_files import method_files
from pingyi.analysis.fingerprints import BATCH_FILE, batch_file
from pingyi.foundation.places import var_folder
from pingyi.results.models import ResultSet
from pingyi.scoring.model import Scheme


def package_files(
    result_set: ResultSet, scheme: Scheme, frame: Frame, gathered: Gathered, outcome: Outcome
) -> dict[str, bytes]:
    """Return path -> content of the appraisal package, package.json left out."""
    files = {
        "scheme.toml": result_set.scheme.text.encode(),
        "units.csv": frame_file(frame),
        BATCH_FILE: batch_file(result_set.evidence),
        **method_files(scheme),
        **evidence_files(gathered),
        **result_files(outcome),
    }
    return files | {"datapackage.json": _frictionless(result_set, files)}


def package_facts(result_set: ResultSet) -> dict[str, Any]:
    """Return the further keys of package.json."""
    campaign = result_set.campaign
    return {
        "campaign": campaign.code,
        "year": campaign.year,
        "mode": campaign.mode,
        "name": {"zh": campaign.name_zh, "en": campaign.name_en},
        "organiser": {"zh": campaign.organiser_zh, "en": campaign.organiser_en},
        "formal_object": campaign.formal_object.code,
        "demonstration": campaign.demonstration,
        "result_set": result_set.number,
        "scheme_digest": result_set.scheme.digest,
        "evidence_digest": result_set.evidence_digest,
        "results_digest": result_set.digest,
        "software": f"pingyi {__version__}",
    }


def kept_folder(result_set: ResultSet) -> Path:
    """Return the folder in which the files of `result_set` are kept."""
    return var_folder("results", result_set.campaign.code) / str(result_set.number)


def _frictionless(result_set: ResultSet, files: Mapping[str, bytes]) -> bytes:
    """Return datapackage.json: every table with its columns, for readers that know the standard and not us."""
    tables = [path for path in sorted(files) if path.endswith(".csv")]
    whole = {
        "name": result_set.campaign.code,
        "title": result_set.campaign.name_zh,
        "resources": [_resource(path, files[path]) for path in tables],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(path: str, content: bytes) -> dict[str, Any]:
    heading = content.split(b"\n", 1)[0].decode().split(",")
    name = path.removesuffix(".csv").replace("/", "-").replace("_", "-")
    fields = [{"name": column, "type": "any"} for column in heading]
    return {"name": name, "path": path, "format": "csv", "encoding": "utf-8", "schema": {"fields": fields}}
