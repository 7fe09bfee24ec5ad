"""The end: everything that could still open a ballot is destroyed, and that is stated in the log.

The identity key stays: it signs this statement, and later that lists were withdrawn.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pingyi.protocol.parties import Party
from pingyi.protocol.statements import Destroyed
from pingyi.trustee.files import shred
from pingyi.trustee.keys import OPENING, OPENING_BACKUP
from pingyi.trustee.mirror.envelopes import NAME
from pingyi.trustee.mirror.logbook import read
from pingyi.trustee.opening.comments import FOLDER
from pingyi.trustee.opening.handover import INNER_FILE, OBJECTIONS_FILE
from pingyi.trustee.opening.outer import HANDOVER
from pingyi.trustee.opening.tally import RECEIVED
from pingyi.trustee.outbox import DESTROYED, Outbox
from pingyi.trustee.steps import Trustee, check_destroy

KEY = (OPENING, OPENING_BACKUP)
FILES = {
    Party.T1: (*KEY, NAME, f"{HANDOVER}/{INNER_FILE}", f"{HANDOVER}/{OBJECTIONS_FILE}"),
    Party.T2: (*KEY, f"{RECEIVED}/{INNER_FILE}", f"{RECEIVED}/{OBJECTIONS_FILE}"),
}
WHAT = {
    Party.T1: (
        "外层开票密钥及其备份 outer opening key and its backup",
        "全部信封 all envelopes",
        "交给内层开票方的内层信封 inner envelopes handed to T2",
    ),
    Party.T2: (
        "内层开票密钥及其备份 inner opening key and its backup",
        "全部内层信封，包括未公布单元的 all inner envelopes, those of withheld cells included",
        "未公布单元的内容没有写成文件 nothing of withheld cells was ever written in the clear",
        "留言的本机副本 this machine's copy of comments",
    ),
}


def destroy(trustee: Trustee, *, also: Sequence[str] = ()) -> Path:
    """Overwrite and remove everything; write the statement, which lists `also` what people destroyed by hand.

    Killed in between, a second call finishes. Raises `Refused` before the rows are witnessed.
    """
    outbox = Outbox(trustee.folder, trustee.campaign, trustee.seed)
    if not outbox.has(DESTROYED):
        check_destroy(trustee, read(trustee.campaign))
        for path in _targets(trustee):
            shred(path)
        what = (*WHAT[trustee.party], *also)
        outbox.state(DESTROYED, Destroyed(campaign=trustee.campaign.camp, by=trustee.party, what=what))
    return outbox.path(DESTROYED)


def _targets(trustee: Trustee) -> Iterator[Path]:
    """Yield the files, the key first: without it nothing that is left over can be opened; unfinished files too."""
    for name in FILES[trustee.party]:
        yield from trustee.folder.glob(f"{name}.part")
        yield trustee.folder / name
    yield from sorted((trustee.folder / FOLDER).glob("*"))
