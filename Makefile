# Everything a person types here. Each step leaves a stamp in .venv, so that a second run does only
# what has changed and needs no network.

HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?=
PYTEST_OPTIONS ?= -n auto --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq --no-compile
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
# Checks read the settings; they must not make or touch a site's data folder.
CHECK_HOME := GONGKAI_HOME=$(CURDIR)/build/home DJANGO_SETTINGS_MODULE=gongkai.config.settings
TEMPLATES := src/gongkai

.PHONY: help setup run test test-thorough check check-types check-rest bench clean assets messages
.DEFAULT_GOAL := help

help:
	@echo "make setup   install what a site needs into .venv and build the pages' assets"
	@echo "make run     set up, start the site at http://$(HOST):$(PORT) and fill the living demo"
	@echo "make test    run the tests (TESTS=path for some of them)"
	@echo "make test-thorough  the same with as many histories, crashes and widths of pages as a release promises"
	@echo "make check   linters, types, import contracts, translations, generated pages"
	@echo "make bench   measure import, search, pages, uploads, the gate and redaction"
	@echo "make clean   remove what was installed and built; never the data folder"

setup:
	@$(MAKE) --no-print-directory --silent -j2 .venv/stamp-package assets
	@$(MAKE) --no-print-directory messages
	@echo "Ready: $(BIN)/gongkai up"

run: setup
	@$(BIN)/gongkai up --host $(HOST) --port $(PORT) --demo

.venv/stamp-made:
	@echo "Making the virtual environment ..."
	@for python in $(PYTHONS); do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	      2>/dev/null; then \
	    $$python -m venv .venv && touch $@ && exit 0; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with venv was found (on Debian: apt-get install python3-venv)." >&2; \
	exit 1

.venv/stamp-build: requirements/build.txt | .venv/stamp-made
	@echo "Installing the build tools ..."
	@$(PIP) --require-hashes -r requirements/build.txt
	@touch $@

.venv/stamp-run: requirements/run.txt .venv/stamp-build
	@echo "Installing what the site runs on (this is the longest step) ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@touch $@

.venv/stamp-package: pyproject.toml .venv/stamp-run
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Compiled here alone: the tests start hundreds of processes, a site a handful.
.venv/stamp-test: requirements/test.txt .venv/stamp-package
	@echo "Installing what checks and tests need ..."
	@$(PIP) --require-hashes -r requirements/test.txt
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	@touch $@

assets: .venv/stamp-build
	@$(BIN)/python tools/build_assets.py

messages: .venv/stamp-package
	@$(BIN)/gongkai messages

test: setup .venv/stamp-test
	$(BIN)/pytest $(PYTEST_OPTIONS) $(or $(TESTS),tests)

test-thorough: export GONGKAI_THOROUGH := 1
test-thorough: test

check: setup .venv/stamp-test
	@$(MAKE) --no-print-directory -j2 check-types check-rest

check-types:
	$(CHECK_HOME) $(BIN)/mypy

check-rest:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/python tools/house_rules.py
	$(BIN)/djlint --lint --quiet $(TEMPLATES)
	$(CHECK_HOME) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	$(BIN)/python tools/messages.py --check
	$(CHECK_HOME) $(BIN)/python tools/check_letters.py
	$(CHECK_HOME) $(BIN)/python tools/generate_reference.py --check

bench: setup .venv/stamp-test
	$(BIN)/python -m benchmarks.import_speed
	$(BIN)/python -m benchmarks.known_items
	$(BIN)/python -m benchmarks.search_speed
	$(BIN)/python -m benchmarks.page_queries
	$(BIN)/python -m benchmarks.uploads
	$(BIN)/python -m benchmarks.combing
	$(BIN)/python -m benchmarks.release
	$(BIN)/python -m benchmarks.redaction
	$(BIN)/python -m benchmarks.false_alarms

clean:
	rm -rf .venv build dist node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	rm -rf .hypothesis src/gongkai/interfaces/shared/static/vendor src/gongkai/letters/fonts src/*.egg-info
	find src tests -name '*.mo' -delete
	find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +
