"""In which order to compute, and where there is none."""

from collections.abc import Mapping, Set


def computing_order(needs: Mapping[str, Set[str]]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the names, each after those it needs and otherwise as given, and the circles that prevent it.

    Of circles that share a name only the first found is returned; its names stand in the order of dependence.
    """
    done: dict[str, None] = {}
    circles: list[tuple[str, ...]] = []
    for name in needs:
        if name not in done:
            _visit(name, needs, done, circles)
    return tuple(done), tuple(circles)


def _visit(start: str, needs: Mapping[str, Set[str]], done: dict[str, None], circles: list[tuple[str, ...]]) -> None:
    path = [start]
    open_needs = [iter(sorted(needs[start]))]
    while path:
        nearest = next(open_needs[-1], None)
        if nearest is None:
            done[path.pop()] = None
            open_needs.pop()
        elif nearest in path:
            circles.append(tuple(path[path.index(nearest) :]))
        elif nearest not in done:
            path.append(nearest)
            open_needs.append(iter(sorted(needs[nearest])))
