"""What may be published of stage 1: which sums, as CSV, and back (`docs/formats/sums.md`)."""

from pingyi.analysis.public_sums.covariances import (
    COVARIANCE_FILE,
    Covariances,
    covariances_of,
    read_covariances,
    with_covariances,
    write_covariances,
)
from pingyi.analysis.public_sums.files import SUMS_FILE, read_sums, without_pairs, write_sums
from pingyi.analysis.public_sums.suppression import SMALLEST, published_items

__all__ = [
    "COVARIANCE_FILE",
    "SMALLEST",
    "SUMS_FILE",
    "Covariances",
    "covariances_of",
    "published_items",
    "read_covariances",
    "read_sums",
    "with_covariances",
    "without_pairs",
    "write_covariances",
    "write_sums",
]
