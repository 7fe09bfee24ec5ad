"""Small frames, and a second reader of `docs/formats/draw.md` that shares no code with the first."""

import hashlib
import json
import random
from fractions import Fraction

import duckdb

SEED = bytes(range(32))
M = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
W = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)


def frame_file(folder, rows=600, name="frame.csv"):
    """Households of 3 counties and 40 villages, persons 1 to 9, in no order."""
    chance = random.Random(4)
    lines = [
        f"H{k:04},{'ABC'[v % 3]},V{v:02},{chance.randint(1, 9)}" for k in range(rows) for v in [chance.randrange(40)]
    ]
    path = folder / name
    text = "id,county,village,persons\n" + "\n".join(lines) + "\n"
    if path.suffix == ".csv":
        path.write_text(text)
    else:
        (folder / "rows.csv").write_text(text)
        duckdb.sql(
            f"COPY (SELECT * FROM read_csv('{folder}/rows.csv')) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 128)"
        )
    return path


def design_file(folder, **changes):
    path = folder / "design.json"
    path.write_text(json.dumps({"id": "id", "strata": ["county"], "n": 30} | changes))
    return path


class SecondReader:
    """Words by a Philox written out in full; frames by plain Python."""

    def __init__(self, frame, design, seed=SEED):
        lines = frame.read_text().splitlines()
        self.rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
        parts = hashlib.sha256(frame.read_bytes()).digest() + hashlib.sha256(design.read_bytes()).digest()
        self.key = int.from_bytes(hashlib.sha256(b"pingyi/v1/sample-key\x00" + seed + parts).digest()[:16], "little")
        self.commitment = hashlib.sha256(b"pingyi/v1/sample-commitment\x00" + seed + parts).hexdigest()

    def block(self, counter):
        """Return the four words of a block: ten rounds of Philox4x64."""
        c = [counter >> 64 * i & (1 << 64) - 1 for i in range(4)]
        k = [self.key & (1 << 64) - 1, self.key >> 64]
        for _ in range(10):
            one, other = M[0] * c[0], M[1] * c[2]
            c = [other >> 64 ^ c[1] ^ k[0], other & (1 << 64) - 1, one >> 64 ^ c[3] ^ k[1], one & (1 << 64) - 1]
            k = [(k[i] + W[i]) % (1 << 64) for i in range(2)]
        return c

    def strata(self):
        """Return the row numbers of each stratum, strata sorted."""
        names = sorted({row["county"] for row in self.rows})
        return [[r for r, row in enumerate(self.rows) if row["county"] == name] for name in names]

    def start(self, h, total):
        words = self.block((1 << 128) + (h << 64))
        return (words[0] << 64 | words[1]) * total >> 128

    def simple(self, n):
        taken = [
            r for h, rows in enumerate(self.strata()) for r in sorted(rows, key=lambda r: self.block(r)[0])[: n[h]]
        ]
        return sorted(taken)

    def by_size(self, n, size="persons"):
        """Return {row: probability}; nobody is certain."""
        found = {}
        for h, rows in enumerate(self.strata()):
            sizes = [int(self.rows[r][size]) if size else 1 for r in rows]
            run, points = 0, [Fraction(self.start(h, sum(sizes)) + k * sum(sizes), n[h]) for k in range(n[h])]
            for r, x in zip(rows, sizes, strict=True):
                if any(run <= point < run + x for point in points):
                    found[r] = Fraction(n[h] * x, sum(sizes))
                run += x
        return found
