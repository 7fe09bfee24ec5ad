"""Runs the checks in their order. A check that another needs and that fails leaves the later ones "not run"."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain

from pingyi.primitives.errors import Malformed
from pingyi.protocol import package
from pingyi.protocol.bodies import Policy
from pingyi.protocol.course import Course
from pingyi.protocol.grade import Grade, grade
from pingyi.protocol.order import Order
from pingyi.verifier import accounts, listing, logs, opening, personal, rolls, tallies
from pingyi.verifier.facts import Facts, LogFacts
from pingyi.verifier.partitions import Partitions
from pingyi.verifier.personal import Wishes
from pingyi.verifier.report import NAMES, PERSONAL, Check, Report
from pingyi.verifier.sources import Folder, Watch
from pingyi.verifier.work import BadPiece, Campaign, Workers, entry_nonces

NOT_RUN = "not run: an earlier check failed"


def _unwatched(files: Iterable[package.File], _what: str) -> Iterable[package.File]:
    return files


def verify(
    folder: Folder,
    *,
    expect: str | None = None,
    policy: Policy | None = None,
    wishes: Wishes | None = None,
    watch: Watch = _unwatched,
    processes: int | None = None,
) -> Report:
    """Check the package in `folder`.

    `expect` is the hash or fingerprint of the manifest, `policy` the pinned list of bodies, `wishes` what one person
    asks. Bad content is an answer and raises nothing; `Malformed` is raised only for an `expect` that is no hash.
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
        self.found["package"] = self.one("package", self.list_files)
        with ExitStack() as stack:
            self.go(stack)
        checks = [self.found.get(name, Check(name, False, NOT_RUN)) for name in asked]
        return Report(
            origin="checked" if self.wanted.expect and self.found["manifest"].ok else "self-consistent only",
            grade=self.grade() if self.facts else None,
            stage=self.facts.log.order.stage if self.facts else None,
            checks=tuple(checks),
        )

    def one(self, name: str, check: Callable[[], Check]) -> Check:
        """Run one check; what is malformed is its answer."""
        try:
            self.found[name] = check()
        except Malformed as problem:
            self.found[name] = Check(name, False, problem.what)
        return self.found[name]

    def list_files(self) -> Check:
        """Check the files against their listing; what they are for is known only after the log."""
        self.files = listing.check_files(self.folder, self.wanted.watch)
        return listing.verdict(self.folder, self.files, None)

    def go(self, stack: ExitStack) -> None:
        """Run the other checks, each where those before it hold."""
        if not self.read() or self.facts is None:
            return
        campaign = Campaign.of(self.facts.manifest, self.facts.camp, (cell.moduli for cell in self.facts.cells))
        workers = stack.enter_context(Workers(campaign, self.wanted.processes))
        keys = stack.enter_context(Partitions(rolls.KEY_AND_CELL))
        if not self.read_log(self.facts, workers):
            return
        if self.found["package"].ok:
            self.one("package", lambda: listing.verdict(self.folder, self.files, self.facts))
        self.count(self.facts, workers, keys)
        self.ask(self.facts)

    def read(self) -> bool:
        """Check manifest and cells."""

        def check() -> Check:
            manifest, camp = opening.read_manifest(self.folder, self.wanted.expect)
            cells = opening.read_cells(self.folder, manifest)
            self.facts = Facts(manifest, camp, cells, LogFacts(Order(camp), Course(manifest, camp)))
            return Check("manifest", True, "", {"cells": len(cells), "questions": manifest.questions})

        return self.one("manifest", check).ok

    def read_log(self, facts: Facts, workers: Workers) -> bool:
        """Check the log, and in the same pass the tokens of its ballots."""
        problem = ""

        def check() -> Check:
            nonlocal problem
            paths = [file.path for file in self.files] or self.folder.present()
            found = logs.read_checkpoints(self.folder, paths, facts.manifest)
            reading = logs.Reading(self.folder, facts.manifest, facts.camp, found, self.wishes.index())
            problem = _check_tokens(reading, workers)
            facts.log = reading.facts
            reading.check_witnesses()
            figures = {"entries": facts.log.order.size, "checkpoints": len(found)}
            return Check("log", True, "", {**figures, "witnesses": len(facts.log.cosigners)})

        held = self.one("log", check).ok
        if held:
            ballots = {"ballots": sum(facts.log.cast.values())}
            self.found["entries"] = Check("entries", not problem, problem, {**ballots})
        return held

    def count(self, facts: Facts, workers: Workers, keys: Partitions) -> None:
        """Check who could take part, who did, and what came of it."""
        folder = self.folder
        roll = self.one("roll", lambda: rolls.check_roll(folder, facts, keys)).ok
        issuance = roll and self.one("issuance", lambda: rolls.check_issuance(folder, facts, keys, workers)).ok
        tags = self.one("tags", lambda: tallies.check_tags(folder, facts)).ok
        rows = tags and self.one("rows", lambda: tallies.check_rows(folder, facts, workers)).ok
        if issuance and rows and self.found["entries"].ok:
            self.one("accounts", lambda: accounts.check_accounts(facts))
        if self.found.get("accounts", Check("accounts", False)).ok:
            self.one("statements", lambda: accounts.check_statements(facts))

    def ask(self, facts: Facts) -> None:
        """Answer what one person asks."""
        wishes, folder = self.wishes, self.folder
        if wishes.receipt:
            self.one("receipt", lambda: personal.check_receipt(facts, wishes.receipt))
        if wishes.check and self.found.get("rows", Check("rows", False)).ok:
            self.one("check", lambda: personal.check_ballot(folder, facts, wishes.check))
        if wishes.code and self.found.get("issuance", Check("issuance", False)).ok:
            self.one("code", lambda: personal.check_code(folder, facts, wishes.code))

    def grade(self) -> Grade | None:
        """Return the assurance grade by the pinned list, else the one that the manifest claims."""
        if self.facts is None:
            return None
        return grade(
            self.facts.manifest,
            bodies=self.wanted.policy.bodies if self.wanted.policy else None,
            cosigners=self.facts.log.cosigners,
            channels={cell.channel for cell in self.facts.cells},
        )


def _check_tokens(reading: logs.Reading, workers: Workers) -> str:
    """Read the whole log; return what is wrong with the tokens of its ballots, nothing when all are good."""
    pieces = iter(reading)
    with Partitions() as seen:
        try:
            for nonce in chain.from_iterable(workers.each(entry_nonces, pieces)):
                seen.add(nonce)
        except BadPiece as bad:
            for _ in pieces:  # the log itself is still read to its end
                pass
            return bad.what
        return seen.problem("entries: an envelope")
