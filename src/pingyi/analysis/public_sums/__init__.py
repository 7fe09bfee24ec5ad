"""The sums that may be published: which, as CSV, and back (`docs/formats/sums.md`)."""

from pingyi.analysis.public_sums.files import ITEM_FILE, PAIR_FILE, read_sums, write_sums
from pingyi.analysis.public_sums.suppression import SMALLEST, published_items

__all__ = ["ITEM_FILE", "PAIR_FILE", "SMALLEST", "published_items", "read_sums", "write_sums"]
