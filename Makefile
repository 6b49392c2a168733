# make run: install and verify the seed corpus.   make test: all checks.   make quick: checks without slow tests.
# make fuzz: 100,000 hostile documents, then each atheris target for an hour.   make audit: known vulnerabilities.

VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Every file that is installed is held to its hash, but for torch, whose builds (processor, CUDA) differ by registry.
LOCKED := $(PIP) --require-hashes --no-deps --requirement
DOCUMENTS ?= 100000
SECONDS_EACH ?= 3600
export PYTHONUTF8 := 1

.PHONY: run test quick check eval fuzz audit lock clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	$(BIN)/verify run configs/default.yaml
	@echo "The report: output/seeds/report.html (for people), output/seeds/report.json (for programs)"

test: check $(VENV)/.tried-fuzz
	$(BIN)/python -m pytest

quick: check
	$(BIN)/python -m pytest -m "not slow and not models"

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/.installed
	$(BIN)/verify run configs/default.yaml --quiet
	$(BIN)/verify eval output/seeds seeds/gold

fuzz: $(VENV)/.installed-dev $(VENV)/.tried-fuzz
	nice $(BIN)/python -m fuzz.many $(DOCUMENTS)
	for target in ingest quotes numerals; do nice $(BIN)/python -m fuzz.targets $$target $(SECONDS_EACH) || exit 1; done

audit: $(BIN)/python
	bash tools/audit.sh $(BIN)/python $(VENV)-audit

# Needs uv. Hosts of registries are taken from its environment and never written to a file.
lock:
	bash tools/lock.sh

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found; set PYTHON=/path/to/it" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt locks/run.txt
	$(LOCKED) locks/run.txt
	$(PIP) --constraint constraints.txt torch
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed locks/dev.txt
	$(LOCKED) locks/dev.txt
	@touch $@

# No wheel for this system, no fuzzing with coverage: its tests are skipped and say so.
$(VENV)/.tried-fuzz: $(VENV)/.installed-dev locks/fuzz.txt
	@$(LOCKED) locks/fuzz.txt --only-binary :all: || echo "atheris cannot be installed here; its tests are skipped" >&2
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-audit .mypy_cache .pytest_cache .ruff_cache
