# Everything runs from this folder, with the Python environment in .venv.
# Works with GNU make 4.3 and a POSIX shell. `make` alone lists the targets.

VENV := .venv
PY := $(VENV)/bin/python

# The Python that makes the environment: python3.11 where there is one, otherwise python3.
# To use another: make setup PYTHON=/path/to/python
PYTHON ?=

# Which one it is gets looked up only when it is needed, so that `make run` does not pay for it.
define find_python
python="$(PYTHON)"; \
if [ -z "$$python" ]; then \
	if python3.11 -c '' >/dev/null 2>&1; then python=python3.11; else python=python3; fi; \
fi
endef

# What an environment was made from: the contents of the requirements files and the version of Python.
FINGERPRINT := $(PY) -I -S -c 'import hashlib, sys; \
	h = hashlib.sha256(repr(sys.version_info[:2]).encode()); \
	[h.update(open(name, "rb").read()) for name in sys.argv[1:]]; \
	print(h.hexdigest())'

# $(call install,<stamp>,<requirements files>): does nothing when the stamp holds the fingerprint of
# the files. The stamp is written last and inside the environment, so it never outlives what it vouches for.
define install
@set -e; \
want=$$($(FINGERPRINT) $(2) 2>/dev/null || true); \
have=$$(cat $(VENV)/$(1) 2>/dev/null || true); \
if [ -n "$$want" ] && [ "$$have" = "$$want" ]; then exit 0; fi; \
if ! $(PY) -m pip --version >/dev/null 2>&1; then \
	$(find_python); \
	if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		echo "Circlekeeper needs Python 3.11 or newer, and $$python is older or missing; name another one with: make PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "$$python cannot make environments; please install the Debian package python3-venv: sudo apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	echo "Making the Python environment in $(VENV)"; \
	"$$python" -m venv --clear $(VENV); \
fi; \
echo "Installing the packages of $(2)"; \
rm -f $(VENV)/$(1); \
$(PY) -m pip install --disable-pip-version-check --quiet --only-binary :all: --require-hashes $(addprefix -r ,$(2)); \
$(FINGERPRINT) $(2) >$(VENV)/$(1)
endef

# $(call pytest,<marker expression>,<options>): a step without a test fails.
define pytest
@$(PY) -m pytest tests -m "$(1)" $(2)
endef

# The tests of these steps stand on their own, so the cores share them.
SHARED := -n auto --maxprocesses 4

STEPS := setup-dev lint types unit js live browser faults-short

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-dev run rehearse test lint types unit js live browser faults-short setup-bench bench pictures format audit clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with what the app needs (instant when nothing changed)
	$(call install,.setup,requirements.txt)

setup-dev: ## Make .venv with what the checks need too
	$(call install,.setup-dev,requirements.txt requirements-dev.txt)

run: setup ## Run the app; HOST and PORT in the environment say where
	@exec $(PY) wsgi.py

rehearse: setup ## Show a circle with made-up people, in a folder of its own; SPEED=normal, FORMAT=success
	@exec $(PY) scripts/rehearse.py

test: ## Run every check, installing what is missing; stops at the first failure
	@echo "==> system packages"
	@$(find_python); PYTHON="$$python" sh scripts/system-packages.sh
	@for step in $(STEPS); do \
		echo "==> $$step"; \
		$(MAKE) --no-print-directory $$step || { echo "==> $$step failed" >&2; exit 1; }; \
	done
	@echo "==> all steps passed"

lint: setup-dev ## Check style, layout and the vendored files
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) scripts/vendor.py --check

types: setup-dev ## Check types
	@$(PY) -m mypy

unit: setup-dev ## Run the tests that need no server, browser or faults
	$(call pytest,not live and not browser and not faults,$(SHARED))

# The files are named one by one because Node 22 no longer takes a folder here. The names are those
# that Node itself looks for.
js: ## Run the JavaScript tests
	@files=$$(find tests/js -type f \( -name '*[._-]test.*js' -o -name 'test-*.*js' -o -name 'test.*js' \) | sort); \
	node --test $$files

live: setup-dev ## Run the tests against the real server
	$(call pytest,live,$(SHARED))

browser: setup-dev ## Run the tests in a real browser
	$(call pytest,browser,$(SHARED))

faults-short: setup-dev ## Run the short tests with faults
	$(call pytest,faults)

setup-bench: setup-dev ## Make .venv with what the measurements need too
	$(call install,.setup-bench,requirements.txt requirements-dev.txt requirements-bench.txt)

# About half an hour. Leave the machine alone meanwhile; each part can be run by itself: .venv/bin/python -m bench.busy
BENCHES := busy storm workers pages records phone

bench: setup-bench ## Measure what it costs: many circles at once, a restart, workers, pages, growth, records, phones
	@for part in $(BENCHES); do $(PY) -m bench.$$part || exit 1; done
	@$(PY) -m bench.growth docs/growth.svg

pictures: setup-dev ## Remake docs/pictures
	@$(PY) -m tests.pictures

format: setup-dev ## Lay out the Python code
	@$(PY) -m ruff format .

audit: setup-dev ## Look for known weaknesses in the pinned packages (needs the network)
	@$(PY) -m pip_audit --strict --disable-pip --require-hashes -r requirements.txt -r requirements-dev.txt -r requirements-bench.txt

clean: ## Remove .venv and everything the checks leave behind; data in instance/ stays
	@rm -rf $(VENV) .make .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	@find . -type d -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
