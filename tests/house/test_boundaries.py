"""The layers hold, the pure cores are pure, and some commands start without Django."""

import subprocess
import sys

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from pingyi.web.routing import PUBLIC
from tests.house.tree import ROOT

# Whoever adds a public page adds it here too, and so says that anybody may open it.
PUBLIC_PAGES = {
    *("home", "units", "units-one", "units-csv", "units-json"),
    *("campaign", "campaign-package", "results", "results-below", "results-alike"),
    *("method", "method-of", "privacy", "accessibility"),
    *("appraise-file", "ballots-file", "demonstration-code"),
}


def _run(*args):
    return subprocess.run(args, cwd=ROOT, capture_output=True, text=True, check=False)


def test_import_contracts_hold():
    done = _run(f"{sys.prefix}/bin/lint-imports")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "module", ["pingyi.cli.analysis.tally", "pingyi.cli.analysis.recompute", "pingyi.analysis.appraisal"]
)
def test_starts_without_django(module):
    code = f"import sys, {module}; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    done = _run(sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr


def _patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def test_every_url_names_its_rule():
    unruled = [
        url
        for url, pattern in _patterns(get_resolver())
        if not hasattr(pattern.callback, "rule") and not pattern.callback.__module__.startswith("allauth.")
    ]
    assert unruled == []


def test_public_pages_are_a_short_list():
    public = {
        pattern.name for _, pattern in _patterns(get_resolver()) if getattr(pattern.callback, "rule", "") == PUBLIC
    }
    assert public == PUBLIC_PAGES


@pytest.mark.django_db
def test_migrations_match_the_tables():
    call_command("makemigrations", "pingyi", check=True, dry_run=True, verbosity=0)


def test_migrations_are_one_line():
    names = sorted(path.stem for path in (ROOT / "src/pingyi/migrations").glob("0*.py"))
    head = (ROOT / "src/pingyi/migrations/head.txt").read_text().strip()
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    assert names[-1] == head
