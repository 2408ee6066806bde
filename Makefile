# `make app` runs Quoth on the sample documents; `make app DOCS=/your/folder INDEX=/where/to/keep/it`
# on your own. `make test` runs every check.

PYTHON ?= python3
DOCS ?= corpus
INDEX ?= index/built
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-deps --require-hashes
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help app index test lint format evaluate bench upgrade

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo "DOCS=FOLDER and INDEX=FOLDER choose the documents ($(DOCS)) and the index ($(INDEX));"
	@echo "PORT=N chooses the port of the page, PYTHON=python3.12 the Python to use."

app: index  ## build the index if it is stale and open the page on 127.0.0.1
	$(BIN)/streamlit run app.py $(if $(PORT),--server.port $(PORT)) -- --index "$(INDEX)"

index: $(VENV)/user  ## bring the index up to date with the documents
	$(BIN)/python -m ingest "$(DOCS)" --index "$(INDEX)"

test: $(VENV)/developer lint  ## every check: lint, types, tests
	$(BIN)/python -m pytest

lint: $(VENV)/developer  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/developer  ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate:  ## ask the sample documents our own questions and list what went wrong
	$(MAKE) index DOCS=corpus INDEX=index/built
	@mkdir -p evaluate/results
	$(BIN)/python -m evaluate questions evaluate/questions/corpus.jsonl \
	  --json evaluate/results/corpus.json

bench: $(VENV)/developer  ## time the inner loops, models, starting, building: ten minutes or less
	$(BIN)/python -m pytest -q benchmarks/inner_loops.py
	$(BIN)/python -m benchmarks.models
	$(BIN)/python -m benchmarks.cold corpus
	$(BIN)/python -m benchmarks.ingestion "$(DOCS)"
	$(BIN)/python -m benchmarks.growth corpus --passages 10000

upgrade: $(VENV)/developer  ## lock the newest packages that requirements*.txt allow
	$(LOCK) --no-emit-package torch requirements.txt -o locked/user.txt
	$(LOCK) --no-emit-package torch -c locked/user.txt requirements-dev.txt -o locked/developer.txt
	grep ^torch== requirements.txt | $(LOCK) --no-config -c locked/user.txt - -o locked/torch.txt
	rm $(VENV)/user $(VENV)/developer

# Packages come from the locks alone, each checked by its hash, so what they ask for isn't asked
# again. torch has two: the build for the CPU, where it is at hand, else the one with CUDA.
$(VENV)/user: locked/user.txt locked/torch-cpu.txt locked/torch.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Quoth needs Python 3.11 or newer; name one: make app PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r locked/torch-cpu.txt 2>/dev/null || \
	  { echo "torch without CUDA is not to be had here; with it, some gigabytes more:"; \
	  $(INSTALL) -r locked/torch.txt; }
	$(INSTALL) -r locked/user.txt
	@touch $@

$(VENV)/developer: locked/developer.txt $(VENV)/user
	$(INSTALL) -r locked/developer.txt
	@touch $@
