"""The end: nothing that opens a ballot is left, and that is said in a form that the box takes."""

from pingyi.protocol.entries import parse
from pingyi.trustee.destruction import destroy
from pingyi.trustee.files import shred
from pingyi.trustee.mirror.logbook import read
from tests.trustee.world import statement_of, trustee


def test_what_could_open_ballots_is_gone_and_the_identity_stays(at):
    home = at("rows")
    for which in (1, 2):
        destroy(trustee(home, which))
        left = {path.name for path in (home / f"t{which}").rglob("*") if path.is_file()}
        assert "identity.key" in left
        assert not left & {"opening.key", "opening.backup.txt", "envelopes.bin", "inner.bin", "objections.bin"}


def test_the_log_takes_the_statement(at):
    home = at("rows")
    for which in (1, 2):
        actor = trustee(home, which)
        path = destroy(actor, also=["两份纸质备份 two printed backups"])
        entry, statement = parse(path.read_bytes()[:98]), statement_of(path)
        assert "两份纸质备份 two printed backups" in statement.what
        assert entry.is_signed(actor.campaign.camp, actor.campaign.manifest.parties[actor.party].key)
        course = read(actor.campaign).course
        course.take(entry, statement)
        assert f"destroyed of T{which}" not in course.lacking()


def test_unfinished_files_and_comments_go_too(at):
    home = at("rows")
    (home / "t2" / "received" / "inner.bin.part").write_bytes(b"half")
    (home / "t2" / "comments").mkdir()
    (home / "t2" / "comments" / "0001-x.sealed").write_bytes(b"sealed")
    destroy(trustee(home, 2))
    assert not [path for path in (home / "t2").rglob("*") if path.suffix in (".part", ".sealed")]


def test_a_file_is_overwritten_before_it_is_removed(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(b"secret" * 400_000)
    with path.open("rb") as still_open:
        assert shred(path)
        content = still_open.read()
    assert len(content) == 6 * 400_000 and b"secret" not in content
    assert not path.exists() and not shred(path)
    assert not list(tmp_path.iterdir())
