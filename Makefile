# The one front door. `make run` and `make test` need Python 3.11+, make and git, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PINGYI_VAR ?= var
PORT ?= 8000
# Compiled once, not by each of the hundreds of programs that tests start.
unexport PYTHONDONTWRITEBYTECODE
# What stores rows through Django runs on both databases. The ballot services bring both stores into their own tests,
# the pure packages know none, and forged packages are files.
ON_POSTGRESQL := $(addprefix tests/,accounts campaigns cli demonstration directory evidence journal polling project questionnaires results web)
.DEFAULT_GOAL := help
.PHONY: help setup run test check soak bench screenshots format release lock messages bundle browser

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 14

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/run.stamp ## make .venv and prepare the database
	$(BIN)/pingyi setup

run: setup ## build the demonstration province if there is none, serve http://localhost:8000
	$(BIN)/pingyi demo --if-missing
	$(BIN)/pingyi serve --port $(PORT)

browser: $(VENV)/dev.stamp
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m tests.java

check: $(VENV)/dev.stamp ## formatting, lint, types, import contracts, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings
	@if [ -d browser/node_modules ]; then cd browser && node build.mjs --check; fi

test: browser ## everything, on SQLite and on a real PostgreSQL, pages in a real browser
	$(BIN)/pytest -n 4 --dist loadfile
	$(BIN)/python -m tests.postgres -- -n 4 --dist loadfile -m "not browser and not soak" $(ON_POSTGRESQL) --ignore tests/results/test_forgery.py

soak: browser ## the long versions; writes docs/soak.md
	$(BIN)/python -m tests.soak

bench: $(VENV)/dev.stamp ## benchmarks; each prints a table, figures go into docs/performance.md
	$(BIN)/python bench/evidence.py
	$(BIN)/python bench/estimate.py
	$(BIN)/python bench/ranks.py
	$(BIN)/python bench/sampling.py
	$(BIN)/python bench/raking.py
	$(BIN)/python bench/coverage.py
	$(BIN)/python bench/ballots.py
	$(BIN)/python bench/signer.py
	$(BIN)/python bench/verify.py
	$(BIN)/pingyi setup
	$(BIN)/pingyi demo --if-missing
	$(BIN)/python bench/scoring.py
	$(BIN)/python bench/pages.py

screenshots: browser ## pictures of the pages for docs/
	$(BIN)/python tools/screenshots.py

bundle: ## build the residents' pages again (needs node and npm)
	npm --prefix browser ci && npm --prefix browser run build

messages: $(VENV)/dev.stamp ## gather the sentences of the pages into the English catalogue
	$(BIN)/python tools/messages.py

format: $(VENV)/dev.stamp ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/dev.stamp ## renew the lock files
	$(BIN)/uv pip compile pyproject.toml --extra site --extra xlsform --group build --universal --python-version 3.11 --generate-hashes --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra site --extra xlsform --group build --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --quiet -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra services --group build -c requirements.lock --universal --python-version 3.11 --generate-hashes --quiet -o requirements-services.lock
	$(BIN)/uv pip compile pyproject.toml --extra rollkeeper --group build -c requirements.lock --universal --python-version 3.11 --generate-hashes --quiet -o requirements-rollkeeper.lock

release: check test ## build wheel and sdist, install the wheel in a clean place, try it
	$(BIN)/python -m tools.release
