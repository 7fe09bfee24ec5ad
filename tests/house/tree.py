"""The source tree as the house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pingyi"


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product, parsed; migrations left out."""
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function below `tree`."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def place(path: Path) -> str:
    """The path as a person names it."""
    return str(path.relative_to(ROOT))
