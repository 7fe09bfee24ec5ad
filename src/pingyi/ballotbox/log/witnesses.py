"""Asking witnesses (C2SP tlog-witness over HTTP) to cosign checkpoints, and what they have seen before."""

import http.client
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pingyi.durable.asking import base_of
from pingyi.ledger import witnessing
from pingyi.ledger.notes import Note, Signature, VerifierKey
from pingyi.primitives.errors import Malformed

PATIENCE = 10  # seconds
ATTEMPTS = 2  # the first may learn the size that the witness knows, the second uses it

Prove = Callable[[int], list[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness said: a cosignature, or the size that it knows, or neither and why."""

    witness: VerifierKey
    cosignature: Signature | None = None
    size: int | None = None
    reason: str = ""


class Witnesses:
    """The witnesses of the manifest: each at `https://NAME` unless the file `addresses` says else."""

    def __init__(self, keys: Sequence[VerifierKey], addresses: Path | None) -> None:
        self._keys = keys
        self._urls = {key: base_of(key.name, addresses) for key in keys}
        self._known: dict[VerifierKey, int] = {}

    def sizes(self, checkpoint: bytes, size: int) -> list[Answer]:
        """Ask each for the size it knows, by naming our own: one that knows another says so (409)."""
        body = witnessing.add_checkpoint_request(size, [], checkpoint)
        text = Note.parse(checkpoint).text
        return self._all(lambda key: self._ask(key, body, text, size))

    def cosign(self, checkpoint: bytes, size: int, prove: Prove) -> list[Answer]:
        """Ask each for its cosignature; `prove(old size)` gives the consistency proof that it wants to see."""
        text = Note.parse(checkpoint).text
        return self._all(lambda key: self._cosign(key, checkpoint, text, size, prove))

    def _all(self, ask: Callable[[VerifierKey], Answer]) -> list[Answer]:
        if not self._keys:
            return []
        with ThreadPoolExecutor(len(self._keys)) as together:
            return list(together.map(ask, self._keys))

    def _cosign(self, key: VerifierKey, checkpoint: bytes, text: bytes, size: int, prove: Prove) -> Answer:
        answer = Answer(key, reason="not asked")
        for _ in range(ATTEMPTS):
            old = min(self._known.get(key, 0), size)
            body = witnessing.add_checkpoint_request(old, prove(old), checkpoint)
            answer = self._ask(key, body, text, size)
            if answer.size is None or answer.size > size or answer.size == old:
                break
        return answer

    def _ask(self, key: VerifierKey, body: bytes, text: bytes, size: int) -> Answer:
        """Send one request and remember the size that the witness knows from now on."""
        try:
            status, content_type, content = _post(self._urls[key], body)
            if status == http.HTTPStatus.OK:
                cosignature = witnessing.parse_cosignatures(content, text, key)
                self._known[key] = size
                return Answer(key, cosignature=cosignature, size=size)
            if status == http.HTTPStatus.CONFLICT and content_type == witnessing.SIZE_TYPE:
                self._known[key] = witnessing.parse_size_answer(content)
                return Answer(key, size=self._known[key])
        except (OSError, http.client.HTTPException, Malformed) as error:
            return Answer(key, reason=str(error) or type(error).__name__)
        return Answer(key, reason=f"HTTP {status}")


def _post(url: str, body: bytes) -> tuple[int, str, bytes]:
    """Send `body`; return status, type and content of the answer. Follows nothing, asks no proxy."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    safe = parts.scheme == "https"
    kind = http.client.HTTPSConnection if safe else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=PATIENCE)
    try:
        connection.request("POST", parts.path + witnessing.PATH, body)
        answer = connection.getresponse()
        content = answer.read(witnessing.LONGEST_ANSWER + 1)
        return answer.status, answer.headers.get_content_type(), content
    finally:
        connection.close()
