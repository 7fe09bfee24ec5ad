"""Addresses are counted for ten minutes and never written down."""

import pytest

from pingyi.durable import limits
from pingyi.durable.limits import AddressLimit, caller


class Clock:
    """A clock that stands still until told."""

    moment = 1_000_000.0

    def __call__(self):
        return self.moment


def test_an_address_is_counted_until_the_window_ends():
    clock = Clock()
    limit = AddressLimit(3, now=clock)
    assert [limit.allows("10.0.0.1") for _ in range(5)] == [True, True, True, False, False]
    assert limit.allows("10.0.0.2")
    clock.moment += 600
    assert limit.allows("10.0.0.1")


def test_networks_of_ipv6_count_as_one_and_mapped_addresses_as_themselves():
    limit = AddressLimit(1, now=Clock())
    assert limit.allows("2001:db8::1") and not limit.allows("2001:db8::ffff")
    assert limit.allows("2001:db8:0:1::1")
    assert limit.allows("10.0.0.1") and not limit.allows("::ffff:10.0.0.1")
    assert limit.allows("no address") and not limit.allows("no address")


def test_memory_holds_no_address_and_forgets_the_key():
    clock, keys = Clock(), iter([b"a" * 32, b"b" * 32])
    limit = AddressLimit(9, now=clock, fresh_key=lambda: next(keys))
    limit.allows("198.51.100.7")
    first = set(limit._counts)
    assert all(b"198.51" not in known and len(known) == 16 for known in first)
    clock.moment += 600
    limit.allows("198.51.100.7")
    assert not first & set(limit._counts) and limit._key == b"b" * 32


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 5)
    limit = AddressLimit(2, now=Clock())
    assert [limit.allows(f"10.0.0.{n}") for n in range(7)] == [True] * 5 + [False] * 2
    assert limit.allows("10.0.0.1") and len(limit._counts) == 5


@pytest.mark.parametrize(
    ("forwarded", "proxies", "asked_by"),
    [
        ("", 0, "127.0.0.1"),
        ("6.6.6.6", 0, "127.0.0.1"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7, 10.0.0.9", 2, "198.51.100.7"),
        ("198.51.100.7", 2, "127.0.0.1"),
        ("", 1, "127.0.0.1"),
    ],
)
def test_only_what_trusted_proxies_wrote_counts(forwarded, proxies, asked_by):
    assert caller("127.0.0.1", forwarded, proxies) == asked_by
