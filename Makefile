# `make run` and `make test` need Python 3.11 or newer, and make. Everything else they bring along, into .venv.

.DEFAULT_GOAL := help
.PHONY: help run test check static bench race judge learn cities lock fmt pictures clean

BIN := .venv/bin
# a stamp says "this lock is installed"; a changed lock installs again
RUNTIME := .venv/.installed
TOOLS := .venv/.installed-tools
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

help:
	@echo 'make run     install what is needed and run: the playground, or Slack and Discord when there are tokens'
	@echo 'make test    install what tests need and run them all'
	@echo 'make check   format, lint, types, import contracts, tests: what CI runs'
	@echo 'make fmt     format, and mend what can be mended'
	@echo 'make bench   how fast a press is answered, nudges are delivered and notes are read'
	@echo 'make race    many processes go for the same half-hours; nobody may be booked twice'
	@echo 'make judge   how well notes are read, by rule and language'
	@echo 'make learn   learn the weights of the rules anew, after a change of their examples'
	@echo 'make cities  renew the cities that people find their time zone by'
	@echo 'make lock    renew the locked requirements'
	@echo 'make pictures  take the README’s pictures again (needs Chromium)'
	@echo 'make clean   remove .venv and the caches'

run: $(RUNTIME)
	@exec $(BIN)/python -m bot run

# two at a time: each has databases of its own, and more would starve the browser
WORKERS ?= 2
test: $(TOOLS)
	$(BIN)/python -m pytest -n $(WORKERS)

check: static test

static: $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(TOOLS)
	$(BIN)/python -m tests.bench

race: $(TOOLS)
	$(BIN)/python -m tests.race

judge: $(TOOLS)
	$(BIN)/python -m tests.judge

learn: $(TOOLS)
	$(BIN)/python -m tests.judge.learn

cities: $(TOOLS)
	$(BIN)/python -m tests.gazetteer

pictures: $(TOOLS)
	$(BIN)/python -m docs.pictures

fmt: $(TOOLS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Nothing in a lock names an index or a folder: it installs from wherever pip is set up to look. Delete the two files
# first to move to the newest releases; left in place, they only change where pyproject.toml asks for it.
COMPILE := UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
lock: $(TOOLS)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra test --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.lock | $(BIN)/python
	$(INSTALL) -r requirements.lock
	@touch $@

# every runtime requirement is in this lock too, at the same version
$(TOOLS): requirements-dev.lock | $(BIN)/python
	$(INSTALL) -r requirements-dev.lock
	@touch $@ $(RUNTIME)

# PYTHON=/path/to/python chooses another one. A candidate must run, be new enough, and have what a .venv and SQLite need.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python3.14; do \
	$$python -c 'import ensurepip, sqlite3, ssl, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; exit; }; done)

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Half Hour needs Python 3.11 or newer (with its venv module; on Debian: apt install python3-venv)." >&2; \
		echo "Found: $$(python3 --version 2>&1 || echo none). Install one, or say where it is: make run PYTHON=/path/to/python3" >&2; \
		exit 1; fi
	$(PYTHON) -m venv .venv
