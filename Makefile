# `make` lists what there is to do. Everything sets itself up: git, make and Python 3.11 or newer are enough.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SITE   ?= site
CORPUS ?=

.DEFAULT_GOAL := help
.PHONY: help site serve check test quick lint format types audit bench lock wheel clean

help: ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "dlcatalog needs Python 3.11 or newer; name one with 'make PYTHON=python3.12 …'" >&2; exit 3; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "'$(PYTHON) -m venv' failed; on Debian and Ubuntu install python3-venv: apt-get install python3-venv" >&2; exit 3; }

$(VENV)/.site: $(VENV)/pyvenv.cfg requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.site requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.dev tools/ensure_browser.py
	@$(BIN)/python tools/ensure_browser.py
	@touch $@

site: $(VENV)/.site ## build catalog/ into site/
	@$(BIN)/python build.py --out $(SITE)

check: $(VENV)/.site ## find everything that is wrong with catalog/
	@PYTHONPATH=src $(BIN)/python -m dlcatalog check

test: $(VENV)/.browser ## format, lint, types, and all tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

quick: $(VENV)/.dev ## the tests without a browser and without coverage
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"

lint: $(VENV)/.dev ## lint and types only
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

format: $(VENV)/.dev ## put the code into canonical form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

audit: $(VENV)/.dev ## check the built pages with the Nu HTML checker (needs Node and Java)
	@$(BIN)/python tools/audit.py

bench: $(VENV)/.dev ## measure builds of catalog/ and of invented catalogues; CORPUS=DIR measures that folder too
	@$(BIN)/python bench/bench.py $(if $(CORPUS),--corpus $(CORPUS))
	@npm ci --silent --ignore-scripts --no-audit --no-fund || echo "without npm there are no marks of Lighthouse"
	@$(BIN)/python bench/reader.py

wheel: $(VENV)/.dev ## build the wheel into dist/
	@$(BIN)/pyproject-build --wheel --no-isolation --outdir dist .

lock: ## renew both lock files (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements-dev.lock

clean: ## remove what was built, not what was installed
	rm -rf $(SITE) .$(SITE).dlcatalog-* .dlcatalog dist htmlcov .coverage* .pytest_cache .mypy_cache .ruff_cache
