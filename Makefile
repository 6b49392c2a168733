# make run: install and verify the seed corpus.   make test: all checks.   make quick: checks without slow tests.

VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
export PYTHONUTF8 := 1

.PHONY: run test quick check eval clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	$(BIN)/verify run configs/default.yaml
	@echo "The report: output/seeds/report.html (for people), output/seeds/report.json (for programs)"

test: check
	$(BIN)/python -m pytest

quick: check
	$(BIN)/python -m pytest -m "not slow and not models"

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/.installed
	$(BIN)/verify run configs/default.yaml --quiet
	$(BIN)/verify eval output/seeds seeds/gold

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found; set PYTHON=/path/to/it" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
