# Two commands matter: `make run` starts the product, `make test` proves it. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVES := $(VENV)/.serves
TESTS := $(VENV)/.tests

.DEFAULT_GOAL := help
.PHONY: help run test check bench demo backup restore lock vendor pictures chances format clean

help:  ## This list.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
		|| grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST)

$(SERVES): locks/run.txt locks/embedded.txt
	@PYTHON='$(PYTHON)' sh redesign/embedded/make_venv.sh $(VENV) run
	@touch $@

$(TESTS): $(SERVES) locks/dev.txt
	@sh redesign/embedded/make_venv.sh $(VENV) dev
	@touch $@

run: $(SERVES)  ## Start everything: databases, tasks, web. PORT, DATA_DIR, DATABASE_URL, REDIS_URL, DEMO=0.
	@exec $(BIN)/python -m redesign.embedded run

check: $(TESTS)  ## Fast: lint, format, types, migrations.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DEBUG=1 DATABASE_URL=postgresql:///types $(BIN)/mypy
	$(BIN)/python -m redesign.embedded with -- $(BIN)/python manage.py makemigrations --check --dry-run

test: check  ## Everything that must hold, on throw-away servers.
	$(BIN)/pytest -n 2 --dist loadgroup --durations 12

format: $(TESTS)  ## Put the code into the house's form.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(TESTS)  ## Build the reference size and print every budget.
	$(BIN)/python -m redesign.embedded with -- $(BIN)/python benchmarks/run.py

demo: $(SERVES)  ## Make the demo organisation anew.
	@$(BIN)/python -m redesign.embedded demo

backup: $(SERVES)  ## Write the database into a dated file in backups/.
	@$(BIN)/python -m redesign.embedded backup

restore: $(SERVES)  ## Put a backup back: make restore FILE=backups/….dump
	@$(BIN)/python -m redesign.embedded restore '$(FILE)'

lock:  ## Resolve the dependencies anew (maintainers; needs uv).
	sh locks/make.sh

pictures: $(TESTS)  ## Take the pictures of the docs from the running demo (maintainers).
	$(BIN)/python -m redesign.embedded with -- $(BIN)/python -m tests.journeys.pictures

chances: $(SERVES)  ## Simulate the table of false signals anew (maintainers).
	$(BIN)/python -m measures.spc.simulate_false_alarms

vendor: $(SERVES)  ## Fetch the front-end files anew (maintainers).
	$(BIN)/python -m redesign.vendor

clean:  ## Remove the environment and caches; data stay.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
