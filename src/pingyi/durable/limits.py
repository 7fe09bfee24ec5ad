"""How often one address may ask, remembered in memory only and forgotten every ten minutes."""

import hashlib
import ipaddress
import os
import threading
from collections.abc import Callable

WINDOW = 600  # seconds
MOST_ADDRESSES = 200_000  # about 20 MB; beyond it new addresses wait for the next window


class AddressLimit:
    """At most `most` requests per address and window of ten minutes.

    Addresses are kept as hashes under a key that is drawn anew with each window, so that no memory dump tells who was
    here before. IPv6 addresses count by their /64 network. `now` and `fresh_key` are seams for tests.
    """

    def __init__(
        self, most: int, *, now: Callable[[], float], fresh_key: Callable[[], bytes] = lambda: os.urandom(32)
    ) -> None:
        self._most, self._now, self._fresh_key = most, now, fresh_key
        self._lock = threading.Lock()
        self._window, self._key = -1, b""
        self._counts: dict[bytes, int] = {}

    def allows(self, address: str) -> bool:
        """Count one request of `address`; tell whether it is within the limit."""
        with self._lock:
            window = int(self._now() // WINDOW)
            if window != self._window:
                self._window, self._key, self._counts = window, self._fresh_key(), {}
            known = hashlib.blake2b(_network(address), key=self._key, digest_size=16).digest()
            count = self._counts.get(known, 0)
            if count >= self._most or (count == 0 and len(self._counts) >= MOST_ADDRESSES):
                return False
            self._counts[known] = count + 1
            return True


def caller(remote: str, forwarded: str, proxies: int) -> str:
    """Return the address of who asks: `remote`, or what the outermost of `proxies` trusted proxies wrote down.

    `forwarded` is the X-Forwarded-For header. Entries further left were written by the asker and say nothing.
    """
    if proxies == 0:
        return remote
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    return entries[-proxies] if len(entries) >= proxies else remote


def _network(address: str) -> bytes:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address.encode(errors="replace")
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return found.packed[:8]
    return (found.ipv4_mapped or found).packed if isinstance(found, ipaddress.IPv6Address) else found.packed
