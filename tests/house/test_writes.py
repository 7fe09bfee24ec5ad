"""Tables are written by actions and nowhere else, and each act of staff leaves an entry in the journal."""

import ast

from tests.house.tree import SOURCE, functions, modules, place

WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete", "update"}
# `update` and `create` also belong to dicts and hashes; on tables they follow a manager or a queryset.
TABLE_MARKS = {"objects", "filter", "exclude", "all", "select_for_update"}
FORCED = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def _in_actions(path):
    return "actions" in path.with_suffix("").relative_to(SOURCE).parts


def _writes(tree):
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        marks = {part.attr for part in ast.walk(node.func) if isinstance(part, ast.Attribute)}
        if node.func.attr in FORCED or marks & TABLE_MARKS:
            yield node


def test_only_actions_write_tables():
    django_side = {"accounts", "campaigns", "demonstration", "directory", "evidence", "journal"}
    django_side |= {"cli", "foundation", "polling", "questionnaires", "results", "web"}
    offenders = [
        f"{place(path)}:{node.lineno}"
        for path, tree in modules().items()
        if path.relative_to(SOURCE).parts[0] in django_side and not _in_actions(path)
        for node in _writes(tree)
    ]
    assert offenders == []


def test_every_act_is_journalled():
    silent = [
        f"{place(path)}:{act.name}"
        for path, tree in modules().items()
        if _in_actions(path) and "journal" not in path.relative_to(SOURCE).parts
        for act in functions(tree)
        if not act.name.startswith("_") and _is_atomic(act) and not _reaches_record(act, tree)
    ]
    assert silent == []


def _is_atomic(act):
    return any("atomic" in ast.dump(decorator) for decorator in act.decorator_list)


def _reaches_record(act, tree):
    """Whether `act` calls record(), itself or through functions of its own module."""
    local = {function.name: function for function in functions(tree)}
    seen, waiting = set(), [act]
    while waiting:
        calls = {
            node.func.id
            for node in ast.walk(waiting.pop())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if calls & {"record", "note", "journal_entry"}:
            return True
        waiting += [local[name] for name in calls - seen if name in local]
        seen |= calls
    return False
