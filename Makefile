# Everything runs in .venv; each target sets up what it needs, once.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DATA ?= data/datasets
REQUESTS ?= 5000
MODEL ?= classifier/shipped
# Tests wait for browsers and servers half of their time: three processes on two processors.
TESTERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2)))
export DATA

.PHONY: run test test-reader fuzz check train bench format lock clean

run: .venv/.run
	@$(BIN)/fairword serve

test: .venv/.dev
	$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile --no-loadscope-reorder $(TESTS)

# What trains a second reader, which takes torch beside all else.
test-reader: .venv/.reader
	$(BIN)/python -m pytest tests/training/reader

fuzz: .venv/.dev
	FUZZ_REQUESTS=$(REQUESTS) $(BIN)/python -m pytest -s tests/service/test_schemathesis.py

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: .venv/.dev
	$(BIN)/fairword train --data "$(DATA)" --out "$(MODEL)"

bench: .venv/.dev
	$(BIN)/python -m benchmarks

# The lock files hold versions and hashes, never where a package came from.
UV := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet --custom-compile-command "make lock"
lock: .venv/bin/python
	$(PIP) uv
	$(UV) --group build --extra second-reader --output-file requirements.lock
	$(UV) --group build --extra second-reader --extra training --extra dev --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fairword needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf .venv; exit 1; }

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	@echo "Installing Fairword into .venv (once) ..."
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Installing what tests and training need into .venv (once) ..."
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

.venv/.reader: .venv/.dev
	@echo "Installing what training a second reader needs into .venv (once) ..."
	@$(PIP) --no-build-isolation --editable '.[reader-training]'
	@touch $@
