# The only way in. `make run` and `make test` need Python 3.11 or later, make and the package registries.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= $(or $(SALDO_SHARED),../shared)

.PHONY: setup run test check lint types bench demo docs tools

setup: .venv/ready

.venv/ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Saldo needs Python 3.11 or later; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup
	$(BIN)/saldo demo --serve

test: setup tools
	SALDO_SHARED=$(SHARED) $(BIN)/python -m pytest -n 2 --dist loadfile

check: lint types

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m bench

demo: setup
	$(BIN)/saldo demo --out data/demo-files

docs: setup
	$(BIN)/python -m etl.tables_page > docs/tables.md
	$(BIN)/python -m tests.billing_page > docs/billing-check.md

# hledger (the oracle of balances) and Chromium (the journeys) are programs, not Python packages.
tools:
	@sh tests/tools.sh
