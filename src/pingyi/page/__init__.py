"""The resident's page as one file: `Pins.parse` what a deployment trusts, `build` the bytes to serve."""

from pingyi.page.building import BUNDLE, build
from pingyi.page.pins import Pins

__all__ = ["BUNDLE", "Pins", "build"]
