"""Scoring the demonstration campaign, from evidence files to result files, and reading the package again.

Needs a prepared PINGYI_VAR (`pingyi demo`). Prints a table, or `--json` with `figures`.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
T = TypeVar("T")
TARGET = 10.0


def timed(figures: list[dict[str, object]], name: str, work: Callable[[], T]) -> T:
    """Do `work`, note its seconds under `name`."""
    begin = time.perf_counter()
    done = work()
    figures.append(
        {"name": name, "value": round(time.perf_counter() - begin, 2), "unit": "s", "target": None, "ok": True}
    )
    return done


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--campaign", default="yunling-2025")
    args = parser.parse_args()
    import django

    django.setup()
    from django.db import transaction

    from pingyi.analysis.recompute import recompute
    from pingyi.campaigns.models import Campaign
    from pingyi.results.actions import score_campaign
    from pingyi.results.packages import export_appraisal

    figures: list[dict[str, object]] = []
    with transaction.atomic():
        campaign = Campaign.objects.get(code=args.campaign)
        timed(figures, "scoring, evidence to stored results", lambda: score_campaign(campaign))
        transaction.set_rollback(True)
    figures[0] |= {"target": TARGET, "ok": float(str(figures[0]["value"])) <= TARGET}
    with tempfile.TemporaryDirectory() as folder:
        timed(figures, "export of the package", lambda: export_appraisal(args.campaign, Path(folder, "package")))
        report = timed(figures, "recompute from public sums", lambda: recompute(Path(folder, "package")))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append({"name": "peak memory", "value": round(peak), "unit": "MB", "target": None, "ok": True})
    figures.append({"name": "package recomputes", "value": int(report.ok), "unit": "", "target": 1, "ok": report.ok})
    if args.json:
        print(json.dumps({"figures": figures}))
    else:
        print("\n".join(f"{f['name']:<40}{f['value']:>9} {f['unit']:<3} target {f['target'] or '-'}" for f in figures))


if __name__ == "__main__":
    main()
