"""The key file and the list of logs."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pingyi.durable.stores import create_store
from pingyi.primitives.errors import Malformed
from pingyi.witness.keys import WitnessKey, read_key, write_key
from pingyi.witness.logs import read_logs
from pingyi.witness.memory import LAYOUT
from pingyi.witness.service import build
from pingyi.wording import Refused
from tests.ledger.vectors import vectors
from tests.witness.logs import LOG_KEY, NAME, ORIGIN, WITNESS_KEY, WITNESS_SEED

KEY = WitnessKey(NAME, WITNESS_SEED)


def test_a_key_is_kept_for_its_owner_alone_and_never_replaced(tmp_path):
    write_key(tmp_path / "key", KEY)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert read_key(tmp_path / "key") == KEY
    with pytest.raises(FileExistsError):
        write_key(tmp_path / "key", WitnessKey(NAME, bytes(32)))
    assert read_key(tmp_path / "key").public == WITNESS_KEY


def test_a_key_that_others_may_read_is_refused(tmp_path):
    write_key(tmp_path / "key", KEY)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        read_key(tmp_path / "key")


def test_the_public_key_is_that_of_the_seed():
    public = Ed25519PrivateKey.from_private_bytes(WITNESS_SEED).public_key().public_bytes_raw()
    assert KEY.public.key == public and "seed" not in repr(KEY)


LOGS_KEY = vectors("c2sp_signed_note")["vectors"][1]["test_only_skey"]


@pytest.mark.parametrize("text", ["", "PRIVATE+KEY+", KEY.encode()[:-4], KEY.encode().replace("w1", "w2"), LOGS_KEY])
def test_what_is_no_key_of_a_witness_is_refused(text, tmp_path):
    with pytest.raises(Malformed):
        WitnessKey.parse(text)
    (tmp_path / "key").write_text(text)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(Refused) as refused:
        read_key(tmp_path / "key")
    assert refused.value.issues[0].code == "unreadable_witness_key"


def test_a_list_of_logs_may_name_two_keys_of_one(tmp_path):
    second = LOG_KEY.__class__(ORIGIN, 1, WITNESS_KEY.key)
    (tmp_path / "logs.txt").write_text(f"# ours\n\n{LOG_KEY.encode()}\n {second.encode()} \n")
    assert read_logs(tmp_path / "logs.txt") == {ORIGIN: (LOG_KEY, second)}


def test_each_bad_line_is_named(tmp_path):
    (tmp_path / "logs.txt").write_text(f"{LOG_KEY.encode()}\n{WITNESS_KEY.encode()}\n\nnonsense\n")
    with pytest.raises(Refused) as refused:
        read_logs(tmp_path / "logs.txt")
    assert [(issue.code, issue.row) for issue in refused.value.issues] == [
        ("unreadable_log_key", 2),
        ("unreadable_log_key", 4),
    ]


def test_a_log_that_has_the_key_of_the_witness_is_refused(tmp_path):
    write_key(tmp_path / "key", KEY)
    own = LOG_KEY.__class__(ORIGIN, 1, WITNESS_KEY.key)
    (tmp_path / "logs.txt").write_text(own.encode())
    create_store(str(tmp_path / "store"), LAYOUT)
    with pytest.raises(Refused, match="own key"):
        build(tmp_path / "key", tmp_path / "logs.txt", str(tmp_path / "store"))


def test_a_witness_that_lost_its_store_does_not_begin_anew(tmp_path):
    write_key(tmp_path / "key", KEY)
    (tmp_path / "logs.txt").write_text(LOG_KEY.encode())
    with pytest.raises(Refused) as refused:
        build(tmp_path / "key", tmp_path / "logs.txt", str(tmp_path / "store"))
    assert refused.value.issues[0].code == "store_missing"
