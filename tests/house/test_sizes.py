"""Files and functions stay short enough to be read in one go (the yardstick of CONTRIBUTING.md)."""

import ast

from tests.house.tree import SOURCE, functions, modules, place

FILE_LINES = 500
FUNCTION_LINES = 50
VIEW_LINES = 40
PARAMETERS = 8
FOLDER_FILES = 20


def _length(function):
    """Lines without the docstring."""
    first = function.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.end_lineno - function.lineno + 1 - (first.end_lineno - first.lineno + 1 if docstring else 0)


def test_files_are_short():
    long = [place(p) for p in modules() if sum(bool(line.strip()) for line in p.read_text().splitlines()) > FILE_LINES]
    assert long == []


def test_functions_are_short():
    long = [
        f"{place(path)}:{function.name} {_length(function)}"
        for path, tree in modules().items()
        for function in functions(tree)
        if _length(function) > (VIEW_LINES if "views" in str(path) else FUNCTION_LINES)
    ]
    assert long == []


def test_functions_take_few_parameters():
    greedy = [
        f"{place(path)}:{function.name}"
        for path, tree in modules().items()
        for function in functions(tree)
        if len(function.args.args) + len(function.args.kwonlyargs) > PARAMETERS and "cli" not in path.parts
    ]
    assert greedy == []


def test_folders_are_small():
    folders = {path.parent for path in modules()}
    full = [place(folder) for folder in folders if len(list(folder.glob("*.py"))) > FOLDER_FILES]
    assert full == [] and SOURCE in folders
