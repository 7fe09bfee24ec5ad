"""Runs the checks in their order. A check that another needs and that fails leaves the later ones "not run"."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.protocol.bodies import Policy
from pingyi.protocol.course import Course
from pingyi.protocol.grade import Grade, grade
from pingyi.protocol.order import Order
from pingyi.verifier import accounts, issuance, listing, logs, opening, personal, rolls, tallies
from pingyi.verifier.facts import Facts, LogFacts
from pingyi.verifier.judging import Judge
from pingyi.verifier.partitions import Partitions
from pingyi.verifier.personal import Wishes
from pingyi.verifier.report import NAMES, NOT_RUN, PERSONAL, Check, Figures, Report
from pingyi.verifier.sources import Folder, Watch
from pingyi.verifier.work import BadPiece, Workers

CHECKPOINTS = "log/checkpoints"


def unwatched(files: Iterable[package.File], _what: str) -> Iterable[package.File]:
    """Show no progress."""
    return files


def verify(
    folder: Folder,
    *,
    expect: str | None = None,
    policy: Policy | None = None,
    wishes: Wishes | None = None,
    watch: Watch = unwatched,
    processes: int | None = None,
) -> Report:
    """Check the package in `folder`.

    `expect` is the hash or fingerprint of the manifest, `policy` the pinned list of bodies, `wishes` what one person
    asks. Bad content is an answer and raises nothing. An `expect` that can be no hash is content that does not match.
    """
    return _Run(folder, _Wanted(expect, policy, wishes or Wishes(), watch, processes)).report()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What `verify` was asked."""

    expect: str | None
    policy: Policy | None
    wishes: Wishes
    watch: Watch
    processes: int | None


class _Run:
    """One verification."""

    def __init__(self, folder: Folder, wanted: _Wanted) -> None:
        self.folder, self.wanted, self.wishes = folder, wanted, wanted.wishes
        self.found: dict[str, Check] = {}
        self.files: tuple[package.File, ...] = ()
        self.facts: Facts | None = None

    def report(self) -> Report:
        """Run everything."""
        asked = [name for name in NAMES if name not in PERSONAL or getattr(self.wishes, name)]
        self.one("package", self.list_files)
        with ExitStack() as stack:
            self.go(stack)
        known = self.facts if self.facts and self.holds("log") else None
        return Report(
            origin="checked" if self.wanted.expect and self.holds("manifest") else "self-consistent only",
            grade=self.grade(known) if known and known.cells else None,
            stage=known.log.order.stage if known else None,
            checks=tuple(self.found.get(name, Check(name, False, NOT_RUN)) for name in asked),
        )

    def holds(self, *names: str) -> bool:
        """Say whether all these checks were run and hold."""
        return all(name in self.found and self.found[name].ok for name in names)

    def one(self, name: str, check: Callable[[], Check]) -> bool:
        """Run one check; what is malformed or cannot be read is its answer. Return whether it holds."""
        try:
            self.found[name] = check()
        except Malformed as problem:
            self.found[name] = Check.failed(name, problem.what)
        except OSError as problem:
            self.found[name] = Check.failed(name, f"{name}: not finished: {problem}")
        return self.found[name].ok

    def list_files(self) -> Check:
        """Check the files against their listing; what they are for is known only after the log."""
        self.files = listing.read_listing(self.folder)
        listing.check_files(self.folder, self.files, self.wanted.watch)
        return listing.verdict(self.folder, self.files, None)

    def go(self, stack: ExitStack) -> None:
        """Run the other checks, each where those that it needs hold."""
        self.one("manifest", self.read_manifest)
        facts = self.facts
        if facts is None:
            return
        has_cells = self.one("roll", lambda: self.read_cells(facts))
        judge = Judge(facts.manifest, facts.camp, (cell.moduli for cell in facts.cells))
        workers = stack.enter_context(Workers(judge, self.wanted.processes))
        if not self.one("log", lambda: self.read_log(facts, workers)):
            if has_cells:
                del self.found["roll"]  # without the log its keys are not counted
            return
        if self.holds("package"):
            self.one("package", lambda: listing.verdict(self.folder, self.files, facts))
        if has_cells:
            self.count(facts, workers, stack.enter_context(Partitions(rolls.KEY_AND_CELL)))
            self.ask(facts)
        else:  # without keys of cells there is nothing to judge ballots by
            del self.found["entries"]

    def read_manifest(self) -> Check:
        """Check the manifest."""
        manifest, camp = opening.read_manifest(self.folder, self.wanted.expect)
        self.facts = Facts(manifest, camp, [], LogFacts(Order(camp), Course(manifest, camp)))
        return Check("manifest", True, "", {"cells": manifest.cells, "questions": manifest.questions})

    def read_cells(self, facts: Facts) -> Check:
        """Check the cells, as far as it can be done before the log; all else needs their keys."""
        facts.cells = opening.read_cells(self.folder, facts.manifest)
        return Check("roll", True)

    def read_log(self, facts: Facts, workers: Workers) -> Check:
        """Check the log, and in the same pass the tokens of its ballots."""
        found = logs.read_checkpoints(self.folder, self.checkpoints(), facts.manifest)
        reading = logs.Reading(self.folder, facts.manifest, facts.camp, found, self.wishes.index())
        problem = _check_tokens(reading, workers)
        facts.log = reading.facts
        reading.check_witnesses()
        ballots: Figures = {"ballots": facts.log.cast.total()}
        self.found["entries"] = Check.failed("entries", problem) if problem else Check("entries", True, "", ballots)
        figures = {"entries": facts.log.order.size, "checkpoints": len(found)}
        return Check("log", True, "", {**figures, "witnesses": len(facts.log.cosigners)})

    def checkpoints(self) -> list[str]:
        """Return the paths of the kept checkpoints, also where there is no listing to go by."""
        if self.files or not self.folder.has(CHECKPOINTS):
            return [file.path for file in self.files]
        return [f"{CHECKPOINTS}/{place.name}" for place in (self.folder.root / CHECKPOINTS).iterdir()]

    def count(self, facts: Facts, workers: Workers, keys: Partitions) -> None:
        """Check who could take part, who did, and what came of it."""
        folder = self.folder
        if self.one("roll", lambda: rolls.check_roll(folder, facts, keys, workers)):
            self.one("issuance", lambda: issuance.check_issuance(folder, facts, keys, workers))
        if self.one("tags", lambda: tallies.check_tags(folder, facts)):
            self.one("rows", lambda: tallies.check_rows(folder, facts, workers))
        if self.holds("issuance", "rows", "entries"):
            self.one("accounts", lambda: accounts.check_accounts(facts))
        if self.holds("accounts"):
            self.one("statements", lambda: accounts.check_statements(facts))

    def ask(self, facts: Facts) -> None:
        """Answer what one person asks."""
        wishes, folder = self.wishes, self.folder
        if wishes.receipt:
            self.one("receipt", lambda: personal.check_receipt(facts, wishes.receipt))
        if wishes.check and self.holds("rows"):
            self.one("check", lambda: personal.check_ballot(folder, facts, wishes.check))
        if wishes.code and self.holds("issuance"):
            self.one("code", lambda: personal.check_code(folder, facts, wishes.code))

    def grade(self, facts: Facts) -> Grade:
        """Return the assurance grade by the pinned list, else the one that the manifest claims."""
        return grade(
            facts.manifest,
            bodies=self.wanted.policy.bodies if self.wanted.policy else None,
            cosigners=facts.log.cosigners,
            channels={cell.channel for cell in facts.cells},
        )


def _check_tokens(reading: logs.Reading, workers: Workers) -> str:
    """Read the whole log; return what is wrong with the tokens of its ballots, nothing when all are good."""
    pieces = iter(reading)
    with Partitions() as seen:
        try:
            for nonces in workers.each(Judge.entries, pieces):
                seen.extend(nonces)
        except BadPiece as bad:
            for _ in pieces:  # the log itself is still read to its end
                pass
            return bad.what
        return reading.facts.ballot_problem or seen.problem("entries: a nonce")
