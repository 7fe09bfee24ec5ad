"""Trees in a table, by a path column.

A path is a row of four-digit places, one per level: "0001", "00010003". Digits only, so that every collation sorts
it the same and a subtree is one range of an index: `path >= p and path < path_after(p)`.
"""

from django.db.models import Q

PLACE_DIGITS = 4
MOST_CHILDREN = 10**PLACE_DIGITS - 2  # the last place stays free so that `path_after` never overflows


def child_path(parent: str, place: int) -> str:
    """Return the path of the child at `place` (1 …) below `parent` ("" for a root)."""
    if not 1 <= place <= MOST_CHILDREN:
        raise ValueError(f"a node takes at most {MOST_CHILDREN} children")
    return f"{parent}{place:0{PLACE_DIGITS}d}"


def path_after(path: str) -> str:
    """Return the first path after the whole subtree of `path`."""
    return f"{int(path) + 1:0{len(path)}d}"


def within(path: str, field: str = "path") -> Q:
    """Return the condition that `field` lies in the subtree of `path`, the node itself included."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path_after(path)})


def ancestors(path: str) -> list[str]:
    """Return the paths from the root down to the parent of `path`."""
    return [path[:end] for end in range(PLACE_DIGITS, len(path), PLACE_DIGITS)]
