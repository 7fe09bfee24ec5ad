"""The intervals that a plan may ask for."""

import math
from typing import Final

from pingyi.analysis.plans.document import Piece
from pingyi.analysis.plans.refusals import METHOD, unknown, wrong
from pingyi.estimation.intervals import t_interval
from pingyi.estimation.survey.share_intervals import ShareMethod, share_interval

SHARES: Final = {"logit", "xlogit", "likelihood", "asin", "beta", "mean"}
MEANS: Final = {"t", "normal"}


def level_of(piece: Piece) -> float:
    """Return the level of confidence, .95 if none is given."""
    level = float((piece.get("ci") or {}).get("level", 0.95))
    if not 0 < level < 1:
        raise wrong(f"置信水平{level}不在0和1之间。", f"The level {level} is not in 0 … 1.", "例如0.95。", "Say 0.95.")
    return level


def interval(piece: Piece, value: float, variance: float, df: int, n: int) -> tuple[float, float]:
    """Return the interval of one figure with its variance; `n` answers for the intervals of shares that need it."""
    method, level = piece["ci"].get("method", "t"), level_of(piece)
    if method in MEANS:
        return t_interval(value, math.sqrt(max(variance, 0.0)), None if method == "normal" else df, level)
    if method not in SHARES or piece["stat"] != "proportion":
        raise unknown(METHOD, method, MEANS | (SHARES if piece["stat"] == "proportion" else set()))
    share: ShareMethod = method
    return share_interval(value, variance, share, df=df, n=n, level=level)
