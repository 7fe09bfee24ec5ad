"""Which levels the scheme of a campaign knows."""

from pingyi.analysis.kinds import KINDS
from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import frozen_scheme
from pingyi.scoring.scheme import read_scheme


def levels_of(campaign: Campaign, kind: str) -> dict[str, frozenset[int]] | None:
    """Return the levels that each criterion of the frozen scheme allows for `kind`; ratings have the one "level".

    None where nothing is to be held against it: a kind without levels, or ratings that the scheme does not use.
    """
    frozen = frozen_scheme(campaign)
    if KINDS[kind].level_of is None or frozen is None:
        return None
    scheme = read_scheme(frozen.text)
    levels = {item: frozenset(scheme.scales[code].points) for item, code in scheme.items.get(kind, {}).items()}
    return levels or (None if kind == "ratings" else {})
