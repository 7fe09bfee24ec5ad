"""Every write of this package: `scoring` (a run), `release` (two people sign, publication)."""

from pingyi.results.actions.release import SIGN, publish_result_set, sign_result_set
from pingyi.results.actions.scoring import score_campaign

__all__ = ["SIGN", "publish_result_set", "score_campaign", "sign_result_set"]
