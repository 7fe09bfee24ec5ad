"""The resident's page and the verifier's, one file each: `Pins.parse` what a deployment trusts, then build."""

from pingyi.page.building import BUNDLE, VERIFIER, build, build_verifier
from pingyi.page.pins import Pins

__all__ = ["BUNDLE", "VERIFIER", "Pins", "build", "build_verifier"]
