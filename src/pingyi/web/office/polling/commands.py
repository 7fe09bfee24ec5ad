"""What each body types at its own machine, step by step; the organiser hands it on."""

from dataclasses import dataclass

from pingyi.polling.models import OnlineAppraisal
from pingyi.protocol.manifest import fingerprint
from pingyi.wording import Text

ROLL_KEEPER = Text("名册方", "Roll keeper")
BALLOT_SIGNER = Text("评议凭证发证方", "Signer of ballot tokens")
ENTRY_SIGNER = Text("入箱凭证发证方", "Signer of entry tokens")
SIGNERS = Text("两家发证方", "Both signers")
TRUSTEES = Text("两家开票方", "Both trustees")
OUTER = Text("先开票的一方", "The trustee who opens first")
INNER = Text("后开票的一方", "The trustee who opens second")
BOX = Text("票箱", "Ballot box")
WITNESSES = Text("见证方", "Witnesses")
FIVE = Text("五方各自", "Each of the five")
PAGE = Text("页面提供方", "Who serves the page")
US = Text("评议组织方", "Organiser")
ANYBODY = Text("任何人", "Anybody")


@dataclass(frozen=True, slots=True)
class Command:
    """One command and who types it."""

    who: Text
    line: str


def commands_of(appraisal: OnlineAppraisal | None) -> dict[str, tuple[Command, ...]]:
    """Return the commands of each step by its name, with the ids of this campaign filled in."""
    if appraisal is None:
        return {}
    found = {
        "invite": _invite(appraisal.public_id),
        "cells": _cells(appraisal.cells.count()),
        "manifest": _manifest(appraisal.public_id),
        "open": _OPEN,
        "close": _CLOSE,
        "count": _COUNT,
        "objections": _OBJECTIONS,
        "rows": (*_ROWS, _check(appraisal)),
    }
    return {step: tuple(Command(who, line) for who, line in lines) for step, lines in found.items()}


def _invite(public_id: str) -> tuple[tuple[Text, str], ...]:
    return ((ROLL_KEEPER, f"pingyi roll plan people.csv --units units.csv --campaign {public_id} --desk desk"),)


def _cells(cells: int) -> tuple[tuple[Text, str], ...]:
    n = cells or "N"
    return (
        (BALLOT_SIGNER, f"pingyi signer keys --role ballot --cells {n} --out signer-ballot"),
        (ENTRY_SIGNER, f"pingyi signer keys --role entry --cells {n} --out signer-entry"),
        (
            ROLL_KEEPER,
            "pingyi roll make people.csv --ballot-keys s.json --entry-keys r.json --auditor auditor.pub --desk desk",
        ),
    )


def _manifest(public_id: str) -> tuple[tuple[Text, str], ...]:
    return (
        (ROLL_KEEPER, "pingyi manifest key --out m.key"),
        (TRUSTEES, "pingyi trustee keygen trustee"),
        (BOX, f"pingyi ballotbox keys --out keys --name box.example/{public_id}"),
        (WITNESSES, "pingyi witness keygen --name witness.example --folder witness"),
        (PAGE, "pingyi page build --pins pins.json --out site"),
        (FIVE, "pingyi manifest show manifest.json"),
        (FIVE, "pingyi manifest sign manifest.json --key identity.key --out ours.sig"),
        (US, "pingyi manifest seal manifest.json M.sig S.sig R.sig T1.sig T2.sig --out manifest.sigs"),
    )


_OPEN = (
    (BOX, "pingyi ballotbox init --keys keys --public campaign"),
    (BOX, "pingyi ballotbox serve --keys keys --public campaign --peer-store PLACE"),
    (BALLOT_SIGNER, "pingyi signer serve signer-ballot --role ballot --campaign campaign --peer-store PLACE"),
    (ENTRY_SIGNER, "pingyi signer serve signer-entry --role entry --campaign campaign --peer-store PLACE"),
    (WITNESSES, "pingyi witness serve --folder witness"),
    (ROLL_KEEPER, "pingyi roll letters --manifest manifest.json --letter letter.toml --desk desk"),
    (ROLL_KEEPER, "pingyi roll receipt codes --manifest manifest.json --identity m.key --desk desk"),
    (SIGNERS, "pingyi signer day signer --campaign campaign"),
    (OUTER, "pingyi trustee pull trustee --campaign campaign"),
)
_CLOSE = (
    (BOX, "pingyi ballotbox close --keys keys --public campaign"),
    (SIGNERS, "pingyi signer publish signer --campaign campaign --out campaign"),
    (SIGNERS, "pingyi signer destroy signer --campaign campaign"),
)
_COUNT = (
    (OUTER, "pingyi trustee open trustee --campaign campaign"),
    (INNER, "pingyi trustee open trustee --campaign campaign --inner inner.bin"),
    (TRUSTEES, "pingyi trustee send trustee/outbox --campaign campaign"),
)
_OBJECTIONS = (
    (OUTER, "pingyi trustee objection trustee --campaign campaign evidence/*"),
    (INNER, "pingyi trustee tags trustee --campaign campaign --objections objections.bin"),
)
_ROWS = (
    (INNER, "pingyi trustee rows trustee --campaign campaign"),
    (TRUSTEES, "pingyi trustee destroy trustee --campaign campaign"),
    (ROLL_KEEPER, "pingyi roll receipt map --manifest manifest.json --identity m.key --desk desk"),
    (BOX, "pingyi ballotbox publish --keys keys --public campaign"),
)


def fingerprint_of(appraisal: OnlineAppraisal) -> str:
    """Return the 26 characters that letters print; "" before there is a manifest."""
    return fingerprint(bytes.fromhex(appraisal.camp)) if appraisal.camp else ""


def _check(appraisal: OnlineAppraisal) -> tuple[Text, str]:
    place = appraisal.public_place or "campaign"
    return ANYBODY, f"pingyi verify {place} --expect {fingerprint_of(appraisal) or 'FINGERPRINT'}"
