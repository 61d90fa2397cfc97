# Everything starts here: `make help` lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help book test test-all drill serve check wave notebooks bench examples lint format lock system clean

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 14

book: $(VENV)/.book system ## Build the site (_build/html) and the PDF (_build/pdf); WAVE=folder builds them on your own wave.
	@$(if $(WAVE),CDS_WAVE="$(WAVE)" )$(BIN)/cds build

# A file of tests stays on one worker: its open pages and its copies of the project are made once. Files start in
# their order, tests/book first, so that the long ones do not run alone at the end.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev system-test $(VENV)/.checker book ## Build the book and test it: all but what is slow.
	@$(PYTEST) -m "not slow"

test-all: $(VENV)/.dev system-test $(VENV)/.checker book ## Build the book and run all tests, with whole books and environments.
	@$(PYTEST)

drill: $(VENV)/.dev ## Run the tests of the code on newly generated examples, other ones each time.
	@$(PYTEST) --hypothesis-profile drill --ignore tests/book -m "not slow"

serve: ## Show the built site at http://127.0.0.1:8000 (PORT=... for another port).
	@test -f _build/html/index.html || { echo "There is no site yet: run make book first." >&2; exit 2; }
	@$(PYTHON) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

check: $(VENV)/.book ## Check the data files: claims, readings, questionnaire, citation.
	@$(BIN)/cds check

wave: $(VENV)/.book ## Make the synthetic wave and its certificate anew (data/), for the claims as they stand.
	@$(BIN)/cds wave

notebooks: $(VENV)/.book ## Write the chapters as Jupyter notebooks (notebooks/).
	@$(BIN)/cds notebooks

bench: $(VENV)/.dev ## Time builds and computations into docs/benchmarks.md; ONLY="bounds million" measures those anew.
	@$(BIN)/python benchmarks/run.py $(ONLY)

examples: $(VENV)/.book ## Write the example exports anew (data/examples).
	@PYTHONPATH=tools $(BIN)/python -m examples

lint: $(VENV)/.dev ## Check style, type hints and the directions of imports.
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

format: $(VENV)/.dev ## Put the code in the house's format.
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: $(VENV)/.dev ## Resolve requirements.in and requirements/*.in anew, with hashes.
	@for name in requirements requirements/dev requirements/lab requirements/repo2docker; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	    --no-header --emit-build-options $$name.in -o $$name.txt || exit 1; done
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-deps \
	  --no-header --emit-build-options requirements/cff.in -o requirements/cff.txt

system: ## Install the system packages of apt.txt, or name them.
	@$(PYTHON) tools/system_packages.py apt.txt

.PHONY: system-test
system-test:
	@$(PYTHON) tools/system_packages.py apt.txt apt-test.txt

clean: ## Throw away what was built, but not the environment.
	@rm -rf _build notebooks

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V). Name another: make book PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) tools/system_packages.py apt.txt
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.book: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked requirements into $(VENV) …"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.checker: requirements/checker/package.json requirements/checker/package-lock.json | system-test
	@mkdir -p $(VENV)/checker && cp requirements/checker/*.json $(VENV)/checker
	@cd $(VENV)/checker && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/cff.txt $(VENV)/.book
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --require-hashes --no-deps -r requirements/cff.txt
	@touch $@
