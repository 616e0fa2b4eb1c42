# The only way in. `make run` and `make test` need Python 3.11 or later, make and the package registries.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= $(or $(SALDO_SHARED),../shared)

.PHONY: setup run test breaking check lint types bench bench-forecast demo docs tools

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

# Each rule from 1 to 18 broken once in a copy of the tree: a test has to see it. RULES="8 14" some.
breaking: setup
	$(BIN)/python -m tests.breaking $(RULES)

check: lint types

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m bench

# statsforecast and what it needs are half a gigabyte: they stay in an environment of their own.
# PEERS=--all-peers runs AutoETS too (four minutes); PEERS=--no-peers none.
bench-forecast: setup
	@test "$(PEERS)" = --no-peers || test -e .venv/peers/ready || { \
	  $(BIN)/python -m venv .venv/peers && .venv/peers/bin/python -m pip install --quiet \
	    --disable-pip-version-check --require-hashes -r bench/peers.txt && touch .venv/peers/ready; \
	} || echo "statsforecast can't be had here: the table goes without it"
	SALDO_SHARED=$(SHARED) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 POLARS_MAX_THREADS=1 \
	  $(BIN)/python -m bench.forecast $(PEERS)

demo: setup
	$(BIN)/saldo demo --out data/demo-files

docs: setup
	$(BIN)/python -m etl.tables_page > docs/tables.md
	$(BIN)/python -m tests.billing_page > docs/billing-check.md

# hledger (the oracle of balances) and Chromium (the journeys) are programs, not Python packages.
tools:
	@sh tests/tools.sh
