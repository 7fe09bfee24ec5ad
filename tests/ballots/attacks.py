"""What somebody in a campaign may do wrong, signed again by whoever can, and the check that finds it first.

Each works on any campaign that has come as far as `step` and has the fates in `fates`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import package, statements
from pingyi.protocol.entries import BallotEntry, ManifestEntry
from pingyi.protocol.parties import Party
from pingyi.tokens import ballots
from pingyi.tokens.tokens import BALLOT, ENTRY
from tests.ballots import counting
from tests.ballots.history import History
from tests.ballots.keys import rsa_key, seed
from tests.ballots.plan import BATCH, GOOD, Plan, person
from tests.ballots.voting import Ballot
from tests.ballots.world import Twist, World
from tests.primitives import edwards

Change = Callable[[Any, World], Any]


@dataclass(frozen=True)
class Attack:
    """One attack: the check that finds it, what is twisted, how far the campaign must have come, plan changes."""

    check: str
    twists: Mapping[str, Twist]
    step: str = "open"
    plan: Mapping[str, Any] = field(default_factory=dict)
    needs: Callable[[Plan], bool] = lambda plan: True

    def fits(self, plan: Plan) -> bool:
        """Whether a campaign like this can be attacked so."""
        return plan.has(self.step) and sum(plan.cast) >= 2 and self.needs(replace(plan, **self.plan))


def two_cells(plan: Plan) -> bool:
    return len(plan.cast) > 1


def has_batch(plan: Plan) -> bool:
    return bool(plan.batches)


def has_first_roll(plan: Plan) -> bool:
    """Not everybody of cell 0 came with a batch."""
    batches = sum(batch.count(0) for batch in plan.batches)
    return plan.cast[0] + plan.idle > BATCH * batches


def releases(plan: Plan) -> bool:
    return any(_final(plan, cell) >= plan.k for cell in range(len(plan.cast)))


def opens(plan: Plan) -> bool:
    return any(cast >= plan.k for cast in plan.cast)


def leaves_unopened(plan: Plan) -> bool:
    return any(0 < cast < plan.k for cast in plan.cast)


def _final(plan: Plan, cell: int) -> int:
    return sum(plan.fate(cell, nth) in (GOOD, "late") for nth in range(plan.cast[cell]))


# Choosing whom it hits


def first_ballot(change: Callable[[bytes, World], list[bytes]]) -> Twist:
    """Change what the first ballot leaves in the log."""
    return lambda entries, world: entries if world.indices else change(entries[0], world)


def one_ballot(change: Callable[[Ballot, World], Ballot]) -> Twist:
    """Change the first ballot that comes into the box."""
    return lambda found, world: [change(found[0], world), *found[1:]]


def of_type(kind: int, change: Callable[[bytes, World], bytes]) -> Twist:
    """Change the log entries of a type."""
    return lambda entry, world: change(entry, world) if entry[0] == kind else entry


def silent(kind: type, by: Party | None = None) -> Twist:
    """Leave a statement unsaid."""
    return lambda said, world: None if isinstance(said, kind) and by in (None, said.by) else said


def only_seq(seq: int, change: Change) -> Twist:
    """Change the first (0) or the final (1) tag list."""
    return lambda tags, world: sorted(change(tags, world)) if len(world.roots["tags"]) == seq else tags


def in_role(role: int, change: Change) -> Twist:
    """Change the issuance records of a signer."""
    return lambda records, world: sorted(change(records, world)) if records and records[0][32] == role else records


def turned(content: bytes, place: int = -1) -> bytes:
    """The bytes with one bit turned."""
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


# Entries


def foreign_token(entry: bytes, world: World) -> list[bytes]:
    """An entry that nobody has a token for."""
    old = BallotEntry(int.from_bytes(entry[1:5], "big"), entry[5:359], sha256(b"stuffed"))
    nonce = ballots.entry_nonce(world.camp, old.cell, old.envelope_hash)
    return [entry, replace(old, token=turned(entry[5:7] + nonce + entry[39:359])).encode()]


def same_token(entry: bytes, world: World) -> list[bytes]:
    """The token once more, with another envelope."""
    return [entry, entry[:359] + sha256(b"another envelope")]


def other_key(ballot: Ballot, world: World, *, challenge: bool) -> Ballot:
    """An entry token by the key of another cell, or issued for another cell altogether."""
    other = (ballot.cell + 1) % len(world.plan.cast)
    nonce = ballots.entry_nonce(world.camp, ballot.cell, sha256(ballot.envelope))
    cell, keys_of = (other, other) if challenge else (ballot.cell, other)
    return replace(ballot, entry_token=world.polls.token(ENTRY, cell, nonce, keys_of=keys_of))


def swapped(found: list[Ballot], world: World) -> list[Ballot]:
    """Two voters' envelopes in each other's place."""
    one, other, *others = found
    return [replace(one, envelope=other.envelope), replace(other, envelope=one.envelope), *others]


# The log


def again(world: World, entries: list[bytes], history: History) -> History:
    """A log of these entries, with checkpoints at the sizes of the true one."""
    sizes = sorted({min(size, len(entries)) for size in world.history.kept})
    for entry in entries:
        history.append(entry)
        if len(history.entries) in sizes:
            history.keep()
    return history


def dropped(history: History, world: World) -> History:
    """A ballot taken out of a log that the witnesses have seen; they cosign nothing of that."""
    place = next(iter(world.indices))
    entries = history.entries[:place] + history.entries[place + 1 :]
    return again(world, entries, History(world.manifest, witnesses=()))


def second_history(history: History, world: World) -> History:
    """Another log, cosigned by invented witnesses."""
    last = next(reversed(world.indices))
    entries = history.entries[:last] + history.entries[last + 1 :]
    return again(world, entries, History(world.manifest, witnesses=("forger 1", "forger 2")))


def restored(history: History, world: World) -> History:
    """After a restored backup the box lost a ballot that a checkpoint covered, and went on without it."""
    place = next(iter(world.indices))
    entries = history.entries[:place] + history.entries[place + 1 :]
    new = again(world, entries, History(world.manifest, witnesses=()))
    size = min(size for size in history.kept if size > place)
    new.kept[size] = history.kept[size]
    return new


def one_witness(history: History, world: World) -> History:
    """The last checkpoint with the cosignature of one witness only."""
    largest = max(history.kept)
    history.kept[largest] = history.kept[largest].rsplit("— ".encode(), 1)[0]
    return history


def unseen(history: History, world: World) -> History:
    """No checkpoint after the close."""
    closed = history.entries.index(b"\x08")
    history.kept = {size: note for size, note in history.kept.items() if not closed < size < len(history.entries)}
    return history


def wrong_tile(files: dict[str, bytes], world: World) -> dict[str, bytes]:
    path = next(path for path in files if path.startswith("log/tile/0/"))
    return files | {path: turned(files[path])}


def longer_note(files: dict[str, bytes], world: World) -> dict[str, bytes]:
    """A cosignature by nobody we know behind the others."""
    path = package.checkpoint_path(max(world.history.kept))
    stranger = files[path].splitlines(keepends=True)[-1].replace(b"witness", b"stranger")
    return files | {path: files[path] + stranger, "log/checkpoint": files[path] + stranger}


# Issuance and roll


def stranger(records: list[bytes], world: World) -> list[bytes]:
    """A record of a key that is on no roll."""
    return [*records, world.polls.record(person("elsewhere", 0, 0), records[0][32]).encode()]


def twice(records: list[bytes], world: World) -> list[bytes]:
    """A second record of the same key."""
    voter = next(iter(world.indices.values())).person
    record = world.polls.record(replace(voter, code="another request"), records[0][32])
    return [*records, record.encode()]


def elsewhere(records: list[bytes], world: World) -> list[bytes]:
    """Somebody's token is issued for another cell."""
    voter = next(one for one in world.people[0] if one.key not in {record[:32] for record in records})
    return [*records, world.polls.record(voter, records[0][32], cell=1).encode()]


def other_point(records: list[bytes], world: World) -> list[bytes]:
    """A signature whose R has a part of small order: libraries that multiply by the cofactor take it."""
    first, *others = records
    shifted = edwards.add(edwards.decode(first[69:101]), edwards.TORSION)
    return [first[:69] + edwards.encode(shifted) + first[101:], *others]


def torsion_key(roll: list[bytes], world: World) -> list[bytes]:
    """A key with a part of small order."""
    point = edwards.add(edwards.decode(ed25519.public_key(seed("torsion"))), edwards.TORSION)
    return sorted([*roll, roll[0][:4] + edwards.encode(point)])


def key_twice(roll: list[bytes], world: World) -> list[bytes]:
    """Somebody on the roll of two cells."""
    return sorted([*roll, b"\x00\x00\x00\x01" + next(one for one in roll if one[:4] == bytes(4))[4:]])


def same_modulus(lines: list[bytes], world: World) -> list[bytes]:
    """One key for the ballots of two cells."""
    one, other = (rsa_key(cell, BALLOT).public.modulus.hex().encode() for cell in (0, 1))
    return [line.replace(other, one) for line in lines]


def own_key(files: dict[str, bytes], world: World) -> dict[str, bytes]:
    """A cell's proof file with a key made for whoever is to be marked by it."""
    modulus = rsa_key(0, BALLOT).public.modulus.hex().encode()
    marked = rsa_key(11, BALLOT).public.modulus.hex().encode()
    return files | {"cells/0.json": files["cells/0.json"].replace(modulus, marked)}


# Opening


def opened_cell(world: World) -> int:
    return counting.opened_cells(world)[0]


def unopened_cell(world: World) -> int:
    opened = counting.opened_cells(world)
    return next(ballot.cell for ballot in world.ballots if ballot.cell not in opened)


def invented_tag(tags: list[bytes], world: World, cell: int | None = None) -> list[bytes]:
    where = opened_cell(world) if cell is None else cell
    return [*tags, where.to_bytes(4, "big") + sha256(b"invented")]


def tag_elsewhere(tags: list[bytes], world: World) -> list[bytes]:
    """A tag in two cells that are both opened."""
    one, other, *_ = counting.opened_cells(world)
    found = next(tag for tag in tags if tag[:4] == one.to_bytes(4, "big"))
    return [*tags, other.to_bytes(4, "big") + found[4:]]


def bare(world: World) -> Ballot:
    """The ballot of somebody in a released cell who has a ballot token and never cast."""
    cell = next(cell for cell in range(len(world.plan.cast)) if _final(world.plan, cell) >= world.plan.k)
    return world.polls.vote(world.people[cell][-1])


def only_tagged(rows: list[bytes], world: World) -> list[bytes]:
    """The rows that agree with the final tags as they were published."""
    content = world.files[f"tags/{world.roots['tags'][-1].hex()}.bin"]
    tags = {content[place : place + 36] for place in range(0, len(content), 36)}
    cells = Counter(tag[:4] for tag in tags)
    return [row for row in rows if row[:4] + ballots.tag(row[6:38]) in tags and cells[row[:4]] >= world.plan.k]


def more_valid(said: Any, world: World) -> Any:
    """T2 counts one more ballot at the end: a bare token that somebody brought."""
    place = [one.cell for one in said.cells].index(bare(world).cell)
    old = said.cells[place]
    more = old._replace(valid=old.valid + said.seq, received=old.received + said.seq)
    return replace(said, cells=(*said.cells[:place], more, *said.cells[place + 1 :]))


def without_cell(said: Any, world: World) -> Any:
    return replace(said, cells=said.cells[1:])


def one_less_received(said: Any, world: World) -> Any:
    first, *others = said.cells
    return replace(said, cells=(first._replace(received=first.received - 1), *others))


def wrong_withheld(said: Any, world: World) -> Any:
    """A cell said to have lost nobody on the way though one did."""
    first, *others = said.cells
    return replace(said, cells=(first._replace(unfinished=first.unfinished + 1), *others))


def any_cell_withheld(plan: Plan) -> bool:
    return any(_final(plan, cell) < plan.k or cast < plan.k for cell, cast in enumerate(plan.cast))


def forged_row(rows: list[bytes], world: World) -> list[bytes]:
    """A ballot nobody signed a token for."""
    cell, salt, answers = rows[0][:4], seed("forged"), bytes(len(world.plan.options))
    nonce = ballots.commitment(world.camp, int.from_bytes(cell, "big"), salt, answers)
    token = turned(rows[0][4:6] + nonce + rows[0][38:358])
    return sorted([*rows, cell + ballots.row(token, salt, answers)])


def changed_answer(rows: list[bytes], world: World) -> list[bytes]:
    first, *others = rows
    return sorted([first[:-1] + bytes([first[-1] ^ 1]), *others])


def row_by_other_key(rows: list[bytes], world: World) -> list[bytes]:
    """A row whose token another cell's key signed."""
    first, *others = rows
    cell = int.from_bytes(first[:4], "big")
    token = world.polls.token(BALLOT, cell, first[6:38], keys_of=(cell + 1) % len(world.plan.cast))
    return sorted([first[:4] + token + first[358:], *others])


def without_a_cell(rows: list[bytes], world: World) -> list[bytes]:
    """A released cell whose rows are kept back."""
    return [row for row in rows if row[:4] != rows[0][:4]]


def with_unopened(rows: list[bytes], world: World) -> list[bytes]:
    """Rows of a cell that is too small."""
    cell = unopened_cell(world)
    return sorted([*rows, *(ballot.row for ballot in world.ballots if ballot.cell == cell)])


def impossible_answer(found: list[Ballot], world: World) -> list[Ballot]:
    """A voter signed for an option that there is not, and T2 lets it pass."""
    plan = world.plan
    place = next(n for n, one in enumerate(found) if one.fate == GOOD and _final(plan, one.cell) >= plan.k)
    old = found[place]
    answers = bytes([plan.options[0] + 1]) + old.answers[1:]
    token = world.polls.token(BALLOT, old.cell, ballots.commitment(world.camp, old.cell, old.salt, answers))
    return [*found[:place], replace(old, answers=answers, ballot_token=token), *found[place + 1 :]]


# Files


def without(*paths: str) -> Twist:
    """Leave files out of the package and of its listing."""
    return lambda files, world: {path: content for path, content in files.items() if not path.startswith(paths)}


def with_file(files: dict[str, bytes], world: World) -> dict[str, bytes]:
    """A list that nothing refers to, listed like the others."""
    return files | {f"rows/{sha256(b'more').hex()}.bin": b"more"}


ATTACKS: dict[str, Attack] = {
    "envelope changed in the box": Attack("entries", {"cast": first_ballot(lambda e, w: [turned(e)])}),
    "envelope added by the box": Attack("entries", {"cast": first_ballot(foreign_token)}),
    "envelope replayed": Attack("entries", {"cast": first_ballot(lambda e, w: [e, e])}),
    "token used for a second envelope": Attack("entries", {"cast": first_ballot(same_token)}),
    "envelopes swapped": Attack("entries", {"ballots": swapped}),
    "ballot in a cell that there is not": Attack(
        "entries", {"cast": first_ballot(lambda e, w: [e[:1] + b"\xff" * 4 + e[5:]])}
    ),
    "entry token by the key of another cell": Attack(
        "entries", {"ballots": one_ballot(lambda b, w: other_key(b, w, challenge=False))}, needs=two_cells
    ),
    "entry token of another cell": Attack(
        "entries", {"ballots": one_ballot(lambda b, w: other_key(b, w, challenge=True))}, needs=two_cells
    ),
    "ballot dropped from the log": Attack("log", {"history": dropped}, plan={"quorum": 2, "witnesses": 2}),
    "two histories": Attack("log", {"history": second_history}, plan={"quorum": 2, "witnesses": 2}),
    "restored old backup": Attack("log", {"history": restored}, plan={"quorum": 0, "witnesses": 0}),
    "one witness too few": Attack("log", {"history": one_witness}, plan={"quorum": 2, "witnesses": 2}),
    "tags that no witness saw before": Attack("log", {"history": unseen}, "first"),
    "tile changed": Attack("log", {"files": wrong_tile}),
    "unknown line under a checkpoint": Attack("log", {"files": longer_note}, plan={"quorum": 2, "witnesses": 2}),
    "issuance root that nobody signed": Attack("log", {"entry": of_type(3, lambda e, w: turned(e))}),
    "batch that M did not sign": Attack("log", {"entry": of_type(2, lambda e, w: turned(e))}, needs=has_batch),
    "tags that T2 did not sign": Attack("log", {"entry": of_type(6, lambda e, w: turned(e))}, "first"),
    "rows that T2 did not sign": Attack("log", {"entry": of_type(7, lambda e, w: turned(e))}, "rows"),
    "log of another campaign": Attack(
        "manifest", {"entry": of_type(1, lambda e, w: ManifestEntry(sha256(b"other")).encode())}
    ),
    "manifest changed after it was signed": Attack(
        "manifest",
        {"files": lambda f, w: f | {"manifest.json": f["manifest.json"].replace(b"relay.", b"rellay.")}},
    ),
    "other questions": Attack("manifest", {"files": lambda f, w: f | {"questionnaire.json": b'{"title":"x"}\n'}}),
    "record without a roll key": Attack("issuance", {"issuance": in_role(1, stranger)}, "closed"),
    "token for a key twice": Attack("issuance", {"issuance": in_role(2, twice)}, "closed"),
    "token for another cell": Attack("issuance", {"issuance": in_role(2, elsewhere)}, "closed", needs=two_cells),
    "torsion signature": Attack("issuance", {"issuance": in_role(1, other_point)}, "closed"),
    "record kept back": Attack("accounts", {"issuance": in_role(2, lambda r, w: r[1:])}, "closed"),
    "torsion key": Attack("roll", {"roll": torsion_key}),
    "somebody on two rolls": Attack(
        "roll", {"roll": key_twice}, needs=lambda plan: two_cells(plan) and has_first_roll(plan)
    ),
    "batch too small": Attack("roll", {"batch": lambda records, w: records[1:]}, needs=has_batch),
    "one key for two cells": Attack("roll", {"lines": same_modulus}, needs=two_cells),
    "key made for one voter": Attack("roll", {"files": own_key}),
    "tag dropped at the end": Attack("tags", {"tags": only_seq(1, lambda t, w: t[1:])}, "tags", needs=releases),
    "tag in a cell too small": Attack(
        "tags",
        {"tags": lambda t, w: sorted(invented_tag(t, w, unopened_cell(w)))},
        "first",
        needs=leaves_unopened,
    ),
    "tag in two cells": Attack(
        "tags",
        {"tags": only_seq(0, tag_elsewhere)},
        "first",
        needs=lambda plan: sum(_final(plan, cell) >= plan.k for cell in range(len(plan.cast))) > 1,
    ),
    "token brought late without an envelope": Attack(
        "accounts",
        {
            "issuance": in_role(1, lambda r, w: [*r, bare(w).records[BALLOT].encode()]),
            "tags": only_seq(1, lambda t, w: [*t, bare(w).tag]),
            "counted": more_valid,
            "rows": lambda r, w: sorted([*r, bare(w).row]),
        },
        "tags",
        needs=lambda plan: releases(plan) and plan.idle > 0,
    ),
    "ballot dropped before the tags": Attack(
        "accounts", {"tags": lambda t, w: t[1:], "rows": only_tagged}, "first", needs=opens
    ),
    "opened: a cell is passed over": Attack("accounts", {"opened": without_cell}, "opened", needs=opens),
    "counted: a cell is passed over": Attack("accounts", {"counted": without_cell}, "first", needs=opens),
    "counted: an envelope less": Attack("accounts", {"counted": one_less_received}, "first", needs=opens),
    "withheld: wrong numbers": Attack("accounts", {"withheld": wrong_withheld}, "rows", needs=any_cell_withheld),
    "ballot dropped after the tags": Attack("rows", {"rows": lambda r, w: r[1:]}, "rows", needs=releases),
    "ballot invented by the opener": Attack("rows", {"rows": forged_row}, "rows", needs=releases),
    "answer changed": Attack("rows", {"rows": changed_answer}, "rows", needs=releases),
    "ballot token by the key of another cell": Attack(
        "rows", {"rows": row_by_other_key}, "rows", needs=lambda plan: releases(plan) and two_cells(plan)
    ),
    "released cell kept back": Attack("rows", {"rows": without_a_cell}, "rows", needs=releases),
    "small cell released": Attack("rows", {"rows": with_unopened}, "rows", needs=leaves_unopened),
    "answer that there is not": Attack("rows", {"ballots": impossible_answer}, "rows", needs=releases),
    "destruction not stated": Attack("statements", {"statement": silent(statements.Destroyed, Party.T2)}, "rows"),
    "demonstration not stated": Attack(
        "statements", {"statement": silent(statements.Demonstration)}, plan={"demonstration": True}
    ),
    "opening not stated": Attack("statements", {"statement": silent(statements.Opened)}, "first"),
    "statement that its party did not sign": Attack("statements", {"entry": of_type(5, lambda e, w: turned(e))}),
    "file added and listed": Attack("package", {"files": with_file}),
    "file removed": Attack("package", {"files": without("roll/")}, needs=has_batch),
    "proof of a cell removed": Attack("package", {"files": without("cells/0.json")}),
}
