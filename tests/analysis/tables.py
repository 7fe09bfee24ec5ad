"""Evidence files for tests, and the canonical rows computed again with nothing but the standard library."""

import csv
import hashlib
import io

import duckdb

from pingyi.analysis.kinds import KINDS
from pingyi.analysis.reading.convert import Rules, convert

ITEMS = ("calm", "strict")
SCALE = frozenset({1, 2, 3, 4, 5})
UNITS = frozenset({"530102-county_bureau", "530103-county_bureau", "530111-county_bureau"})
RULES = Rules(units=UNITS, scales=dict.fromkeys(ITEMS, SCALE))


def sample_row(row, **changes):
    """One sound row of a sample; `changes` by column name."""
    unit = sorted(UNITS)[row % 3]
    sound = {
        "row": row,
        "unit": unit,
        "stratum": unit[:6],
        "psu": f"p{row}",
        "weight_e6": 1_500_000 + row,
        "mode": "phone",
        "replicate_group": "",
        "q_strict": 1 + row % 5,
        "q_calm": -1,
    }
    return sound | changes


def csv_text(rows):
    """The rows as CSV with the columns of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv(path, rows, encoding="utf-8"):
    """Write the rows as CSV and return the path."""
    path.write_bytes(csv_text(rows).encode(encoding))
    return path


def write_parquet(path, source, options=""):
    """Turn a CSV file into Parquet with types of its own and return the path."""
    duckdb.connect().execute(f"COPY (FROM read_csv('{source}', header = true)) TO '{path}' (FORMAT parquet {options})")
    return path


def converted(source, kind="sample", rules=RULES):
    """Convert a file beside itself and return what it came to."""
    return convert(KINDS[kind], source, source.with_suffix(".canonical"), rules)


def sample_file(folder, rows, name="sample"):
    """Write and convert rows of a sample and return the canonical file."""
    source = write_csv(folder / f"{name}.csv", rows)
    converted(source, rules=Rules(units=UNITS, scales=dict.fromkeys(ITEMS, SCALE), single_psu="warn"))
    return source.with_suffix(".canonical")


def plain_digest(rows, fixed):
    """SHA-256 of the canonical rows as docs/formats/evidence.md words it; `fixed` are the columns of the kind."""
    names = [*fixed, *sorted(name for name in rows[0] if name not in fixed)]
    lines = sorted(_line(row[name] for name in names) for row in rows)
    return hashlib.sha256(_line(names) + b"".join(lines)).hexdigest()


def _line(cells):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue().encode()
