# make run opens Copydesk on the local desk; make test sets up and runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: run test lint types imports compiled pytest format soak bench screenshots clean

run: $(VENV)/.run
	@$(BIN)/copydesk $(ARGS)

# Types are checked on one core: on the other the tests are compiled meanwhile.
test: lint
	@$(MAKE) --no-print-directory --jobs 2 types imports compiled
	@$(MAKE) --no-print-directory pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

# Once, and not by each worker for itself: they begin in half the time. What is wrong is told by the tests.
compiled: $(VENV)/.dev
	-@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --collect-only --quiet > /dev/null

# In the order of the folders: files with few tests are the long walks, and would all come last.
pytest: $(VENV)/.dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak --seeds 1,2,3 --steps 1000 $(ARGS)
	$(BIN)/python -m tests.soak.pty --seeds 1,2,3,4 --steps 300

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench --ttybench "$(TTYBENCH)" $(ARGS)

screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.screenshots

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Copydesk needs Python 3.11 or newer; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . --config-settings editable_mode=compat
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
