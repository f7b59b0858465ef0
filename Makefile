# The two commands of the README, `make` and `make test`, and what they are made of.  Needs python3 >= 3.10, no more.

VENV := .venv
BIN := $(VENV)/bin
DOCUMENTS := README.md docs/gallery.md docs/embedding.md  # with blocks that `fsmc inject` fills
MERMAID := $(VENV)/node/node_modules/mermaid/dist/mermaid.min.js
MERMAID_VERSION := 11.17.2
READY := $(VENV)/ready
PYTHON ?=
WORKERS ?= auto

.PHONY: build test style types golden unit trust bench soak mutants clean help
.DEFAULT_GOAL := build

build: $(READY) ## install into .venv, build every spec, fill and write the documents, say what was written (the default)
	@$(BIN)/fsmc build
	@$(BIN)/fsmc inject $(DOCUMENTS)
	@$(BIN)/fsmc explain --all --format markdown > docs/rules.md

test: style types golden unit ## everything that is checked: style, types, golden files, all tests

style: $(READY) ## ruff: the code as the project writes it, generated modules as ruff writes them unasked
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/ruff check --quiet --isolated --target-version py310 --exclude 'test_*.py' generated
	$(BIN)/ruff format --quiet --isolated --target-version py310 --check generated

types: $(READY) ## mypy --strict of the compiler and of the generated modules
	$(BIN)/mypy

golden: $(READY) ## specs without findings, in the one style; generated/, marked blocks and docs/rules.md are current
	$(BIN)/fsmc check
	$(BIN)/fsmc fmt --check
	$(BIN)/fsmc build --check
	$(BIN)/fsmc inject --check $(DOCUMENTS)
	$(BIN)/fsmc explain --all --format markdown | diff -u docs/rules.md -

# The command is started some hundred times; where Python may not keep what it compiles, each start compiled it anew.
unit: $(READY) $(MERMAID) ## the tests of the compiler, of the corpus of bad specs, and the generated tests
	@$(BIN)/python -m compileall -q fsmc
	$(BIN)/pytest -rfEs --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder

bench: $(READY) ## how fast an event is, beside hand-written classes; how long a check takes
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_check.py

trust: $(READY) ## ask all judges of the outputs, and write what they find into docs/trust.md (half an hour)
	$(BIN)/python -m tests.trust

soak: $(READY) ## 20,000 random specs, also in pages, layout, diff and fixes; an hour of hostile input (three hours)
	$(BIN)/python -m tests.random.soak
	$(BIN)/python -m tests.random.engine_soak
	$(BIN)/python -m tests.random.promises_soak
	$(BIN)/python -m tests.fuzz.soak

mutants: $(READY) ## which changes of specs and of generated code the tests notice
	$(BIN)/python tests/specs/deletions.py
	$(BIN)/python tests/mutants.py specs/*.fsm

clean: ## remove .venv and all caches; generated/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ': .*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

# The judge of Mermaid diagrams: a single file of its npm package.  Without npm the tests that ask it are skipped.
$(MERMAID):
	@mkdir -p $(@D) && cd $(@D) && if npm pack --silent mermaid@$(MERMAID_VERSION) >/dev/null 2>&1; then \
		tar -xzf mermaid-$(MERMAID_VERSION).tgz --strip-components=2 package/dist/mermaid.min.js; \
		rm mermaid-$(MERMAID_VERSION).tgz; \
	else echo "no mermaid from npm: the tests that need it are skipped"; fi

# The file is made last, so an installation that broke off is begun anew.
$(READY): pyproject.toml
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.10; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "fsmc needs Python 3.10 or newer, and there is none on the PATH."; \
		echo "Install it (Debian: apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3"; exit 1; \
	fi; \
	echo "installing into $(VENV) with $$($$found --version)"; \
	$$found -m venv $(VENV) || { \
		echo "$$found cannot make a virtual environment (Debian: apt install python3-venv)."; exit 1; }; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' || { \
		echo "The packages of pyproject.toml could not be installed; pip's message above says why."; exit 1; }
	@touch $@
