"""Weights brought to what is known of the population, and cut where they grow too large."""

from pingyi.estimation.weighting.calibration import Calibrated, Distance, calibrate, poststratify, rake, rake_all
from pingyi.estimation.weighting.nonresponse import by_classes, propensity_classes
from pingyi.estimation.weighting.trimming import trim

__all__ = [
    "Calibrated",
    "Distance",
    "by_classes",
    "calibrate",
    "poststratify",
    "propensity_classes",
    "rake",
    "rake_all",
    "trim",
]
