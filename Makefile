# Every command does its own set-up in .venv and node_modules, and is quick when nothing has changed.
# All that a machine needs is make and a Python from 3.11 on, with its venv and pip.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

venv := .venv/bin/python
pip := $(venv) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test test-slow check format bench screens docs lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/run.stamp ## install what is needed and serve on http://127.0.0.1:8000 (PORT=…, HOST=…)
	@exec $(venv) -m app --host '$(HOST)' --port '$(PORT)'

test: .venv/dev.stamp ## run all tests, the browser's included (ARGS=… goes to pytest)
	@$(venv) -m scripts.chromium
	OPENBLAS_NUM_THREADS=1 $(venv) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-slow: .venv/dev.stamp ## run the long convergence tests
	$(venv) -m pytest -m slow $(ARGS)

check: .venv/dev.stamp node_modules/stamp ## lint, formatting, types of Python and of the browser code
	$(venv) -m ruff check .
	$(venv) -m ruff format --check .
	$(venv) -m mypy
	scripts/node tsc --project .

format: .venv/dev.stamp ## sort imports and format the Python code
	$(venv) -m ruff check --select I --fix .
	$(venv) -m ruff format .

bench: .venv/dev.stamp ## measure updates, frames, change-to-effect and viewers (ARGS=…); figures in bench/README.md
	OPENBLAS_NUM_THREADS=1 $(venv) -m bench $(ARGS)

screens: .venv/dev.stamp ## picture every state into build/screens (ARGS=--readme: the README's picture)
	@$(venv) -m scripts.chromium
	$(venv) -m scripts.screens $(ARGS)

docs: .venv/run.stamp ## write docs/settings.md from app/settings.py
	$(venv) -m scripts.document

lock: build/lock.stamp ## pin the newest versions that pyproject.toml and package.json allow
	build/lock/bin/python -m scripts.lock
	scripts/node npm update --package-lock-only

clean: ## remove everything that these commands have made
	rm -rf .venv node_modules build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up, by stamps: a stamp is as new as the last installation of what its lock says.

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock | .venv/bin/python
	$(pip) -r $<
	@touch $@

.venv/dev.stamp: requirements/dev.lock | .venv/bin/python
	$(pip) -r $<
	@touch $@ .venv/run.stamp

node_modules/stamp: package-lock.json | .venv/bin/python
	scripts/node npm ci --no-progress
	@touch $@

build/lock.stamp:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip packaging
	@touch $@
