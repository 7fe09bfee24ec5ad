"""Verifying a whole campaign: ballots per second and core, and the most memory, with every check.

Builds a package first (kept in `--folder` for the next time), with both tokens and both records of every ballot; half
of those on the roll have voted. Prints a table, or with `--json` one JSON object. Beside it stands what the bare
cryptography of one ballot would allow in the same minute: two RSA and two Ed25519 signatures, two keys of the roll.
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # campaigns are made as tests make them

from tests.ballots.keys import rsa_key, seed
from tests.ballots.plan import Person, Plan
from tests.ballots.voting import Ballot, Polls
from tests.ballots.world import World

from pingyi.primitives import ed25519
from pingyi.verifier.run import verify
from pingyi.verifier.sources import Folder

CELLS = 12
OPTIONS = (5,) * 12  # the questions of the online appraisal
TARGET, TARGET_MB = 5000, 1000


@dataclass(frozen=True)
class Seen:
    """One verification: ballots, seconds by the clock, seconds of all processors, most memory of all processes (MB)."""

    ballots: int
    seconds: float
    processor: float
    peak_mb: float

    @property
    def per_core(self) -> float:
        """Ballots per second of one core's time: other programs on the machine do not count."""
        return self.ballots / self.processor


class Many(World):
    """A world whose voters vote on all cores."""

    def _vote(self) -> list[Ballot]:
        voters = [one for cell, cast in enumerate(self.plan.cast) for one in self.people[cell][:cast]]
        cores = os.cpu_count() or 1
        pieces = [voters[place : place + 500] for place in range(0, len(voters), 500)]
        with ProcessPoolExecutor(cores) as pool:
            found = [ballot for piece in pool.map(partial(voted, self.polls), pieces) for ballot in piece]
        found.sort(key=lambda ballot: ballot.entry_token)
        return found


def voted(polls: Polls, people: list[Person]) -> list[Ballot]:
    """The ballots of people, without the envelopes' bytes, which no package holds."""
    return [polls.vote(person) for person in people]


def plan_of(ballots: int) -> Plan:
    """A campaign in twelve cells; half of those invited vote."""
    share = ballots // CELLS
    cast = (ballots - share * (CELLS - 1), *[share] * (CELLS - 1))
    return Plan(seed=f"bench-{ballots}", cast=cast, idle=share, fates={}, batches=(), options=OPTIONS, sealed=False)


def package(ballots: int, kept: Path) -> Path:
    """Return the folder of a campaign of this many ballots; build it unless it is there."""
    folder = kept / f"ballots-{ballots}"
    if not (folder / "package.json").exists():
        start = time.perf_counter()
        Many(plan_of(ballots)).write(folder)
        print(f"built {folder} in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return folder


def measured(folder: Path, ballots: int, processes: int | None) -> Seen:
    """Verify in a process of its own, so that its memory is its own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        start = time.perf_counter()
        report = verify(Folder(folder), processes=processes)
        seconds = time.perf_counter() - start
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        processor = sum(one.ru_utime + one.ru_stime for one in used)
        memory = (
            used[0].ru_maxrss + used[1].ru_maxrss * ((processes or os.cpu_count() or 1) if used[1].ru_maxrss else 0)
        ) / 1024
        os.write(writing, json.dumps([report.ok, ballots, seconds, processor, memory]).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    ok, *figures = json.loads(os.read(reading, 1000))
    os.close(reading)
    if not ok:
        raise SystemExit("the package does not hold")
    return Seen(*figures)


def bare(count: int = 1500) -> float:
    """Ballots per second of one core whose signatures and keys are checked, and nothing else."""
    secrets = [seed(f"bench {number}") for number in range(count)]
    keys = [ed25519.public_key(secret) for secret in secrets]
    signed = [ed25519.sign(secret, bytes(150)) for secret in secrets]
    key = rsa_key(0, 1)
    token = key.sign(bytes(98), bytes(48))
    start = time.process_time()
    for _ in range(2):
        ed25519.check_keys(keys)
        for one, signature in zip(keys, signed, strict=True):
            if not (ed25519.verify_by_good(one, bytes(150), signature) and key.public.verify(bytes(98), token)):
                raise SystemExit("this machine cannot verify")
    return count / (time.process_time() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--ballots", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=None)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "pingyi-bench")
    asked = parser.parse_args()
    seen = measured(package(asked.ballots, asked.folder), asked.ballots, asked.processes)
    figures = {
        "ballots_per_s_per_core": round(seen.per_core),
        "peak_mb": round(seen.peak_mb),
        "bare_cryptography_per_s": round(bare()),
        "ballots": seen.ballots,
        "seconds": round(seen.seconds, 1),
        "machine": f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}",
    }
    if asked.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        target = {"ballots_per_s_per_core": f"target {TARGET}", "peak_mb": f"target below {TARGET_MB}"}.get(name, "")
        print(f"{name:<24}{value!s:>12}  {target}")


if __name__ == "__main__":
    main()
