"""The log as static files: C2SP tlog-tiles. Paths are relative to the log's prefix."""

from pingyi.ledger.tiles.layout import (
    WIDTH,
    bundle_holding,
    bundle_path,
    encode_bundle,
    parse_bundle,
    parse_tile,
    partials_for,
    superseded,
    tile_path,
    tiles_for,
)
from pingyi.ledger.tiles.reading import Fetch, Reader, whole
from pingyi.ledger.tiles.writing import File, Writer

__all__ = [
    "WIDTH",
    "Fetch",
    "File",
    "Reader",
    "Writer",
    "bundle_holding",
    "bundle_path",
    "encode_bundle",
    "parse_bundle",
    "parse_tile",
    "partials_for",
    "superseded",
    "tile_path",
    "tiles_for",
    "whole",
]
