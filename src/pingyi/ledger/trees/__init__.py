"""RFC 6962 Merkle trees with SHA-256: roots of streams, a compact frontier, proofs and their checks."""

from pingyi.ledger.trees.frontier import AT_ONCE, Frontier, root
from pingyi.ledger.trees.hashes import (
    EMPTY_ROOT,
    HASH_SIZE,
    LARGEST,
    Subtree,
    leaf_hash,
    leaf_hashes,
    node_hash,
    root_of,
    row_above,
    span_hash,
)
from pingyi.ledger.trees.proofs import (
    Tree,
    consistency_path,
    consistency_proof,
    inclusion_path,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "AT_ONCE",
    "EMPTY_ROOT",
    "HASH_SIZE",
    "LARGEST",
    "Frontier",
    "Subtree",
    "Tree",
    "consistency_path",
    "consistency_proof",
    "inclusion_path",
    "inclusion_proof",
    "leaf_hash",
    "leaf_hashes",
    "node_hash",
    "root",
    "root_of",
    "row_above",
    "span_hash",
    "verify_consistency",
    "verify_inclusion",
]
