"""What exists is written down: packages, tables, settings, commands; and nothing says what must stay out."""

import re
import subprocess

from django.apps import apps

from pingyi.cli.root import COMMANDS
from tests.house.tree import ROOT, SOURCE, functions, modules, place


def test_every_package_has_a_readme():
    packages = [
        folder for folder in SOURCE.iterdir() if (folder / "__init__.py").exists() and folder.name != "migrations"
    ]
    assert [folder.name for folder in packages if not (folder / "README.md").exists()] == []


def test_every_table_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = [model.__name__ for model in apps.get_app_config("pingyi").get_models()]
    assert [name for name in names if f"`{name}`" not in glossary] == []


def test_every_setting_is_documented():
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    read = {name for path in modules() for name in re.findall(r'"(PINGYI_[A-Z_]+)"', path.read_text(encoding="utf-8"))}
    assert {name for name in read if name not in written} == set()


def test_every_command_is_documented():
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"pingyi {name}" not in written] == []


def test_every_public_function_says_what_it_means():
    silent = [
        f"{place(path)}:{function.name}"
        for path, tree in modules().items()
        for function in functions(tree)
        if not function.name.startswith("_") and function in tree.body
        if not (function.body and _is_docstring(function.body[0]))
    ]
    assert silent == []


def _is_docstring(node):
    return isinstance(getattr(node, "value", None), type(None)) is False and hasattr(node.value, "value")


def test_the_tree_names_no_machine_and_no_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    pattern = re.compile(r"/(?:root|home/\w+|work|opt/pypi)/|pypi\.org|files\.pythonhosted|registry\.npmjs|npmmirror")
    named = []
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".png", ".mo"} or not path.exists() or name == "tests/house/test_papers.py":
            continue
        if pattern.search(path.read_text(encoding="utf-8", errors="replace")):
            named.append(name)
    assert named == []
