"""The commands by hand, as the host of a box uses them, from the keys to the package."""

import json

import pytest
from click.testing import CliRunner

from pingyi.ballotbox.layout import LAYOUT
from pingyi.cli.ballots.ballotbox import command
from pingyi.durable.stores import open_store
from pingyi.protocol import lists
from pingyi.protocol.entries import RollBatch
from pingyi.protocol.package import parse as parse_package
from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Held
from pingyi.wording import Refused
from tests.ballotbox.boxes import RunningWitness, Standing
from tests.ballotbox.reader import read_log, sha256
from tests.ballotbox.world import make_world, roll, seed, witness_key


def run(*words):
    """Run a command; what it refuses comes out."""
    done = CliRunner().invoke(command, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def at(world):
    return ["--keys", world.keys, "--public", world.public]


def refusal(*words):
    with pytest.raises(Refused) as refused:
        run(*words)
    return refused.value.issues[0].code


def test_keys_come_first_and_are_never_overwritten(tmp_path):
    done = run("keys", "--out", tmp_path / "new", "--name", "box.example/2026")
    log, identity = (line.split("\t")[1] for line in done.stdout.splitlines())
    assert log.startswith("box.example/2026+") and len(identity) == 64
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()] == [0o600, 0o600]
    assert refusal("keys", "--out", tmp_path / "new", "--name", "box.example/2026") == "keys_there"
    assert refusal("keys", "--out", tmp_path / "other", "--name", "with space") == "log_name_wrong"


def test_a_campaign_from_init_to_package(world):
    assert run("init", *at(world)).stdout.split("\t")[0] == world.camp.hex()
    assert run("init", *at(world)).exit_code == 0  # again changes nothing
    assert run("checkpoint", *at(world)).exit_code == 0
    box = Standing(world, str(world.keys / "box.sqlite3"))
    box.cast(world.cast("one"))
    issued = lists.root([bytes(133)])
    box.box.append(world.issuance(1, size=1, root=issued))
    box.box.append(world.issuance(2, size=0, root=sha256(b"")))
    box.box.append(world.held(2))
    box.close()
    for published in (False, True):  # as far as the log is public, then all of it
        assert not published or run("checkpoint", *at(world)).exit_code == 0
        assert run("publish", *at(world)).exit_code == 0
        check_package(world)


def check_package(world):
    """`package.json` lists exactly the files that are there, as they are."""
    listed = parse_package((world.public / "package.json").read_bytes())
    there = {path.relative_to(world.public).as_posix(): path for path in world.public.rglob("*") if path.is_file()}
    assert {one.path for one in listed} == set(there) - {"package.json"}
    for one in listed:
        content = there[one.path].read_bytes()
        assert (len(content), sha256(content)) == (one.size, one.sha256)


def test_lists_are_taken_by_their_logged_root_alone(world, tmp_path):
    store = world.found()
    box = Standing(world, store)
    box.round()
    more = sorted(lists.in_cell(0, seed(f"later {n}")) for n in range(50))
    entry = RollBatch(1, 50, lists.root(more), bytes(32)).signed(world.camp, seed("M"))
    (tmp_path / "batch.bin").write_bytes(b"".join(more))
    assert refusal("publish", *at(world), "--add", tmp_path / "batch.bin") == "list_unknown"
    box.box.append(entry.encode())
    box.round()
    assert refusal("publish", *at(world)) == "package_differs"
    added = run("publish", *at(world), "--add", tmp_path / "batch.bin").stdout.strip()
    assert added == lists.path("roll", lists.root(more)) and (world.public / added).read_bytes() == b"".join(more)
    (tmp_path / "batch.bin").write_bytes(b"".join(reversed(more)))
    assert refusal("publish", *at(world), "--add", tmp_path / "batch.bin") == "list_unknown"
    assert run("publish", *at(world)).exit_code == 0
    (world.public / "notes.txt").write_text("mine")
    assert refusal("publish", *at(world)) == "package_differs"
    box.close()


def test_the_issuance_list_is_the_last_before_the_close(world, tmp_path):
    box = Standing(world, world.found())
    box.round()
    early, late = [bytes(133)], [bytes(133), b"\x01" * 133]
    box.box.append(world.issuance(1, day=1, size=1, root=lists.root(early)))
    box.box.append(world.issuance(1, day=2, size=2, root=lists.root(late)))
    box.box.append(world.issuance(2, size=0, root=lists.root([])))
    import pingyi.ballotbox.starting as starting
    from pingyi.ballotbox.running import Setting
    from tests.ballotbox.world import AFTER

    starting.close_box(Setting(box.address, world.public, world.keys), AFTER)
    box.round()
    for name, records in (("early", early), ("late", late), ("none", [])):
        (tmp_path / name).write_bytes(b"".join(records))
    assert refusal("publish", *at(world), "--add", tmp_path / "early") == "list_unknown"
    run("publish", *at(world), "--add", tmp_path / "late", "--add", tmp_path / "none")
    assert run("publish", *at(world)).exit_code == 0
    check_package(world)
    box.close()


def test_close_by_command(world):
    store = world.found()
    assert refusal("close", *at(world)) in {"close_too_early", "log_not_open"}
    box = Standing(world, store)
    box.round()
    box.close()


def serve(world, *more):
    return ["serve", *at(world), "--peer-store", world.home / "none", *more]


def test_what_a_start_refuses(world, tmp_path):
    assert refusal(*serve(world)) == "store_missing"
    store = world.found()
    assert refusal("serve", *at(world)) == "peer_store_missing"
    assert refusal("serve", *at(world), "--peer-store", store) == "peer_store_open"
    assert refusal(*serve(world, "--demonstration")) == "demonstration_differs"
    assert refusal("serve", *at(world), "--demonstration", "--address", "0.0.0.0") == "demonstration_not_loopback"
    assert refusal(*serve(world, "--workers", "2")) == "store_one_process"
    box = Standing(world, store)
    assert refusal(*serve(world)) == "store_taken"
    box.close()
    (world.keys / "log.key").chmod(0o640)
    assert refusal(*serve(world)) == "key_not_private"


def test_keys_and_stores_of_another_campaign_are_refused(world, tmp_path):
    (tmp_path / "other").mkdir()
    other = make_world(tmp_path / "other", demonstration=True)
    world.found()
    other.found()
    words = ["serve", "--keys", other.keys, "--public", world.public, "--peer-store", world.home / "none"]
    assert refusal(*words) == "box_of_another_campaign"
    assert refusal("init", "--keys", other.keys, "--public", world.public) == "box_of_another_campaign"
    (world.keys / "identity.key").write_bytes(b"1" * 32)
    assert refusal(*serve(world)) == "keys_other"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("manifest.json", "unreadable_campaign"),
        ("cells.jsonl", "unreadable_campaign"),
        ("questionnaire.json", "unreadable_campaign"),
        ("manifest.sigs", "manifest_unsigned"),
    ],
)
def test_init_takes_no_file_that_was_changed(world, name, code):
    file = world.public / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert refusal("init", *at(world)) == code
    assert not (world.keys / "box.sqlite3").exists()


def test_init_does_not_begin_a_second_log_beside_a_public_one(world):
    store = world.found()
    box = Standing(world, store)
    box.round()
    box.close()
    for file in world.keys.glob("box.sqlite3*"):
        file.unlink()
    assert refusal("init", *at(world)) == "box_lost"


def test_a_start_asks_the_witnesses(tmp_path):
    world = make_world(tmp_path, witnesses=(witness_key("w1.example"),), quorum=1)
    run("init", *at(world))
    (tmp_path / "addresses.json").write_text(json.dumps({"w1.example": "http://127.0.0.1:9"}))
    assert refusal(*serve(world, "--addresses", tmp_path / "addresses.json")) == "witnesses_silent"
    witness = RunningWitness("w1.example", world.manifest.log, tmp_path).start()
    (tmp_path / "addresses.json").write_text(json.dumps({"w1.example": witness.url}))
    assert run("checkpoint", *at(world), "--addresses", tmp_path / "addresses.json").exit_code == 0
    assert len(read_log(world.public / "log", world.manifest.log.encode())) == 1
    (tmp_path / "addresses.json").write_text("[]")
    assert refusal("checkpoint", *at(world), "--addresses", tmp_path / "addresses.json") == "unreadable_addresses"
    witness.stop()


def test_every_refusal_and_command_speaks_both_languages():
    from pingyi.ballotbox import refusals
    from pingyi.ballotbox.log import messages

    told = [
        refusals.box_behind("w", 5, 3),
        refusals.box_forked("w", 3),
        refusals.box_runs(),
        refusals.witnesses_silent(0, 1, "w: timed out"),
        refusals.box_damaged(0, 5),
    ]
    assert all(one.say("zh") != one.say("en") for one in told)
    assert messages.below_quorum(1, 2).zh and messages.failed("disk").en
    assert all(one.help and "·" in one.help for one in command.commands.values())


def test_the_store_holds_no_time(world):
    """The shape of the tables is a promise: keys, bytes, indices."""
    columns = " ".join(LAYOUT.statements).lower()
    assert not any(word in columns for word in ("time", "date", "address", "created"))
    store = open_store(world.found(), LAYOUT)
    with store.reading() as transaction:
        tables = transaction.execute("SELECT sql FROM sqlite_master WHERE name LIKE 'box_%' AND type = 'table'")
    assert len(tables) == 5 and all(sql.endswith("WITHOUT ROWID") for (sql,) in tables)
    store.close()


def test_held_statements_lie_in_the_folder(world):
    box = Standing(world, world.found())
    box.box.append(world.held(1))
    box.round()
    content = Held(campaign=world.camp, by=Party.T1, size=1).encode()
    assert (world.public / "statements" / f"{sha256(content).hex()}.json").read_bytes() == content
    box.close()


def test_roll_of_the_manifest_is_part_of_the_package(world):
    assert (world.public / lists.path("roll", lists.root(roll()))).exists()
