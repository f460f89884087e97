# The commands of the house. `make run` and `make test` each work on a fresh clone with nothing but Python >= 3.11 and make.
PYTHON ?= python3
PORT ?= 8000
DATA ?= .data
WORKERS ?= 2

export PYTHONUTF8 := 1
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/web/node_modules/.bin:$(PATH)

PYTHON_READY := .venv/.ready
WEB_READY := web/node_modules/.ready
MIGRATIONS := $(wildcard server/postgres/sql/*.sql)
# server/postgres/migrate.py sets the lock timeout of every migration; filling a table may take its time.
SQUAWK_LEFT_OUT := require-lock-timeout,require-statement-timeout

.PHONY: help setup bundle run test cuts fuzz kills check wire format bench constraints

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

setup: $(PYTHON_READY) $(WEB_READY) ## install everything (the others do it when needed)

bundle: setup ## the web application, into server/static, when its sources changed (the others do it when needed)
	@python .ci/bundle.py

run: bundle ## the server on http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@schemaos serve --demo --port $(PORT) --data $(DATA)

test: bundle ## every test
	@$(PYTHON) .ci/setup.py browser
	cd web && vitest run --maxWorkers=$(WORKERS)
	cd web && playwright test --workers=$(WORKERS)
	pytest -n $(WORKERS) --dist loadfile

cuts: setup ## cut the connection after every frame of every gesture (about two minutes)
	cd web && SCHEMAOS_CUTS=all vitest run --project live tests/cuts

kills: setup ## kill the server, its Postgres and the owner of a room, a hundred in all, under load (about six minutes)
	SCHEMAOS_KILLS=100 pytest --timeout 1800 tests/acceptance/test_kills.py

fuzz: setup ## twenty thousand broken updates, hundreds of histories, corrections, lives and storms (about a minute)
	SCHEMAOS_FUZZ=20000 SCHEMAOS_HISTORIES=300 SCHEMAOS_CORRECTIONS=300 SCHEMAOS_LIVES=200 \
		pytest -n $(WORKERS) --timeout 3600 tests/laws/test_P2_one_replay.py \
		$(addprefix tests/server/rooms/test_,replay.py poison.py out_of_order.py corrections.py epochs.py)
	SCHEMAOS_FUZZ=2000 pytest --timeout 3600 tests/acceptance/test_poison.py
	cd web && SCHEMAOS_STORMS=1500 vitest run --project pure tests/sync/storm.test.ts

check: setup ## everything that reads the code without running it
	ruff check
	ruff format --check
	mypy
	lint-imports
	deptry .
	codespell
	$(if $(MIGRATIONS),squawk --pg-version 15 --assume-in-transaction --exclude $(SQUAWK_LEFT_OUT) $(MIGRATIONS))
	python .ci/wire check
	cd web && biome check --error-on-warnings
	cd web && tsc --noEmit
	cd web && tsc --noEmit -p tests
	cd web && knip

wire: $(PYTHON_READY) ## the TypeScript of messages, shapes and kinds, from what the server declares
	python .ci/wire

format: setup ## bring the code into its one form
	ruff check --fix
	ruff format
	cd web && biome check --write

bench: bundle ## how fast it is here, as a table, then every fault at full count (half an hour)
	python -m tests.bench
	cd web && node tests/bench/size.mjs
	cd web && playwright test -c playwright.bench.config.ts
	$(MAKE) fuzz cuts kills

constraints: $(PYTHON_READY) ## the newest versions that fit pyproject.toml, into constraints.txt
	uv pip compile pyproject.toml --group dev --group setup --universal --python-version 3.11 --upgrade --quiet \
		--no-annotate --no-emit-index-url --custom-compile-command 'make constraints' --output-file constraints.txt

$(PYTHON_READY): pyproject.toml constraints.txt .ci/setup.py .ci/node.py
	@command -v $(PYTHON) >/dev/null || { echo 'setup: there is no $(PYTHON); install Python 3.11 or newer, or name one: PYTHON=python3.12 make ...'; exit 1; }
	@$(PYTHON) .ci/setup.py python
	@touch $@

$(WEB_READY): web/package.json web/package-lock.json .ci/setup.py .ci/node.py | $(PYTHON_READY)
	@$(PYTHON) .ci/setup.py web
	@touch $@
