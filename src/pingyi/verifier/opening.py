"""The checks named `manifest` and the reading of the cells, on which everything else stands."""

from collections.abc import Iterator

from pingyi.ledger.trees import Frontier
from pingyi.primitives.errors import Malformed
from pingyi.primitives.hashing import sha256
from pingyi.protocol import cells, manifest
from pingyi.protocol.manifest import Manifest, Signatures
from pingyi.verifier.facts import Cell
from pingyi.verifier.sources import Folder

LONGEST_LINE = 1 << 20  # bytes of one cell record


def read_manifest(folder: Folder, expect: str | None) -> tuple[Manifest, bytes]:
    """Return the manifest and the name of the campaign. Malformed unless all five signed it and it is the expected."""
    content = folder.read("manifest.json")
    found, camp = Manifest.parse(content), manifest.camp(content)
    if expect is not None and not manifest.is_expected(camp, expect):
        raise Malformed("manifest: of another campaign than the one expected")
    unsigned = Signatures.parse(folder.read("manifest.sigs")).wrong(found, camp)
    if unsigned:
        raise Malformed(f"manifest: not signed by {', '.join(party.name for party in unsigned)}")
    if sha256(folder.read("questionnaire.json")) != found.questionnaire:
        raise Malformed("questionnaire.json: not the one that the manifest names")
    return found, camp


def read_cells(folder: Folder, found: Manifest) -> list[Cell]:
    """Return the cells. Malformed unless they are those of the manifest and each proof file proves its own."""
    frontier, kept = Frontier(), []
    for record in cells.records(_lines(folder, frontier)):
        kept.append(
            Cell(
                record.k,
                record.roll_count,
                record.roll_root,
                record.channel,
                (record.ballot_key.modulus, record.entry_key.modulus),
            )
        )
    if (len(kept), frontier.root()) != (found.cells, found.cells_root):
        raise Malformed("cells.jsonl: not the cells of the manifest")
    for index in range(found.cells):
        cells.parse_proof(folder.read(cells.path(index))).record(index, found)
    return kept


def _lines(folder: Folder, frontier: Frontier) -> Iterator[bytes]:
    with folder.open("cells.jsonl") as file:
        while line := file.readline(LONGEST_LINE):
            frontier.append(line.removesuffix(b"\n"))
            yield line
