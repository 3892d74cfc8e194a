# 明镜 Mingjing. `make help` lists what there is.
SHELL := /bin/sh
PORT ?= 8000
DATA ?= var/demo
BIN := .venv/bin
export MINGJING_DATA = $(abspath $(DATA))

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^## /{printf "\n%s\n", substr($$0,4)} /^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Use
.PHONY: demo
demo: .venv ## Set up everything and serve the demo bureau (PORT=8000 DATA=var/demo)
	@$(BIN)/mingjing demo
	@$(BIN)/mingjing accounts --port $(PORT)
	@exec $(BIN)/mingjing serve --port $(PORT)

## Develop
.PHONY: test
test: dev browser lint ## Lint and run all tests on SQLite and PostgreSQL, the browser's included
	@$(MAKE) --no-print-directory -j3 -O test-sqlite test-postgres test-browser

.PHONY: lint
lint: dev ## Ruff, types, import contracts, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet src

.PHONY: test-sqlite
test-sqlite: dev
	env -u MINGJING_DATA $(BIN)/python -m pytest -q -m "not attack and not browser"

# a browser waits for its own frames: beside the others it costs little time
.PHONY: test-browser
test-browser: dev browser
	env -u MINGJING_DATA $(BIN)/python -m pytest -q -m browser

# rooms that know no database are not tested on a second one
WITHOUT_DATABASE := ledger typeset procedures docs
.PHONY: test-postgres
test-postgres: dev
	env -u MINGJING_DATA $(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest -q -m "not attack and not once and (not browser or smoke)" \
		$(WITHOUT_DATABASE:%=--ignore=tests/%)

.PHONY: attack
attack: dev ## A hundred kills at random statements, on both databases
	env -u MINGJING_DATA $(BIN)/python -m pytest -q -m attack
	env -u MINGJING_DATA $(BIN)/python tests/with_postgres.py $(BIN)/python -m pytest -q -m attack

.PHONY: bench
bench: dev ## Measure what is promised, beside its peer or limit, into docs/benchmarks.md
	env -u MINGJING_DATA $(BIN)/python benchmarks/run.py

.PHONY: shots
shots: dev browser ## Take the README's screenshots from a fresh demo
	env -u MINGJING_DATA $(BIN)/python scripts/shots.py

## Set up
.PHONY: .venv
.venv:
	@scripts/bootstrap requirements.lock

.PHONY: dev
dev:
	@scripts/bootstrap requirements-dev.lock

.PHONY: browser
browser:
	@scripts/browser
