"""Was my code used? From the signers' published records, small ones whole and large ones in parts."""

from datetime import timedelta

import pytest

from pingyi.primitives import ed25519
from pingyi.primitives.hashing import sha256
from pingyi.protocol import lists, package
from pingyi.tokens import codes
from pingyi.tokens.issuing import IssuanceRecord, issue_message
from tests.page.world import CODES, NOW

pytestmark = pytest.mark.browser


def record(world, code, role, *, by=None):
    key = codes.seed(code, world.manifest.id)
    hashed = sha256(code.encode())
    signature = ed25519.sign(by or key, issue_message(world.camp, role, 0, hashed))
    return IssuanceRecord(ed25519.public_key(key), role, 0, hashed, signature).encode()


def publish(world, by_role, *, fill=0):
    """Publish the records of both signers; `fill` strangers stand among them."""
    files = []
    for role, found in by_role.items():
        strangers = [sha256(b"%d" % n) + bytes([role]) + bytes(100) for n in range(fill)]
        records = sorted([*found, *strangers])
        path = lists.path("issuance", lists.root(records))
        world.public(path, b"".join(records))
        files.append(package.File(path, bytes(32), 133 * len(records)))
    world.public("package.json", package.listing(files))
    world.now = NOW + timedelta(days=40)


def look(me, code=CODES[0]):
    me.open(code=code).press("查我的码用过没有").press("查一查")
    return me


@pytest.mark.parametrize("fill", [5, 20_000])
def test_used_and_unused_codes(resident, world, fill):
    served = world()
    publish(served, {role: [record(served, CODES[0], role)] for role in (1, 2)}, fill=fill)
    me = look(resident(served=served)).sees("用过。这个码领过评议凭证，也领过入箱凭证。").sees("自己的签名为凭")
    look(me, CODES[1]).sees("没有用过").sees("要完全核对")


@pytest.mark.parametrize(("role", "said"), [(1, "用过一半"), (2, "只领过入箱凭证")])
def test_half_used_codes(resident, world, role, said):
    served = world()
    own = record(served, CODES[0], role)
    publish(served, {role: [own], 3 - role: [record(served, CODES[1], 3 - role)]})
    look(resident(served=served)).sees(said)


def test_a_record_that_the_code_did_not_sign_proves_nothing(resident, world):
    served = world()
    publish(served, {role: [record(served, CODES[0], role, by=bytes(32))] for role in (1, 2)})
    look(resident(served=served)).sees("没有用过")


def test_a_file_that_is_not_the_one_of_its_name(resident, world):
    served = world()
    publish(served, {role: [record(served, CODES[0], role)] for role in (1, 2)})
    path = next(path for path in served.files if "/issuance/" in path)
    served.files[path] = bytes(133)
    me = look(resident(served=served))
    me.sees("这次评议的资料读不懂")
