# The one way in. Works with GNU make 3.81; needs only python3 >= 3.11 with pip, and make.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := -m pip --python $(BIN)/python install -qq --disable-pip-version-check

# A candidate counts only if it runs, is new enough and has pip: names on the path may be empty shims.
VERSION_OK := sys.exit(sys.version_info < (3, 11))
USABLE := import sys, venv, pip; $(VERSION_OK)
FIND_PYTHON = for each in $(PYTHON) python3.14 python3.13 python3.12 python3.11 python3; do \
	if "$$each" -c '$(USABLE)' >/dev/null 2>&1; then echo "$$each"; exit; fi; done

.DEFAULT_GOAL := help
.PHONY: help setup demo test faults fuzz bench lint docs wheel check lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'

setup: $(STAMP) ## Build .venv from requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@python="$$($(FIND_PYTHON))"; \
	if [ -z "$$python" ]; then \
		echo "reviewflow needs Python 3.11 or newer with pip, and found none on the path." >&2; \
		echo "Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	echo "Building $(VENV) with $$($$python -V)" && \
	{ $(BIN)/python -c "import sys; $(VERSION_OK)" 2>/dev/null || \
		"$$python" -m venv --clear --without-pip $(VENV); } && \
	"$$python" $(PIP) -r requirements.lock && \
	"$$python" $(PIP) --no-deps --no-build-isolation -e . && \
	$(BIN)/python -m compileall -q engine notifications
	@touch $(STAMP)

demo: setup ## See a review cycle run from start to end
	@$(BIN)/reviewflow demo

test: setup ## Run the whole test suite
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

faults: setup ## Break everything everywhere and count; SEEDS=1000 lives simulated, or one again: SEED=7
	@$(BIN)/python -m tests.faults $(if $(SEEDS),--seeds $(SEEDS)) $(if $(SEED),--seed $(SEED)) $(FAULTS)

fuzz: setup ## Race, flood and confuse the HTTP API at length; EXAMPLES=500 requests an operation
	@$(BIN)/python -m tests.fuzz $(if $(EXAMPLES),--examples $(EXAMPLES)) $(FUZZ)

bench: setup ## Measure every line beside what the database's driver alone needs
	@$(BIN)/python -m benchmarks $(BENCH)

lint: setup ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy engine notifications
	@$(BIN)/lint-imports --no-logo

docs: setup ## Write the language reference anew, from the engine itself
	@$(BIN)/python -m tests.docs

wheel: setup ## Install the wheel alone, in an empty environment, and run it from another folder
	@rm -rf build/wheel && mkdir -p build/wheel/elsewhere
	@python="$$($(FIND_PYTHON))"; home="$$PWD/build/wheel"; into="-m pip --python $$home/venv/bin/python install -qq"; \
	"$$python" -m pip --python $(BIN)/python wheel -qq --disable-pip-version-check --no-deps --no-build-isolation \
		-w "$$home" . && \
	"$$python" -m venv --without-pip "$$home/venv" && \
	"$$python" $$into --disable-pip-version-check -r requirements-core.lock && \
	"$$python" $$into --disable-pip-version-check --no-deps "$$home"/*.whl && \
	cd "$$home/elsewhere" && ../venv/bin/reviewflow demo --people 30 --home played >played.txt && \
	../venv/bin/reviewflow init mine >/dev/null && ../venv/bin/reviewflow check mine
	@rm -rf build/wheel

check: lint test ## Everything a change must pass

lock: ## Choose versions anew for both locks (needs uv)
	uv pip compile $(LOCK) --all-extras --group dev pyproject.toml -o requirements.lock
	uv pip compile $(LOCK) pyproject.toml -o requirements-core.lock

LOCK := -q --universal --python-version 3.11 --upgrade --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links

clean: ## Remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find engine notifications tests -name __pycache__ -type d -prune -exec rm -rf {} +
