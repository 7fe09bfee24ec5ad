"""Coverage of the 95 % intervals on the demonstration province, whose truth is known.

Draws the sample survey again with every seed, takes the intervals the program would print, and counts how many hold
the truth, pooled over the units of a level. The promise is for `overall` by county; any other item can be asked for.
"""

import argparse
import json
import sys
from typing import Any

from tqdm import tqdm

from pingyi.demonstration.coverage import ITEM, LEVELS, coverage

TARGET = (0.94, 0.96)


def figure(seeds: int, item: str, level: str) -> dict[str, Any]:
    """Return one figure; `ok` is judged on the share as it came out."""
    seen = tqdm(range(1, seeds + 1), desc=f"{item} by {level}", unit="seed", file=sys.stderr)
    found = coverage(seen, item, level)
    low, high = TARGET
    return {
        "name": f"coverage of {item} by {level}, {seeds} seeds, {found.made} intervals",
        "value": round(found.share, 5),
        "unit": "share",
        "target": f"{low} to {high}",
        "ok": low <= found.share <= high,
    }


def main() -> int:
    """Print a table, or one JSON object; 1 when a figure misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--item", default=ITEM)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = [figure(asked.seeds, asked.item, level) for level in LEVELS]
    if asked.json:
        print(json.dumps({"figures": figures}))
    else:
        for one in figures:
            print(f"{one['name']:<70} {one['value']:.4f}   {one['target']}   {'ok' if one['ok'] else 'MISSED'}")
    return 0 if all(one["ok"] for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
