"""An installation of its own under a temporary folder, spoken to only through real processes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLES = """
import django
from django.conf import settings
django.setup()
from django.core.management import call_command
settings.MIGRATION_MODULES = {app.label: None for app in django.apps.apps.get_app_configs()}
call_command("migrate", run_syncdb=True, verbosity=0)
"""
CACHE = "call_command('createcachetable')\n"


@dataclass
class Installation:
    """A folder, and what the operator says in the environment."""

    var: Path
    said: dict[str, str] = field(default_factory=dict)

    def run(self, code: str, **said: str) -> subprocess.CompletedProcess[str]:
        """Run `code` in a new Python with this installation's environment."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PINGYI_", "DJANGO_"))}
        told = {"PINGYI_VAR": str(self.var), "DJANGO_SETTINGS_MODULE": "pingyi.project.settings", **self.said, **said}
        return subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**kept, **told}, capture_output=True, text=True, check=False
        )

    def ask(self, code: str, **said: str) -> object:
        """Run `code` after Django is ready; return the JSON it prints, or fail with what it complained of."""
        done = self.run(f"import django, json; django.setup()\n{code}", **said)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def build(self, *, cache: bool = True) -> "Installation":
        """Make the tables."""
        done = self.run(TABLES + (CACHE if cache else ""), PINGYI_MODE="local")
        assert done.returncode == 0, done.stderr
        (self.var / "static").mkdir(exist_ok=True)  # where setup gathers the static files
        return self
