"""Every service, the trustees' and roll keeper's commands and the verifier start from their own small lock file.

Here by an import hook that lets nothing in but what the file names; in the long version in a real environment that pip
makes from it.
"""

import importlib.metadata
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from pingyi.protocol.parties import Party
from tests.durable.web import ask
from tests.gates.campaign import Founded
from tests.gates.services import HOURS, NAMES, Hosts
from tests.rollkeeper.people import LETTER_TOML, line, list_file, units_file

ROOT = Path(__file__).parents[2]
SERVICES, ROLLKEEPER = ROOT / "requirements-services.lock", ROOT / "requirements-rollkeeper.lock"
COMMANDS = {
    SERVICES: ["signer", "ballotbox", "witness", "trustee", "verify"],
    ROLLKEEPER: ["roll", "verify"],
}
SITE = """
import sys

class Refusing:
    allowed = {allowed!r}

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in self.allowed:
            raise ModuleNotFoundError(f"{{top}} is not in the lock file", name=top)

sys.meta_path.insert(0, Refusing())
"""


def plain(name):
    """A distribution's name in its one form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(lock):
    """The distributions that a lock file names."""
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(), re.M)}


def modules(lock):
    """The modules that these distributions bring."""
    wanted, found = named(lock), {"pingyi", "sitecustomize"}
    for module, owners in importlib.metadata.packages_distributions().items():
        if any(plain(owner) in wanted for owner in owners):
            found.add(module)
    return found


@pytest.fixture
def only(tmp_path, monkeypatch):
    """`only(lock)` lets every process that is started from here on import nothing else."""

    def limit(lock):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "sitecustomize.py").write_text(SITE.format(allowed=modules(lock)))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))

    return limit


def run(*words, python=sys.executable):
    code = f"from pingyi.cli import main; main({list(words)!r})"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False, cwd="/")


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    return Founded(tmp_path_factory.mktemp("locked"), units=1, **HOURS)


@pytest.mark.parametrize("lock", COMMANDS, ids=lambda lock: lock.stem)
def test_lock_files_are_small_and_know_no_django(lock):
    assert not [name for name in named(lock) if name.startswith("django") or name in ("duckdb", "numpy", "scipy")]


def test_the_hook_does_refuse(only):
    only(SERVICES)
    said = subprocess.run([sys.executable, "-c", "import django"], capture_output=True, text=True, check=False)
    assert "not in the lock file" in said.stderr


@pytest.mark.parametrize(("lock", "word"), [(lock, word) for lock, words in COMMANDS.items() for word in words])
def test_every_command_can_be_asked_for_help(only, lock, word):
    only(lock)
    said = run(word, "--help")
    assert said.returncode == 0, said.stderr
    for inner in re.findall(r"^  ([a-z]+)  ", said.stdout, re.M) if word != "verify" else ():
        assert run(word, inner, "--help").returncode == 0


def test_all_services_serve(only, tmp_path, founded):
    only(SERVICES)
    hosts = Hosts(tmp_path / "hosts", "sqlite", founded)
    try:
        hosts.start("witness")
        hosts.start("S", "R", "B")
        assert {ask(hosts.ports[name], "GET", "/v1/health")[0] for name in NAMES} == {200}
    finally:
        hosts.stop()


def test_trustees_and_verifier_work(only, tmp_path, founded):
    only(SERVICES)
    secret = tmp_path / "passphrase"
    secret.write_text("a long passphrase\n")
    said = run("trustee", "keygen", str(tmp_path / "t"), "--passphrase-file", str(secret))
    assert said.returncode == 0, said.stderr
    said = run("verify", str(founded.houses.public))  # no package.json yet: said so, not broken off
    assert said.returncode == 2 and "Traceback" not in said.stderr


def letters(home, founded, python=sys.executable):
    """Print the letters of a campaign by command: PDF and QR need the most of what the lock file names."""
    other = founded.copied(home)
    text = home / "letter.toml"
    page = f'page = "https://{founded.manifest.page.host}/appraise"'
    text.write_text(re.sub(r"(?m)^page = .*$", page, LETTER_TOML), encoding="utf-8")
    words = ["--manifest", other.houses.public / "manifest.json", "--letter", text]
    words += ["--desk", other.houses.folder(Party.M) / "desk", "--workers", "1"]
    return run("roll", "letters", *map(str, words), python=python)


def test_the_roll_keeper_plans_and_prints(only, tmp_path, founded):
    only(ROLLKEEPER)
    people = list_file(tmp_path, [line(number, unit="yl-ld-1") for number in range(150)])
    words = ["--units", str(units_file(tmp_path)), "--campaign", "locks", "--desk", str(tmp_path / "desk")]
    said = run("roll", "plan", str(people), *words)
    assert said.returncode == 0, said.stderr
    said = letters(tmp_path / "printing", founded)
    assert said.returncode == 0, said.stderr


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """`environment(lock)` is the Python of a new environment with exactly what the file names, and pingyi itself."""
    made = {}

    def make(lock):
        if lock not in made:
            home = tmp_path_factory.mktemp(lock.stem)
            venv.create(home, with_pip=True)
            pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
            subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], check=True)
            made[lock] = str(home / "bin" / "python")
        return made[lock]

    return make


@pytest.mark.soak
def test_services_and_verifier_start_from_their_lock_file(environment, tmp_path, founded, monkeypatch):
    python = environment(SERVICES)
    for word in COMMANDS[SERVICES]:
        assert run(word, "--help", python=python).returncode == 0
    monkeypatch.setattr("tests.gates.services.sys.executable", python)
    hosts = Hosts(tmp_path / "hosts", "sqlite", founded)
    try:
        hosts.start("witness")
        hosts.start("S", "R", "B")
        assert {ask(hosts.ports[name], "GET", "/v1/health")[0] for name in NAMES} == {200}
    finally:
        hosts.stop()
    assert run("verify", str(founded.houses.public), python=python).returncode == 2
    none = subprocess.run([python, "-c", "import django"], capture_output=True, text=True, check=False)
    assert "No module named 'django'" in none.stderr
    print("soak: services and verifier from requirements-services.lock: started")


@pytest.mark.soak
def test_the_roll_keeper_starts_from_its_lock_file(environment, tmp_path, founded):
    python = environment(ROLLKEEPER)
    assert run("roll", "--help", python=python).returncode == 0
    said = letters(tmp_path / "printing", founded, python=python)
    assert said.returncode == 0, said.stderr
    print("soak: letters from requirements-rollkeeper.lock: printed")
