"""Places in a tree worked out in memory, so that thousands of nodes are written at once. Pure."""

from collections.abc import Iterator, Mapping

from pingyi.foundation.trees import PLACE_DIGITS, child_path

DEEPEST = 20  # levels that fit the path columns


def plant(parents: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return the path of every node.

    `parents` maps each code to the code of its parent ("" for a root) and must be free of cycles and of unknown
    parents. `kept` maps codes to the paths they have now. A node that stays below the same parent keeps its place; a
    new or moved one takes the next place, which nobody has now, so that no two rows ever cross on their way.
    Raises ValueError when a node gets more children than a path can number.
    """
    last: dict[str, int] = {}
    for path in kept.values():
        above, place = path[:-PLACE_DIGITS], int(path[-PLACE_DIGITS:])
        last[above] = max(last.get(above, 0), place)
    paths = {"": ""}
    for code in top_down(parents):
        above = paths[parents[code]]
        stays = code in kept and kept[code][:-PLACE_DIGITS] == above
        if not stays:
            last[above] = last.get(above, 0) + 1
        paths[code] = kept[code] if stays else child_path(above, last[above])
    del paths[""]
    return paths


def top_down(parents: Mapping[str, str]) -> Iterator[str]:
    """Yield every code after its parent, siblings in the order given; nodes of a cycle are left out."""
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        children.setdefault(parent, []).append(code)
    waiting = children.get("", [])[::-1]
    while waiting:
        code = waiting.pop()
        yield code
        waiting.extend(reversed(children.get(code, [])))


def on_cycles(parents: Mapping[str, str]) -> list[str]:
    """Return the codes that stand on a cycle; parents that are not in the map count as roots."""
    reached = set(top_down({code: parent if parent in parents else "" for code, parent in parents.items()}))
    left = {code: parent for code, parent in parents.items() if code not in reached}
    while ends := left.keys() - set(left.values()):  # what only hangs below a cycle is nobody's parent
        for code in ends:
            del left[code]
    return list(left)


def too_deep(parents: Mapping[str, str]) -> list[str]:
    """Return the codes that lie below the deepest level a path can hold; the map must be free of cycles."""
    depth = {"": 0}
    for code in top_down(parents):
        depth[code] = depth[parents[code]] + 1
    return [code for code, levels in depth.items() if levels > DEEPEST]
