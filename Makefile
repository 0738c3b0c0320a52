# The tasks of this project. `make serve` and `make test` each work as the first command.
PYTHON ?= $(firstword $(wildcard $(foreach v,3.11 3.12 3.13,$(addsuffix /python$(v),$(subst :, ,$(PATH))))) python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000
TESTS = --numprocesses auto --dist loadfile

.PHONY: help setup serve test test-slow check format bench build data notebooks screenshots clean

help:
	@echo "make setup   make .venv with everything; the command is .venv/bin/locator"
	@echo "make serve   serve the bundled stations on http://127.0.0.1:$(PORT)"
	@echo "make test    run all tests but the slow ones"
	@echo "make test-slow  run these: notebooks, the wheel, killed processes, whole files"
	@echo "make check   ruff, mypy --strict, import-linter"
	@echo "make format  let ruff format the code"
	@echo "make bench   measure beside peers, and print tables"
	@echo "make build   sdist and wheel, in dist/"
	@echo "make data    build the files in data/ from data/raw/ again"
	@echo "make notebooks    execute the notebooks again and store their outputs"
	@echo "make screenshots  take pictures of the page's states, in screenshots/"
	@echo "make clean   remove what was made"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "locator needs Python 3.11 or later; say which: make setup PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "no virtual environment could be made; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

serve: setup
	$(BIN)/locator serve --port $(PORT)

test: setup
	$(BIN)/python -m pytest $(TESTS) -m "not slow"

test-slow: setup
	$(BIN)/python -m pytest $(TESTS) -m slow

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup
	$(BIN)/python -m benchmarks

build: setup
	$(BIN)/python -m build

data: setup
	$(BIN)/python -m tools.build_data

notebooks: setup
	$(BIN)/python -m tools.execute_notebooks

screenshots: setup
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
