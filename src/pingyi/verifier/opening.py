"""The check named `manifest` and the reading of the cells, on which everything else stands."""

from collections.abc import Iterable, Iterator

from pingyi.ledger import tiles
from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells, manifest
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.entries import ManifestEntry
from pingyi.protocol.manifest import Manifest, Signatures
from pingyi.verifier.facts import Cell
from pingyi.verifier.sources import Folder

LONGEST_LINE = 1 << 20  # bytes of one cell record
FIRST_BUNDLES = tuple(f"log/{tiles.bundle_path(0, width)}" for width in range(tiles.WIDTH, 0, -1))


def read_manifest(folder: Folder, expect: str | None) -> tuple[Manifest, bytes]:
    """Return the manifest and the name of the campaign. Malformed unless all five signed it and it is the expected."""
    content = folder.json("manifest.json")
    found, camp = Manifest.parse(content), manifest.camp(content)
    if expect is not None and not manifest.is_expected(camp, expect):
        raise Malformed("manifest: of another campaign than the one expected")
    unsigned = Signatures.parse(folder.read("manifest.sigs")).wrong(found, camp)
    if unsigned:
        raise Malformed(f"manifest: not signed by {', '.join(party.name for party in unsigned)}")
    if sha256(folder.read("questionnaire.json")) != found.questionnaire:
        raise Malformed("questionnaire.json: not the one that the manifest names")
    _check_first_entry(folder, camp)
    return found, camp


def _check_first_entry(folder: Folder, camp: bytes) -> None:
    """Entry 0 of the log, wherever its bundle lies, holds the name of the campaign."""
    path = next((path for path in FIRST_BUNDLES if folder.has(path)), FIRST_BUNDLES[-1])
    expected = tiles.encode_bundle([ManifestEntry(camp).encode()])
    with folder.open(path) as file:
        if file.read(len(expected)) != expected:
            raise Malformed("manifest: not the one that entry 0 of the log names")


def read_cells(folder: Folder, found: Manifest) -> list[Cell]:
    """Return the cells. Malformed unless they are those of the manifest and each proof file proves its own."""
    frontier, kept = Frontier(), []
    for record, line in _records(folder, found.cells):
        frontier.append(line)
        proof = cells.parse_proof(folder.json(cells.path(record.index)))
        if proof.line != line:
            raise Malformed(f"{cells.path(record.index)}: not the line of cells.jsonl")
        proof.record(record.index, found)
        kept.append(_kept(record))
    if (len(kept), frontier.root()) != (found.cells, found.cells_root):
        raise Malformed("cells.jsonl: not the cells of the manifest")
    return kept


def _kept(record: CellRecord) -> Cell:
    moduli = (record.ballot_key.modulus, record.entry_key.modulus)
    return Cell(record.k, record.roll_count, record.roll_root, record.channel, moduli)


def _records(folder: Folder, most: int) -> Iterator[tuple[CellRecord, bytes]]:
    with folder.open("cells.jsonl") as file:
        lines: list[bytes] = []
        for record in cells.records(_lines(iter(lambda: file.readline(LONGEST_LINE), b""), lines, most)):
            yield record, lines.pop()


def _lines(source: Iterable[bytes], seen: list[bytes], most: int) -> Iterator[bytes]:
    """Pass lines on, not more than the manifest counts, and leave the last, without its newline, in `seen`."""
    for number, line in enumerate(source):
        if number == most:
            raise Malformed("cells.jsonl: more cells than the manifest says")
        seen.append(line.removesuffix(b"\n"))
        yield line
