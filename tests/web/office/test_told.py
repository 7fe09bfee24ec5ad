"""Journal entries as sentences: every act the program can write has one, with names instead of codes."""

import ast
import re

from django.db import transaction

from pingyi.journal.actions import record
from pingyi.web.office.told import ACTS, tell
from tests.house.tree import modules

ACT = re.compile(r"[a-z_]+(:[a-z_]+){1,2}")
NOTED_BY = {"directory": "directory:"}  # its `note` puts the package in front


def written_acts():
    """Every act named in a call of record or note, f-strings apart."""
    for path, tree in modules().items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            if name in {"record", "note", "_note", "_note_version", "_tell"}:
                front = NOTED_BY.get(path.parts[-3], "") if name == "note" else ""
                for given in call.args[1 : 2 if name == "note" else 3]:
                    said = given.value if isinstance(given, ast.Constant) else None
                    if isinstance(said, str) and ACT.fullmatch(front + said) and (front + said).count(":") == 2:
                        yield front + said


def test_every_act_has_a_sentence():
    acts = set(written_acts())
    assert len(acts) > 20
    assert sorted(acts - set(ACTS)) == []


def told(act, thing, **details):
    with transaction.atomic():
        entry = record("shen", act, thing, **details)
    return tell([entry])[0]


def test_names_stand_for_codes(land, organiser):
    one = told("directory:unit:closed", "unit:990102-bureau", last_day="2026-11-22")
    assert (one.who.zh, one.kind, one.code) == ("shen", "unit", "990102-bureau")
    assert one.what.zh == f"终止了{land['990102-bureau'].name_zh}"
    assert "closed" in one.what.en


def test_roles_and_kinds_are_said_in_words(land, organiser):
    assert told("directory:posting:granted", "staff:shen", role="liaison").what.zh == "任命shen为联络员"
    batch = told("evidence:batch:imported", "campaign:c", kind="sample", number=2, rows=40)
    assert batch.what.zh == "给c导入“抽样调查”第2批，40行"


def test_an_unknown_act_is_shown_as_it_stands(organiser):
    assert told("later:thing:done", "thing:x").what.zh == "later:thing:done（x）"


def test_a_detail_that_is_missing_does_not_break_the_page(organiser):
    assert "…" in told("directory:units:imported", "directory:units").what.zh


def test_braces_in_a_name_are_only_letters(organiser):
    assert "{x}" in told("directory:unit:renamed", "unit:u", before="{x}", after="y").what.zh


def test_the_cost_does_not_grow_with_the_entries(land, organiser, django_assert_num_queries):
    with transaction.atomic():
        entries = [record("shen", "directory:unit:closed", f"unit:{code}") for code in list(land)[:20]]
    for some in (entries[:1], entries):
        with django_assert_num_queries(2):  # units and staff; nothing else is named
            tell(some)
