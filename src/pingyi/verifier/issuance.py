"""The check named `issuance`: no token without the holder of a code."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

from pingyi.primitives.errors import Malformed
from pingyi.protocol.parties import ROLES, Party
from pingyi.verifier.facts import Facts
from pingyi.verifier.judging import Judge
from pingyi.verifier.listfiles import List
from pingyi.verifier.partitions import KEY, Partitions
from pingyi.verifier.report import NOT_YET, WITHDRAWN, Check
from pingyi.verifier.rolls import KEY_AND_CELL
from pingyi.verifier.sources import Folder
from pingyi.verifier.work import Workers

ROLE = 32  # place of the role in a record


def check_issuance(folder: Folder, facts: Facts, keys: Partitions, workers: Workers) -> Check:
    """Check the records of both signers against the roll. `keys` are those that `check_roll` left."""
    if facts.log.order.stage == "open":
        return Check("issuance", True, NOT_YET)
    if facts.log.order.unissued():
        raise Malformed("issuance: closed without the last roots of both signers")
    with ExitStack() as stack:
        askers = {role: stack.enter_context(Partitions(KEY_AND_CELL)) for role in ROLES}
        gone = [role for role in ROLES if not _role(folder, facts, askers[role], workers, role)]
        if facts.roll_is_whole:
            _check_on_roll(keys, askers)
        figures = {f"{Party(role).name}_records": facts.issued[role].total() for role in facts.issued}
        if not gone:
            figures["entry_without_ballot"] = _without_ballot(askers)
    return Check("issuance", True, WITHDRAWN if gone else "", {**figures})


def _role(folder: Folder, facts: Facts, askers: Partitions, workers: Workers, role: int) -> bool:
    """Check the records of one signer and leave who asked in `askers`; return False when they were withdrawn."""
    last = facts.log.issuance[role]
    records = List.of(folder, facts, "issuance", last.root)
    if records.is_gone(facts):
        return False
    counts = Counter[int]()
    job = Judge.issued if facts.roll_is_whole else Judge.issued_by_anybody
    for found in workers.each(job, _of_role(records, role, len(facts.cells))):
        askers.extend(found)
        counts.update([int.from_bytes(one[KEY:], "big") for one in found])
    if counts.total() != last.size:
        raise Malformed("issuance: not as many records as logged")
    facts.issued[role] = counts
    return True


def _of_role(records: List, role: int, cells: int) -> Iterator[list[bytes]]:
    """Pass pieces on; Malformed for another role, for a cell that there is not, for a key with two records."""
    last = b""
    for piece in records.pieces():
        for record in piece:
            key = record[:KEY]
            if key == last:  # records ascend and begin with the key
                raise Malformed("issuance: a key has two records")
            last = key
            if record[ROLE] != role or int.from_bytes(record[ROLE + 1 : ROLE + 5], "big") >= cells:
                raise Malformed("issuance: a record of another role, or for a cell that there is not")
        yield piece


def _check_on_roll(keys: Partitions, askers: dict[Party, Partitions]) -> None:
    for number, part in enumerate(keys.parts()):
        roll = frozenset(part)
        if not all(roll.issuperset(one.part(number)) for one in askers.values()):
            raise Malformed("issuance: a record without a key on the roll of its cell")


def _without_ballot(askers: dict[Party, Partitions]) -> int:
    """Return how many keys have an entry record and no ballot record; a code holder can make it so, it is no fault."""
    pairs = zip(askers[Party.S].parts(), askers[Party.R].parts(), strict=True)
    return sum(len({one[:KEY] for one in entry} - {one[:KEY] for one in ballot}) for ballot, entry in pairs)
