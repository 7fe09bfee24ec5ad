"""Tiles against a log written elsewhere, and the writer and the reader against each other and the recursion."""

import tracemalloc
from base64 import b64decode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.ledger import tiles, trees
from pingyi.primitives.errors import Malformed
from tests.ledger import naive
from tests.ledger.vectors import vectors

PATHS = vectors("tlog_tiles_paths")
FOREIGN = vectors("tlog_tiles_log15")
FILES = {path: b64decode(content) for path, content in FOREIGN["files_base64"].items()}
LEAVES = [leaf.encode() for leaf in FOREIGN["origin"]["leaves_utf8"]]
FEW = settings(max_examples=40, deadline=None)
SIZES = st.one_of(st.integers(0, 600), st.sampled_from([255, 256, 257, 511, 512, 65535, 65536, 65537, 70000]))


def entry(index):
    """An invented entry; some are long, some empty."""
    return str(index).encode() * (index % 5)


def published(*sizes):
    """The files of a log that grew through these sizes, as a publisher keeps them; and its writer."""
    writer, files = tiles.Writer(), {}
    for size in sizes:
        before = writer.size
        files |= dict(writer.append([entry(index) for index in range(before, size)]))
        files |= dict(writer.partials())
        for path in tiles.superseded(before, size):
            del files[path]
    return files, writer


def fetching(files):
    """Read from a dictionary as from a folder."""

    def fetch(path):
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return fetch


@pytest.mark.parametrize("case", PATHS["tile_path"], ids=lambda case: case["path"])
def test_tile_paths(case):
    assert tiles.tile_path(case["level"], case["index"], case["partial"] or 256) == case["path"]


@pytest.mark.parametrize("case", PATHS["entries_path_for_index"], ids=lambda case: str(case["seq"]))
def test_bundle_paths(case):
    assert tiles.bundle_holding(case["seq"], case["log_size"]) == case["path"]


def test_the_specification_counts_the_tiles_of_70000_and_of_256():
    of = [path for path in tiles.tiles_for(70000) if "entries" not in path]
    assert sum(path.startswith("tile/0/") for path in of) == 274 and "tile/0/273.p/112" in of
    assert [path for path in of if path[5] != "0"] == ["tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert list(tiles.tiles_for(256)) == ["tile/0/000", "tile/entries/000", "tile/1/000.p/1"]
    assert list(tiles.tiles_for(0)) == []


@pytest.mark.parametrize(("index", "width"), [(-1, 256), (0, 0), (0, 257)])
def test_there_is_no_path_of_an_impossible_tile(index, width):
    with pytest.raises(ValueError, match="no such tile"):
        tiles.tile_path(0, index, width)


def test_we_write_the_files_of_the_foreign_log():
    writer, files = tiles.Writer(), {}
    for leaf in LEAVES:
        files |= dict(writer.append([leaf])) | dict(writer.partials())
    theirs = {path: content for path, content in FILES.items() if path.startswith("tile/")}
    assert theirs and all(files[path] == content for path, content in theirs.items())


def test_we_read_the_foreign_log():
    root = trees.root(LEAVES)
    assert list(tiles.Reader(fetching(FILES), 15, root).entries(0, 15)) == LEAVES
    roots = {size: b64decode(FILES[f"checkpoint.{size}"].split(b"\n")[2]) for size in range(16)}
    assert list(tiles.whole(fetching(FILES), roots)) == LEAVES


@settings(max_examples=15, deadline=None)
@given(st.lists(SIZES, min_size=1, max_size=4).map(sorted))
def test_however_a_log_grows_its_files_are_those_of_its_size(sizes):
    files, writer = published(*sizes)
    assert sorted(files) == sorted(tiles.tiles_for(sizes[-1]))
    assert files == published(sizes[-1])[0]
    roots = {size: trees.root(entry(index) for index in range(size)) for size in sizes}
    assert writer.root() == roots[sizes[-1]]
    assert sum(1 for _ in tiles.whole(fetching(files), roots)) == sizes[-1]


@FEW
@given(SIZES, st.integers(0, 300))
def test_a_writer_resumes_from_its_files(size, more):
    files, writer = published(size)
    again = tiles.Writer.resume(size, fetching(files))
    added = [entry(index) for index in range(size, size + more)]
    assert again.root() == writer.root() and again.partials() == writer.partials()
    assert again.append(added) == writer.append(added) and again.partials() == writer.partials()


@pytest.mark.parametrize("path", tiles.partials_for(70000))
def test_a_writer_does_not_resume_from_half_a_file(path):
    files, _ = published(70000)
    files[path] = files[path][:-1]
    with pytest.raises(Malformed):
        tiles.Writer.resume(70000, fetching(files))


def test_a_writer_does_not_resume_from_other_entries():
    files, _ = published(700)
    files["tile/entries/002.p/188"] = tiles.encode_bundle([b"other"] * 188)
    with pytest.raises(Malformed, match="not the entries"):
        tiles.Writer.resume(700, fetching(files))


@FEW
@given(st.integers(1, 1200), st.data())
def test_proofs_from_tiles_are_those_of_the_recursion(size, data):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaves = [entry(index) for index in range(size)]
    reader = tiles.Reader(fetching(published(size)[0]), size, naive.mth(leaves))
    assert reader.inclusion_proof(index) == naive.path(index, leaves)
    assert reader.consistency_proof(old) == naive.proof(old, leaves)
    assert reader.entry(index) == leaves[index]
    reader.check_root()
    reader.check_continues(old, naive.mth(leaves[:old]))


@pytest.fixture(scope="module")
def large():
    files, writer = published(66000)
    return files, writer.root()


def flipped(content, place):
    """The same bytes with one bit changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@FEW
@given(data=st.data())
def test_one_changed_bit_anywhere_fails_the_whole(large, data):
    files, root = large
    path = data.draw(st.sampled_from(sorted(files)))
    changed = flipped(files[path], data.draw(st.integers(0, len(files[path]) - 1)))
    with pytest.raises(Malformed):
        list(tiles.whole(fetching(files | {path: changed}), {66000: root}))


@FEW
@given(data=st.data())
def test_a_reader_gives_the_true_entries_or_none(large, data):
    files, root = large
    path = data.draw(
        st.sampled_from(["tile/0/003", "tile/entries/003", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"])
    )
    changed = flipped(files[path], data.draw(st.integers(0, len(files[path]) - 1)))
    reader = tiles.Reader(fetching(files | {path: changed}), 66000, root)
    try:
        assert list(reader.entries(800, 810)) == [entry(index) for index in range(800, 810)]
    except Malformed:
        pass
    else:
        assert path != "tile/entries/003"


def test_a_gap_is_no_log(large):
    files, root = large
    for path in ("tile/0/100", "tile/entries/257.p/208", "tile/1/001.p/1"):
        lacking = {name: content for name, content in files.items() if name != path}
        with pytest.raises(FileNotFoundError):
            list(tiles.whole(fetching(lacking), {66000: root}))


def test_entries_of_another_log_with_its_own_tiles_are_refused(large):
    other = tiles.Writer()
    forged = dict(other.append([b"forged"] * 66000)) | dict(other.partials())
    reader = tiles.Reader(fetching(forged), 66000, large[1])
    with pytest.raises(Malformed, match="not in the log"):
        reader.entry(5)
    with pytest.raises(Malformed, match="root"):
        reader.check_root()
    with pytest.raises(Malformed, match="root at size 66000"):
        list(tiles.whole(fetching(forged), {66000: large[1]}))


def test_a_root_in_between_is_checked_too(large):
    files, root = large
    with pytest.raises(Malformed, match="root at size 300"):
        list(tiles.whole(fetching(files), {300: sha256(b"another").digest(), 66000: root}))


def test_a_log_with_another_beginning_does_not_continue(large):
    reader = tiles.Reader(fetching(large[0]), 66000, large[1])
    reader.check_continues(0, trees.EMPTY_ROOT)
    for size, root in ((300, sha256(b"another").digest()), (0, large[1]), (66001, large[1])):
        with pytest.raises(Malformed):
            reader.check_continues(size, root)


def test_an_older_size_is_read_from_the_full_tiles_of_a_grown_log(large):
    leaves = [entry(index) for index in range(700)]
    reader = tiles.Reader(fetching(large[0]), 700, trees.root(leaves))
    assert list(reader.entries(500, 700)) == leaves[500:]


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 16)])
def test_entries_that_are_not_there_are_not_asked_for(start, end):
    reader = tiles.Reader(fetching(FILES), 15, trees.root(LEAVES))
    with pytest.raises(ValueError, match="no such entries"):
        list(reader.entries(start, end))


@pytest.mark.parametrize("wrong", [b"", b"\0", b"\0\3ab", b"\0\1ab", b"\0\1a\0\1", b"\0\1a\0\0\0\0"])
def test_bundles_that_do_not_add_up_are_refused(wrong):
    with pytest.raises(Malformed):
        tiles.parse_bundle(wrong, 2)


def test_the_longest_entry_fits_and_a_longer_one_does_nothing():
    writer = tiles.Writer()
    assert tiles.parse_bundle(tiles.encode_bundle([bytes(65535), b""]), 2) == [bytes(65535), b""]
    for refuse in (writer.append, tiles.encode_bundle):
        with pytest.raises(Malformed, match="65535"):
            refuse([b"short", bytes(65536)])
    assert writer.size == 0


class Flowing:
    """A log of `size` long entries that nobody ever holds: files are made when they are asked for, and forgotten."""

    def __init__(self, size):
        self.size, self.writer, self.made = size, tiles.Writer(), {}

    def fetch(self, path):
        if path.startswith("tile/entries/"):
            first = self.writer.size
            entries = [index.to_bytes(4, "big") * 100 for index in range(first, min(first + 256, self.size))]
            files = self.writer.append(entries)
            self.made |= files if self.writer.size < self.size else [*files, *self.writer.partials()]
        return self.made.pop(path)


@pytest.mark.parametrize("size", [70_000, pytest.param(5_000_000, marks=pytest.mark.soak)])
def test_a_whole_log_is_checked_in_little_memory(size):
    log = Flowing(size)
    beginning = trees.root(index.to_bytes(4, "big") * 100 for index in range(1000))
    tracemalloc.start()
    try:
        for index, entry in enumerate(tiles.whole(log.fetch, Roots(log, {1000: beginning}))):
            assert entry[:4] == index.to_bytes(4, "big")
        assert tracemalloc.get_traced_memory()[1] < 1_500_000  # the entries are 28 MB
    finally:
        tracemalloc.stop()
    assert log.made == {}


class Roots(dict):
    """Roots of which the last becomes known when the log has flowed by."""

    def __init__(self, log, known):
        super().__init__(known | {log.size: b""})
        self.log = log

    def __getitem__(self, size):
        return self.log.writer.root() if size == self.log.size else super().__getitem__(size)
