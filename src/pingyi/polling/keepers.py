"""Who holds which key of an online appraisal, in words. Pure."""

from dataclasses import dataclass
from typing import Final

from pingyi.protocol.bodies import Body
from pingyi.protocol.grade import Grade, grade
from pingyi.protocol.manifest import Manifest
from pingyi.protocol.parties import Party
from pingyi.wording import Text

DUTIES: Final = {
    Party.M: Text("保管名册，印发评议码", "keeps the roll and prints the codes"),
    Party.S: Text("发评议凭证，看不到答案", "hands out ballot tokens, sees no answer"),
    Party.R: Text("发入箱凭证，看不到答案", "hands out entry tokens, sees no answer"),
    Party.B: Text("收票、记公开日志，打不开票", "takes ballots and keeps the public log, cannot open them"),
    Party.T1: Text("保管开票钥匙之一（先开）", "holds one of the two keys that open ballots, the first"),
    Party.T2: Text("保管开票钥匙之二（后开）", "holds the other key that opens ballots, the second"),
}
WITNESS: Final = Text("见证公开日志，防止事后改动", "witnesses the public log, so that it cannot change")
PAGE: Final = Text("提供评议页面", "serves the page")


@dataclass(frozen=True, slots=True)
class Keeper:
    """A duty, who has it (the name of a body; its host or key name where no body is listed), and who controls it."""

    duty: Text
    name: str
    controller: str  # "" where nobody says
    outside: bool  # of the rated side, as the manifest's list of bodies has it


def keepers(manifest: Manifest) -> tuple[Keeper, ...]:
    """Return everybody who holds a key or serves the page, residents' letter first."""
    by_key = {key: body for body in manifest.bodies for key in body.keys}
    by_host = {host: body for body in manifest.bodies for host in body.hosts}
    parties = ((duty, manifest.parties[party]) for party, duty in DUTIES.items())
    found = [_keeper(manifest, duty, party.name, by_key.get(party.key)) for duty, party in parties]
    found += [_keeper(manifest, WITNESS, one.name, by_key.get(one.key)) for one in manifest.witnesses]
    host = manifest.page.host
    return (*found, _keeper(manifest, PAGE, host, by_host.get(host)))


def claimed_grade(manifest: Manifest, channels: set[str]) -> Grade:
    """Return the grade that the manifest claims, if all its witnesses cosign."""
    cosigners = {witness.key for witness in manifest.witnesses}
    return grade(manifest, bodies=None, cosigners=cosigners, channels=channels)


def _keeper(manifest: Manifest, duty: Text, name: str, body: Body | None) -> Keeper:
    if body is None:
        return Keeper(duty, name, "", outside=False)
    return Keeper(duty, body.name, body.controller, outside=body.controller != manifest.rated)
