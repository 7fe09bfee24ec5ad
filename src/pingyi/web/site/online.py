"""What everybody may know of an online appraisal: how to recognise it, who holds which key, how to check it."""

from dataclasses import dataclass

from pingyi.campaigns.models import Campaign
from pingyi.polling.keepers import Keeper, claimed_grade, keepers
from pingyi.polling.queries import appraisal_of, manifest_of
from pingyi.protocol.manifest import fingerprint
from pingyi.web.site.vocabulary import ASSURANCE
from pingyi.wording import Text


@dataclass(frozen=True, slots=True)
class Online:
    """The public side. `ballots` is None before the rows were verified; `package` is "" where they lie nowhere yet."""

    fingerprint: str
    keepers: tuple[Keeper, ...]
    grade: str
    claimed: bool
    says: Text | None
    reasons: tuple[Text, ...]
    page: str
    package: str
    ballots: int | None
    demonstration: bool

    @property
    def printed(self) -> tuple[str, ...]:
        """The fingerprint in groups of four, as letters have it."""
        return tuple(self.fingerprint[place : place + 4] for place in range(0, len(self.fingerprint), 4))


def online_of(campaign: Campaign) -> Online | None:
    """Return what is public of the online appraisal; None before its manifest is signed by all five bodies."""
    appraisal = appraisal_of(campaign)
    manifest = manifest_of(appraisal) if appraisal else None
    if appraisal is None or manifest is None:
        return None
    verified = getattr(appraisal, "verified", None)
    expected = claimed_grade(manifest, set(appraisal.cells.values_list("channel", flat=True)))
    letter = verified.grade if verified else expected.letter
    place = appraisal.public_place
    return Online(
        fingerprint=fingerprint(bytes.fromhex(appraisal.camp)),
        keepers=keepers(manifest),
        grade=letter,
        claimed=verified.claimed if verified else True,
        says=None if manifest.demonstration else ASSURANCE.get(letter),
        reasons=expected.texts() if letter == expected.letter else (),
        page=appraisal.page_address,
        package=place if place.startswith(("https://", "http://")) else "",
        ballots=verified.batch.rows if verified else None,
        demonstration=manifest.demonstration,
    )
