"""The assurance grade (protocol 1 and 11.9): what is left to trust, from the manifest and a list of bodies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from pingyi.protocol.bodies import Body, Policy
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.wording import Text

__all__ = ["REASONS", "Grade", "Letter", "Policy", "grade"]

Letter = Literal["A", "B", "C", "D"]

REASONS: dict[str, Text] = {
    "demonstration": Text(
        "这是演示，不是真的评议，答案不保密。",
        "This is a demonstration, not a real appraisal. Answers are not secret.",
    ),
    "rated_unknown": Text(
        "没有写明被评议单位归谁管，看不出谁独立于它。",
        "It is not stated who controls the rated body, so nobody can be told to be independent of it.",
    ),
    "no_witness": Text(
        "没有外部单位见证公开日志，票箱的记录只能凭主办方一句话。",
        "Nobody outside witnesses the public log, so what it says rests on the operator's word.",
    ),
    "no_quorum": Text(
        "没有规定公开日志要几家见证。",
        "No number of witnesses is demanded for the public log.",
    ),
    "no_trustee_outside": Text(
        "两把开票钥匙都不在被评议单位之外，答案是否保密只能凭主办方一句话。",
        "No key that opens ballots is held outside the rated body, so secrecy rests on the operator's word.",
    ),
    "internal": Text(
        "这是内部自评，保证等级最高为C。",
        "This is a body appraising itself; its grade is never above C.",
    ),
    "one_trustee_outside": Text(
        "两把开票钥匙没有分由被评议单位之外的两家掌管，答案是否保密要靠其中一家。",
        "The two keys that open ballots are not with two different bodies outside, so secrecy rests on one of them.",
    ),
    "page_inside": Text(
        "评议页面由被评议单位一方提供，或者提供者不明。",
        "The page is served by the rated side, or by nobody knows whom.",
    ),
    "no_signer_outside": Text(
        "两家发证方都不在被评议单位之外，没有投票的人可能被冒投。",
        "Neither signer is outside, so votes could be cast for people who did not vote.",
    ),
    "roll_keeper_inside": Text(
        "评议码由被评议单位一方制作。",
        "The codes are made on the rated side.",
    ),
    "signers_not_two": Text(
        "两家发证方没有分属被评议单位之外的两家。",
        "The two signers are not two different bodies outside.",
    ),
    "signer_is_trustee": Text(
        "发证方和掌管内层开票钥匙的是同一家。",
        "One body both signs ballot tokens and holds the inner key that opens ballots.",
    ),
    "one_witness": Text(
        "见证公开日志的外部单位不足两家。",
        "Fewer than two bodies outside witness the public log.",
    ),
    "codes_by_sms": Text(
        "有的评议码用短信发送，运营商看得到。",
        "Some codes go out by SMS, which the carrier can read.",
    ),
    "independent": Text(
        "名册、发证、开票、见证和页面都在被评议单位之外，而且互相分开。",
        "Roll, signing, opening, witnessing and the page are all outside the rated body, and apart from each other.",
    ),
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter, whether it rests on the manifest's own list only (`claimed`), and why it is not a better one."""

    letter: Letter
    claimed: bool
    reasons: tuple[str, ...]  # codes of REASONS

    def __str__(self) -> str:
        return f"claimed {self.letter}" if self.claimed else self.letter

    def texts(self) -> tuple[Text, ...]:
        """Return the reasons as sentences."""
        return tuple(REASONS[code] for code in self.reasons)


def grade(
    manifest: Manifest,
    *,
    bodies: Sequence[Body] | None,
    cosigners: Collection[bytes],
    channels: Collection[str],
) -> Grade:
    """Return the grade. `bodies` is the pinned list, or None to take the manifest's own, which only claims.

    `cosigners` are the keys (32 bytes) of the witnesses who cosigned every kept checkpoint, `channels` those of all
    cells.
    """
    outside = _Outside(manifest.bodies if bodies is None else bodies, manifest.rated)
    steps: tuple[tuple[Letter, dict[str, bool]], ...] = (
        ("D", _below_c(manifest, outside, cosigners)),
        ("C", _below_b(manifest, outside)),
        ("B", _below_a(manifest, outside, cosigners, channels)),
    )
    for letter, bars in steps:
        reasons = tuple(code for code, holds in bars.items() if holds)
        if reasons:
            return Grade(letter, bodies is None, reasons)
    return Grade("A", bodies is None, ("independent",))


class _Outside:
    """Who controls a key or a host from outside the rated body."""

    def __init__(self, bodies: Sequence[Body], rated: str) -> None:
        self.knows_rated = any(body.controller == rated for body in bodies)
        free = [body for body in bodies if body.controller != rated]
        self._by_key = {key: body.controller for body in free for key in body.keys}
        self._by_host = {host: body.controller for body in free for host in body.hosts}

    def party(self, manifest: Manifest, party: Party) -> str | None:
        """Return the controller of a party, None when it is the rated one or unknown."""
        return self._by_key.get(manifest.parties[party].key)

    def host(self, host: str) -> str | None:
        """Return the controller of a host, None when it is the rated one or unknown."""
        return self._by_host.get(host)

    def witnesses(self, cosigners: Collection[bytes]) -> int:
        """Return the number of different controllers among cosigners."""
        return len({self._by_key[key] for key in cosigners if key in self._by_key})

    def are_two(self, manifest: Manifest, one: Party, other: Party) -> bool:
        """Say whether two parties are both outside, under different controllers."""
        first, second = self.party(manifest, one), self.party(manifest, other)
        return first is not None and second is not None and first != second


def _below_c(manifest: Manifest, outside: _Outside, cosigners: Collection[bytes]) -> dict[str, bool]:
    return {
        "demonstration": manifest.demonstration,
        "rated_unknown": not outside.knows_rated,
        "no_witness": outside.witnesses(cosigners) == 0,
        "no_quorum": manifest.quorum == 0,
        "no_trustee_outside": outside.party(manifest, Party.T1) is None and outside.party(manifest, Party.T2) is None,
    }


def _below_b(manifest: Manifest, outside: _Outside) -> dict[str, bool]:
    return {
        "internal": manifest.kind == "internal",
        "one_trustee_outside": not outside.are_two(manifest, Party.T1, Party.T2),
        "page_inside": outside.host(manifest.page.host) is None,
        "no_signer_outside": outside.party(manifest, Party.S) is None and outside.party(manifest, Party.R) is None,
    }


def _below_a(
    manifest: Manifest, outside: _Outside, cosigners: Collection[bytes], channels: Collection[str]
) -> dict[str, bool]:
    signer = outside.party(manifest, Party.S)
    return {
        "roll_keeper_inside": outside.party(manifest, Party.M) is None,
        "signers_not_two": not outside.are_two(manifest, Party.S, Party.R),
        "signer_is_trustee": signer is not None and signer == outside.party(manifest, Party.T2),
        "one_witness": outside.witnesses(cosigners) < 2 or manifest.quorum < 2,
        "codes_by_sms": any(channel != "letter" for channel in channels),
    }
