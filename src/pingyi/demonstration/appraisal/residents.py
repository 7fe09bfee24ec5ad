"""Residents who appraise: what they answer is drawn from the truth of the province; how they cast it is the real way.

Three rounds of work that needs no network (asking, sealing, casting) go to all cores; between them the services answer
many at a time, so that each batch they commit is full.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from pingyi.protocol import casting
from pingyi.protocol.casting import RANDOM_BYTES, Asked, Choice, Randomness, Resident
from pingyi.protocol.cells import CellRecord
from pingyi.protocol.manifest import Manifest
from pingyi.rollkeeper.crew import chunks, cores, spread
from pingyi.tokens.casting import CastRequest

PIECE: Final = 250
TOGETHER: Final = 64  # requests a service answers at once
Send = Callable[[bytes], bytes]
Piece = TypeVar("Piece")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody with a code: cell, private key of the code, answers in the order of the questionnaire, a comment."""

    cell: int
    seed: bytes
    answers: tuple[int, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Booth:
    """What every resident's device has checked before the first question."""

    manifest: Manifest
    camp: bytes
    cells: tuple[CellRecord, ...]

    def resident(self, voter: Voter) -> Resident:
        """Return the resident as `casting` knows her."""
        return Resident(self.manifest, self.camp, self.cells[voter.cell], voter.seed)


@dataclass(frozen=True, slots=True)
class Services:
    """Where requests go: signer of ballot tokens, signer of entry tokens, ballot box."""

    ballot: Send
    entry: Send
    box: Send


@dataclass(frozen=True, slots=True)
class _Begun:
    voter: Voter
    randomness: Randomness
    choice: Choice
    asked: Asked


@dataclass(frozen=True, slots=True)
class _Sealed:
    voter: Voter
    envelope: bytes
    asked: Asked


def appraise(booth: Booth, voters: Sequence[Voter], services: Services) -> list[CastRequest]:
    """Let everybody appraise; returns what was cast, in no order that means anything."""
    begun = _everywhere(_begin, booth, voters)
    blind = _send(services.ballot, (one.asked.request.encode() for one in begun))
    sealed = _everywhere(_seal, booth, list(zip(begun, blind, strict=True)))
    blind = _send(services.entry, (one.asked.request.encode() for one in sealed))
    cast = _everywhere(_cast, booth, list(zip(sealed, blind, strict=True)))
    _send(services.box, (one.encode() for one in cast))
    return cast


def _begin(work: tuple[Booth, list[Voter]]) -> list[_Begun]:
    booth, voters = work
    return [_begun(booth, voter) for voter in voters]


def _begun(booth: Booth, voter: Voter) -> _Begun:
    randomness = Randomness.cut(os.urandom(RANDOM_BYTES))
    choice, asked = casting.ask_ballot(booth.resident(voter), voter.answers, randomness)
    return _Begun(voter, randomness, choice, asked)


def _seal(work: tuple[Booth, list[tuple[_Begun, bytes]]]) -> list[_Sealed]:
    booth, begun = work
    return [_sealed(booth, one, blind) for one, blind in begun]


def _sealed(booth: Booth, one: _Begun, blind: bytes) -> _Sealed:
    resident = booth.resident(one.voter)
    token = casting.token(resident, one.asked, blind)
    envelope = casting.seal(resident, token, one.choice, one.randomness, private=one.voter.comment)
    return _Sealed(one.voter, envelope, casting.ask_entry(resident, envelope, one.randomness))


def _cast(work: tuple[Booth, list[tuple[_Sealed, bytes]]]) -> list[CastRequest]:
    booth, sealed = work
    return [_ready(booth, one, blind) for one, blind in sealed]


def _ready(booth: Booth, one: _Sealed, blind: bytes) -> CastRequest:
    resident = booth.resident(one.voter)
    return casting.cast(resident, casting.token(resident, one.asked, blind), one.envelope)


def _everywhere(
    work: Callable[[tuple[Booth, list[Piece]]], list[Result]], booth: Booth, pieces: Iterable[Piece]
) -> list[Result]:
    parts = spread(work, ((booth, part) for part in chunks(pieces, PIECE)), cores())
    return [one for part in parts for one in part]


def _send(service: Send, requests: Iterable[bytes]) -> list[bytes]:
    with ThreadPoolExecutor(TOGETHER) as together:
        return list(together.map(service, requests))
