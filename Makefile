# make demo   fresh machine → running product with a full, truthful launch in it
# make test   fresh machine → all tests (browser and PostgreSQL parts run where those are installed)
.PHONY: demo serve test unit lake slow spark postgres bench lint lock clean

VENV := .venv
PY := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)
INSTALL := $(if $(UV),$(UV) pip install --quiet --python $(PY),$(PY) -m pip install --quiet --disable-pip-version-check)
export PYTHONWARNINGS ?= ignore
# Some machines forbid Python to keep compiled modules; every process would compile Django anew.
unexport PYTHONDONTWRITEBYTECODE

demo: $(VENV)/.run
	DRUMBEAT_HOME=$${DRUMBEAT_HOME:-var/demo} $(VENV)/bin/drumbeat demo

serve: $(VENV)/.run
	$(VENV)/bin/drumbeat serve

test: lint unit lake slow postgres

# xdist spreads over the cores. The part to run at every change leaves out what fills or derives a
# real lake (about a second a test), and what needs a process or a browser of its own, marked slow.
unit: $(VENV)/.dev
	$(PY) -m pytest -n auto --nomigrations -m "not lake and not slow and not browser"

lake: $(VENV)/.dev
	$(PY) -m pytest -n auto --nomigrations -m "lake and not slow and not browser"

# With DRUMBEAT_EXAMPLES=5, properties of the lake are tried on five times as many random logs.
# Spark runs in one process here, and in several of its own under `make spark`.
slow: $(VENV)/.dev
	DRUMBEAT_TEST_DATABASE=file DRUMBEAT_TEST_SPARK=local[2] $(PY) -m pytest -n auto --nomigrations --dist loadfile -m "(slow or browser) and not spark"
	$(PY) -m pytest -n auto --nomigrations -m "hypothesis and not lake and not slow" --hypothesis-profile=many

# A big log and every question on Spark as well: minutes of its own, for a change of what the lake
# is asked. That Spark takes every step of derivation is among the slow tests.
spark: $(VENV)/.dev
	$(PY) -m pytest tests/warehouse/test_spark.py

# Only what has a database in it: these rooms know none. What is asked of the lake is asked of the
# same files whatever the database; what pages ask beside it, the other tests of their rooms hold.
WITHOUT := $(addprefix --ignore=tests/,warehouse collector science formats fetching)
postgres: $(VENV)/.dev
	$(PY) -m tests.postgres $(PY) -m pytest -n auto --nomigrations -m "not lake and not slow and not browser" $(WITHOUT)

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

bench: $(VENV)/.bench
	$(PY) -m bench --report docs/performance.md

# After a change in pyproject.toml: pins with hashes, no address of any registry.
lock:
	uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -q -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --extra postgres --extra spark --extra s3 --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -q -o requirements/dev.txt

	uv pip compile pyproject.toml --group dev --group bench --extra postgres --extra spark --extra s3 --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -q -o requirements/bench.txt

$(PY):
	$(if $(UV),$(UV) venv --quiet $(VENV),python3 -m venv $(VENV))

$(VENV)/.run: $(PY) requirements/run.txt
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps -e .
	@touch $@

# Tests start many processes: what they import is compiled once, here, as pip does unasked.
$(VENV)/.dev: export UV_COMPILE_BYTECODE := 1
$(VENV)/.dev: $(PY) requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(INSTALL) --no-deps -e .
	@touch $@

# The engines and packages that others would take; nothing of the product needs them.
$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(INSTALL) --require-hashes -r requirements/bench.txt
	@touch $@

clean:
	rm -rf $(VENV) var build dist
