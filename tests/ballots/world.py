"""A whole campaign from the first letter to the published rows, and its folder as protocol 11.8 wants it.

    world = World(Plan(step="tags"))
    world.write(folder)

An attack twists what somebody makes before it is signed: `World(twists={"rows": lambda rows, world: rows[1:]})`.
What can be twisted, in the order in which it is made: `roll`, `lines` (of cells.jsonl), `manifest`, `batch`, `ballots`
(as they come into the box), `cast` (their entries in the log), `entry` (any other one), `issuance` (records of both
roles), `opened`, `counted`, `tags`, `withheld`, `statement` (any; None for saying nothing), `rows`, `history` (the
whole log before it is written), `files` (all files, before the listing is made), `listing`.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pingyi.ledger.trees import leaf_hash
from pingyi.primitives import ed25519
from pingyi.protocol import cells, lists, package, statements
from pingyi.protocol import manifest as manifests
from pingyi.protocol.entries import Close, IssuanceRoot, ManifestEntry, RollBatch, RowsRoot, StatementEntry, TagsRoot
from pingyi.protocol.manifest import Manifest, Signatures
from pingyi.protocol.parties import SIGNERS_OF_MANIFEST, Party
from pingyi.protocol.statements import Statement
from pingyi.tokens import casting, receipts
from pingyi.tokens.casting import CastReply
from pingyi.tokens.receipts import Receipt
from tests.ballots import counting, founding
from tests.ballots.history import History
from tests.ballots.keys import seed
from tests.ballots.plan import BATCH, GOOD, Person, Plan
from tests.ballots.voting import Ballot, Polls

Twist = Callable[[Any, "World"], Any]
FIRST_DAY = 20_400
OWNERS = {"roll": (Party.M,), "issuance": (Party.S, Party.R), "tags": (Party.T2,), "rows": (Party.T2,)}


class World:
    """A campaign as planned, with everything that anybody in it knows."""

    def __init__(self, plan: Plan | None = None, *, twists: Mapping[str, Twist] | None = None) -> None:
        self.plan, self._twists = plan or Plan(), twists or {}
        self.files: dict[str, bytes] = {}
        self.roots: dict[str, list[bytes]] = {kind: [] for kind in lists.KINDS}
        self.people = self.plan.people()
        self.manifest, self.camp = self._found()
        self.polls = Polls(self.plan, self.manifest, self.camp)
        self.history = History(self.manifest)
        self.ballots = self._vote()
        self.indices: dict[int, Ballot] = {}  # log index -> ballot
        self._days = 0
        self._open()
        for step, act in {"closed": self._close, "opened": self._opened, "first": self._first}.items():
            if self.plan.has(step):
                act()
        for step, act in {"tags": self._final, "rows": self._rows}.items():
            if self.plan.has(step):
                act()
        self.history.keep()

    # What people ask

    @property
    def fingerprint(self) -> str:
        """What the letters say."""
        return manifests.fingerprint(self.camp)

    def receipt(self, ballot: Ballot) -> str:
        """The receipt that the box gave."""
        index = next(index for index, one in self.indices.items() if one is ballot)
        hashed = leaf_hash(ballot.entry.encode())
        signature = ed25519.sign(seed("B"), casting.receipt_message(self.camp, index, hashed))
        return Receipt(self.camp, CastReply(index, hashed, signature)).text()

    def check_code(self, ballot: Ballot) -> str:
        """The check code of the voter."""
        return receipts.check_code(ballot.nonce)

    def ballot(self, cell: int, nth: int) -> Ballot:
        """The ballot of person `nth` of a cell."""
        return next(one for one in self.ballots if (one.cell, one.person.nth) == (cell, nth))

    # What is published

    def package(self) -> dict[str, bytes]:
        """All files of the folder, `package.json` too."""
        history = self.twisted("history", self.history)
        files = self.twisted("files", self.files | history.files())
        listed = [package.File(path, sha256(content).digest(), len(content)) for path, content in files.items()]
        return files | {package.NAME: self.twisted("listing", package.listing(listed))}

    def write(self, folder: Path) -> Path:
        """Write the folder and return it."""
        return write(self.package(), folder)

    # How it comes about

    def twisted(self, name: str, value: Any) -> Any:
        """Return the value, or what an attacker makes of it."""
        return self._twists[name](value, self) if name in self._twists else value

    def list_file(self, kind: lists.Kind, records: Iterable[bytes]) -> bytes:
        """Publish a list; return its root."""
        content = list(records)
        root = lists.root(content)
        self.files[lists.path(kind, root)] = b"".join(content)
        self.roots[kind].append(root)
        return root

    def state(self, statement: Statement) -> None:
        """Publish a statement, signed by its party."""
        said = self.twisted("statement", statement)
        if said:
            self.files[package.statement_path(said.hash())] = said.encode()
            self.log(StatementEntry(said.by, said.hash()), said.by)

    def log(self, entry: Any, signer: Party) -> None:
        """Append an entry that a party signs."""
        signed = entry.signed(self.camp, seed(signer.name)).encode()
        self.history.append(self.twisted("entry", signed))

    def _found(self) -> tuple[Manifest, bytes]:
        late = self._batch_people()
        roll = sorted(roll_record(one) for cell in self.people for one in cell if one not in late)
        roll = self.twisted("roll", roll)
        lines = self.twisted("lines", founding.cell_lines(self.plan, roll))
        self.list_file("roll", roll)
        manifest = self.twisted("manifest", founding.manifest(self.plan, lines, roll))
        content = manifest.encode()
        camp = manifests.camp(content)
        signed = {party: manifests.sign(seed(party.name), camp) for party in SIGNERS_OF_MANIFEST}
        self.files |= {"manifest.json": content, "manifest.sigs": Signatures.of(signed).encode()}
        self.files |= {"questionnaire.json": founding.QUESTIONNAIRE, **dict(cells.proofs(lines))}
        self.files["cells.jsonl"] = b"".join(line + b"\n" for line in lines)
        return manifest, camp

    def _batch_people(self) -> set[Person]:
        return {one for batch in self.plan.batches for cell in batch for one in self.people[cell][-BATCH:]}

    def _vote(self) -> list[Ballot]:
        found = []
        for cell, cast in enumerate(self.plan.cast):
            before = None
            for person in self.people[cell][:cast]:
                found.append(self.polls.vote(person, before))
                before = found[-1] if found[-1].fate == GOOD else before
        found.sort(key=lambda ballot: seed(ballot.person.code))
        return self.twisted("ballots", found)

    def _open(self) -> None:
        self.history.append(self.twisted("entry", ManifestEntry(self.camp).encode()))
        if self.plan.demonstration:
            self.state(statements.Demonstration(campaign=self.camp, by=Party.B))
        self.history.keep()
        for number, batch in enumerate(self.plan.batches):
            self._batch(number + 1, [one for cell in batch for one in self.people[cell][-BATCH:]])
        half = len(self.ballots) // 2
        self._day(self.ballots[:half])
        self.history.keep()
        self._day(self.ballots[half:])

    def _batch(self, seq: int, people: list[Person]) -> None:
        records = self.twisted("batch", sorted(roll_record(one) for one in people))
        root = self.list_file("roll", records)
        self.log(RollBatch(seq=seq, count=len(records), root=root, map_root=sha256(b"persons").digest()), Party.M)

    def _day(self, ballots: list[Ballot]) -> None:
        """One day: ballots come in, T1 holds them, both signers report what they have issued so far."""
        for ballot in ballots:
            entry = ballot.entry.encode()
            for one in self.twisted("cast", [entry]):
                self.indices[self.history.append(one)] = ballot
        lost = tuple(index for index, ballot in self.indices.items() if ballot.fate in counting.LOST)
        self.state(statements.Held(campaign=self.camp, by=Party.T1, size=len(self.history.entries), missing=lost))
        self._days += 1
        for role in (Party.S, Party.R):
            records = self.issued(role)
            entry = IssuanceRoot(role, FIRST_DAY + self._days, len(records), lists.root(records))
            self.log(entry, role)

    def issued(self, role: int) -> list[bytes]:
        """The records of a signer after the ballots that are in the box."""
        there = {ballot.records[role].encode() for ballot in self.indices.values() if role in ballot.records}
        return self.twisted("issuance", sorted(there))

    def _close(self) -> None:
        self.history.append(Close().encode())
        self.history.keep()
        for role in (Party.S, Party.R):
            self.list_file("issuance", self.issued(role))
            self.destroyed(role, "签发私钥")

    def _opened(self) -> None:
        self.state(self.twisted("opened", counting.opened(self)))

    def _first(self) -> None:
        self._count(0)

    def _final(self) -> None:
        self._count(1)

    def _count(self, seq: int) -> None:
        self.state(self.twisted("counted", counting.counted(self, seq)))
        self.history.keep()
        tags = self.twisted("tags", sorted({one.tag for one in counting.valid(self, seq)}))
        root = self.list_file("tags", tags)
        self.log(TagsRoot(seq, len(tags), root), Party.T2)
        self.history.keep()

    def _rows(self) -> None:
        self.state(self.twisted("withheld", counting.withheld(self)))
        self.history.keep()
        rows = self.twisted("rows", counting.rows(self))
        root = self.list_file("rows", rows)
        self.log(RowsRoot(len(rows), root), Party.T2)
        for party in (Party.T1, Party.T2, Party.M):
            self.destroyed(party, "开票私钥和信封")
        for kind in self.plan.withdrawn:
            self._withdraw(kind)

    def destroyed(self, party: Party, what: str) -> None:
        """A party says what it has destroyed."""
        self.state(statements.Destroyed(campaign=self.camp, by=party, what=(what,)))

    def _withdraw(self, kind: lists.Kind) -> None:
        owners = OWNERS[kind] * len(self.roots[kind])
        for root, owner in zip(self.roots[kind], owners, strict=False):
            said = statements.Withdrawn(campaign=self.camp, by=owner, root=root)
            if package.statement_path(said.hash()) not in self.files:  # empty lists have one root
                self.state(said)
            self.files.pop(lists.path(kind, root), None)


def roll_record(person: Person) -> bytes:
    """Somebody's record in a roll file."""
    return lists.in_cell(person.cell, person.key)


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write files by their paths below a folder; return it."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder
