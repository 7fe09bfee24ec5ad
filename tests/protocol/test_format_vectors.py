"""The known answers of protocol_formats.json, computed a second way: struct, hashlib and json by hand, no own code."""

import hashlib
import json
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tools import format_vectors

from tests.protocol.samples import raw, shared, vectors

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def sha(content):
    return hashlib.sha256(content).digest()


def tagged(tag, *parts):
    return sha(b"pingyi/v1/" + tag + b"\0" + b"".join(parts))


def merkle(leaves):
    """RFC 6962 section 2.1, as it is written there."""
    if len(leaves) <= 1:
        return sha(b"\0" + leaves[0]) if leaves else sha(b"")
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha(b"\1" + merkle(leaves[:k]) + merkle(leaves[k:]))


def path(index, leaves):
    """RFC 6962 section 2.1.1, as it is written there."""
    if len(leaves) == 1:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    left = index < k
    return (path(index, leaves[:k]) if left else path(index - k, leaves[k:])) + [
        merkle(leaves[k:] if left else leaves[:k])
    ]


def as_canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def is_signed(party, message, signature):
    key = Ed25519PublicKey.from_public_bytes(raw(shared()["keys"]["parties"][party]["public"]))
    key.verify(signature, message)  # raises when it is not
    return True


def records(one, size):
    content = raw(one["bytes"])
    return [content[place : place + size] for place in range(0, len(content), size)]


def test_the_file_is_what_its_tool_writes():
    assert format_vectors.FILE.read_text(encoding="utf-8") == format_vectors.written()


def test_manifest_names_the_campaign_and_is_signed_by_five():
    one = vectors()["manifest"]
    content = raw(one["bytes"])
    assert as_canonical(json.loads(content)) == content
    camp = tagged(b"manifest", content)
    bits = "".join(f"{byte:08b}" for byte in camp)[:130]
    assert one["camp"] == camp.hex()
    assert one["fingerprint"] == "".join(CROCKFORD[int(bits[i : i + 5], 2)] for i in range(0, 130, 5))
    message, signatures = b"pingyi/v1/manifest-signature\0" + camp, raw(one["signatures"])
    assert raw(one["signature_message"]) == message and len(signatures) == 320
    assert all(is_signed(p, message, signatures[64 * i :][:64]) for i, p in enumerate(["M", "S", "R", "T1", "T2"]))


def test_manifest_says_what_the_other_files_hash_to():
    said = json.loads(raw(vectors()["manifest"]["bytes"]))
    lines = raw(vectors()["cells_jsonl"]).split(b"\n")[:-1]
    roll = records(vectors()["lists"][0], 36)
    assert said["cells"] == len(lines) and said["cells_root"] == merkle(lines).hex() == vectors()["root"]
    assert said["questionnaire"] == sha(raw(vectors()["manifest"]["questionnaire"])).hex()
    assert said["roll"]["count"] == len(roll) and said["roll"]["root"] == merkle(roll).hex()
    assert said["roll"]["map_root"] == merkle([raw(one["leaf"]) for one in vectors()["persons"]]).hex()


def test_persons_are_committed_in_the_order_of_the_roll():
    for record, person in zip(records(vectors()["lists"][0], 36), vectors()["persons"], strict=True):
        line = f"{record[:6].hex()},某街道".encode()
        assert tagged(b"person", record[4:], raw(person["salt"]), line).hex() == person["leaf"]


def test_cells_say_the_root_of_their_part_of_the_roll():
    roll = records(vectors()["lists"][0], 36)
    for index, line in enumerate(raw(vectors()["cells_jsonl"]).split(b"\n")[:-1]):
        own = [record for record in roll if struct.unpack(">I", record[:4]) == (index,)]
        said = json.loads(line)
        assert (said["index"], said["roll_count"], said["roll_root"]) == (index, len(own), merkle(own).hex())
        assert len(said["ballot_key"]) == len(said["entry_key"]) == 512


def test_proofs_are_audit_paths_of_the_lines():
    lines = raw(vectors()["cells_jsonl"]).split(b"\n")[:-1]
    for index, one in enumerate(vectors()["proofs"]):
        assert one["path"] == f"cells/{index}.json"
        expected = {"line": lines[index].decode(), "proof": [node.hex() for node in path(index, lines)]}
        assert raw(one["bytes"]) == as_canonical(expected)


@pytest.mark.parametrize("place", range(15))
def test_statements_are_named_by_their_hash_and_signed_in_the_log(place):
    numbers = {"S": 1, "R": 2, "M": 3, "T1": 4, "T2": 5, "B": 6}
    one = vectors()["statements"][place]
    content, camp = raw(one["bytes"]), raw(vectors()["manifest"]["camp"])
    said = json.loads(content)
    assert as_canonical(said) == content and (said["campaign"], said["by"]) == (camp.hex(), one["by"])
    before = struct.pack(">BB32s", 5, numbers[one["by"]], sha(content))
    assert one["path"] == f"statements/{sha(content).hex()}.json"
    assert raw(one["message"]) == b"pingyi/v1/log\0" + camp + before
    assert raw(one["entry"])[:34] == before
    assert is_signed(one["by"], raw(one["message"]), raw(one["entry"])[34:])


def test_every_kind_of_statement_is_there_by_everybody_who_may_make_it():
    made = {(one["kind"], one["by"]) for one in vectors()["statements"]}
    assert len(made) == 14 and {kind for kind, _ in made} == {
        *("demonstration", "held", "opened", "counted", "withheld", "destroyed", "withdrawn")
    }


def test_lists_are_sorted_records_named_by_their_root():
    for one in vectors()["lists"]:
        size = {"roll": 36, "issuance": 133, "tags": 36, "rows": 391 + 3, "inner": 36}[one["kind"]]
        found = records(one, size)
        assert found == sorted(set(found)) and all(len(record) == size for record in found)
        assert one["root"] == merkle(found).hex()
        assert one.get("record_size", 36) == size
        assert one.get("path", "") in ("", f"{one['kind']}/{one['root']}.bin")


def test_the_package_lists_size_and_hash_of_every_file_by_path():
    one = vectors()["package"]
    files = [(path, raw(content)) for path, content in sorted(one["files"].items())]
    rows = [{"path": path, "sha256": sha(content).hex(), "size": len(content)} for path, content in files]
    assert raw(one["bytes"]) == as_canonical({"format": "pingyi/v1/package", "files": rows})


def test_the_audit_draws_by_the_beacon():
    one, drawn, i = vectors()["audit"], [], 0
    while len(drawn) < one["roll_count"]:
        value = tagged(b"audit", raw(vectors()["manifest"]["camp"]), one["beacon"].encode(), struct.pack(">I", i))
        position, i = int(value.hex(), 16) % one["roll_count"], i + 1
        drawn += [position] if position not in drawn else []
    assert one["drawn"] == drawn


def test_the_ballot_ends_in_the_row_and_the_tag_of_its_plaintext():
    one = vectors()["casting"]
    camp, row = raw(vectors()["manifest"]["camp"]), raw(one["row"])
    nonce = tagged(b"ballot", camp, struct.pack(">I", 1), row[354:386], bytes([3]), raw(one["answers"]))
    assert row[2:34] == nonce and row[386:] == bytes([3, 5, 0, 7])
    assert raw(one["tag"]) == tagged(b"row", nonce)
    cast = raw(one["cast_request"])
    assert cast[:36] == camp + struct.pack(">I", 1) and len(cast) == 2438
    assert raw(one["log_entry"]) == b"\x04" + cast[32:390] + sha(cast[390:])
    assert cast[38:70] == tagged(b"entry", camp, struct.pack(">I", 1), sha(cast[390:]))
