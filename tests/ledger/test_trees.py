"""Trees against the known answers of Certificate Transparency and against the RFC's own recursion."""

from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.ledger import trees
from pingyi.primitives.errors import Malformed
from tests.ledger import naive
from tests.ledger.vectors import vectors

KNOWN = vectors("rfc6962_tree_kat")
LEAVES = [bytes.fromhex(leaf) for leaf in KNOWN["leaf_inputs_hex"]]
SOME_LEAVES = st.lists(st.binary(max_size=3), min_size=1, max_size=70)
FEW = settings(max_examples=60, deadline=None)


def test_single_hashes():
    hasher = KNOWN["hasher"]
    assert trees.EMPTY_ROOT.hex() == hasher["empty_root"]
    assert trees.leaf_hash(b"").hex() == hasher["leaf_of_empty"]
    assert trees.leaf_hash(hasher["leaf"]["data_utf8"].encode()).hex() == hasher["leaf"]["hash"]
    node = hasher["node"]
    assert trees.node_hash(node["left_utf8"].encode(), node["right_utf8"].encode()).hex() == node["hash"]


def test_roots_of_every_size():
    assert [trees.root(LEAVES[:size]).hex() for size in range(9)] == KNOWN["root_hash_by_tree_size"]


def test_all_nodes_of_the_known_tree():
    tree = trees.Tree(trees.leaf_hashes(LEAVES))
    rows = [[tree.subtree(height, index).hex() for index in range(8 >> height)] for height in range(4)]
    assert rows == KNOWN["node_hashes_by_level"]


def decoded(case, *names):
    return [b64decode(case[name] or "") for name in names], [b64decode(node) for node in case["proof"] or []]


@pytest.mark.parametrize("case", vectors("rfc6962_proofs")["inclusion"], ids=lambda case: case["file"])
def test_inclusion_proofs(case):
    (leaf, root), proof = decoded(case, "leafHash", "root")
    assert trees.verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, root) is not case["wantErr"]


@pytest.mark.parametrize("case", vectors("rfc6962_proofs")["consistency"], ids=lambda case: case["file"])
def test_consistency_proofs(case):
    (root1, root2), proof = decoded(case, "root1", "root2")
    assert trees.verify_consistency(case["size1"], case["size2"], proof, root1, root2) is not case["wantErr"]


@FEW
@given(SOME_LEAVES)
def test_roots_are_those_of_the_recursion(leaves):
    assert trees.root(iter(leaves)) == naive.mth(leaves) == trees.Tree(trees.leaf_hashes(leaves)).root()


@FEW
@given(st.lists(st.lists(st.binary(max_size=2), max_size=9), max_size=9))
def test_it_does_not_matter_how_leaves_arrive(batches):
    frontier, seen = trees.Frontier(), []
    for batch in batches:
        if len(batch) == 1:
            assert frontier.append(batch[0]) == naive.mth(batch)
        else:
            frontier.extend(batch)
        seen += batch
        assert (frontier.size, frontier.root()) == (len(seen), naive.mth(seen))
    assert trees.Frontier.parse(frontier.encode()).encode() == frontier.encode()


def test_streams_longer_than_one_piece():
    leaves = [index.to_bytes(4, "big") for index in range(trees.AT_ONCE * 2 + 77)]
    assert trees.root(iter(leaves)) == naive.mth(leaves)


@FEW
@given(SOME_LEAVES, SOME_LEAVES)
def test_a_copy_is_the_way_back(before, lost):
    frontier = trees.Frontier()
    frontier.extend(before)
    kept = frontier.copy()
    frontier.extend(lost)
    assert kept.root() == naive.mth(before) and frontier.root() == naive.mth(before + lost)
    again = trees.Frontier.parse(kept.encode())
    again.extend(lost)
    assert again.root() == frontier.root()


@pytest.mark.parametrize("wrong", [b"", bytes(7), bytes(8) + bytes(32), (3).to_bytes(8, "big") + bytes(63)])
def test_a_damaged_frontier_is_refused(wrong):
    with pytest.raises(Malformed):
        trees.Frontier.parse(wrong)


def test_a_frontier_of_an_impossible_size_is_refused():
    with pytest.raises(Malformed):
        trees.Frontier.parse((2**64 - 1).to_bytes(8, "big") + bytes(32 * 64))


@FEW
@given(SOME_LEAVES, st.data())
def test_inclusion_of_every_leaf(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    hashes = trees.leaf_hashes(leaves)
    proof = trees.inclusion_proof(hashes, index)
    assert proof == naive.path(index, leaves)
    assert trees.verify_inclusion(hashes[index], index, len(leaves), proof, naive.mth(leaves))


@FEW
@given(SOME_LEAVES, st.data())
def test_consistency_of_every_beginning(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    proof = trees.consistency_proof(trees.leaf_hashes(leaves), old)
    assert proof == naive.proof(old, leaves)
    assert trees.verify_consistency(old, len(leaves), proof, naive.mth(leaves[:old]), naive.mth(leaves))


@FEW
@given(st.integers(2, 70), st.data())
def test_a_changed_proof_proves_nothing(size, data):
    leaves = [bytes([index]) for index in range(size)]
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    bit = data.draw(st.integers(0, 255))
    roots, leaf = (naive.mth(leaves[:old]), naive.mth(leaves)), trees.leaf_hash(leaves[index])
    for proof in spoiled(naive.path(index, leaves), bit):
        assert not trees.verify_inclusion(leaf, index, size, proof, roots[1])
    for proof in spoiled(naive.proof(old, leaves), bit):
        assert not trees.verify_consistency(old, size, proof, *roots)


def spoiled(proof, bit):
    """One hash too few, too many, too short, twice, and with one bit changed, at each place."""
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]
    for place, node in enumerate(proof):
        flipped = (int.from_bytes(node, "big") ^ (1 << bit)).to_bytes(32, "big")
        for instead in ([], [node[:31]], [node, node], [flipped]):
            yield proof[:place] + instead + proof[place + 1 :]


@FEW
@given(st.integers(2, 60), st.data())
def test_another_history_is_never_consistent(size, data):
    old = data.draw(st.integers(1, size - 1))
    leaves = [bytes([index]) for index in range(size)]
    other = [b"changed", *leaves[1:]]
    proof = trees.consistency_proof(trees.leaf_hashes(other), old)
    assert not trees.verify_consistency(old, size, proof, naive.mth(leaves[:old]), naive.mth(other))


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 5), (6, 5)])
def test_no_proof_is_made_between_impossible_sizes(old, size):
    with pytest.raises(ValueError, match="no such"):
        trees.consistency_proof([bytes(32)] * size, old)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="no such"):
        trees.inclusion_proof([bytes(32)] * size, index)
