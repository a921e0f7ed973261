# The two commands of a newcomer: `make demo` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m bot

.PHONY: demo run test check conformance bench soak load promises screenshots calibrate words lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.run
	$(RUN) demo

run: $(VENV)/.run
	$(RUN) serve

# All cores at once; a few tests by hand are quicker, and easier to follow, without the two options.
test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses=logical --dist=worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(RUN) check

conformance: $(VENV)/.dev
	$(BIN)/python -m tests.conformance

screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.sandbox_page.screenshots

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

# Kills, deploys and hangs, with 20,000 questions for each kind of set-up: takes an hour or more.
soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak

# Three web and three worker processes over PostgreSQL, without a browser.
load: $(VENV)/.dev
	$(BIN)/python -m tests.load

# The README's table of promises, from the tests' names and what soak, load and bench measured.
promises: $(VENV)/.dev
	$(BIN)/python -m tests.promises

# What an editor runs after a change of phrasings, so that the matching knows how sure it may be.
calibrate: $(VENV)/.dev
	$(RUN) calibrate

# What an editor runs after a change of the interface's words.
words: $(VENV)/.run
	$(RUN) words

lock: $(VENV)/.uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	touch $@

$(VENV)/.run: $(VENV)/.uv requirements.txt
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.txt
	$(BIN)/uv pip install --quiet --no-deps --editable .
	$(BIN)/python -m compileall -q bot
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@
