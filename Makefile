# The habits of the house. `make help` says what there is; CONTRIBUTING.md says when to use it.
#
# One optimised profile serves development, `cargo test` and the browser tests, so that
# dependencies are compiled once. Each step says what it does and how long it took; the first failure ends it.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Steps that build wait for each other anyway (cargo's lock), and their output reads better in order.
.NOTPARALLEL:

export CARGO_TERM_PROGRESS_WHEN ?= never
TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)

# What `make run` shows: an exercise on a node that keeps its data between runs. `make run RUN=` plays nothing;
# `make run RUN="--exercise drini-flood --hands-on incident-commander"` leaves the second person to you.
DATA ?= data/try
PROFILE ?= kosovo
RUN ?= --exercise drini-flood
# Arguments for the long proofs, the benches and the fuzzers.
SIM ?=
WORLDS ?= 500
BENCH ?=
BENCH_LARGE ?= --records 10000000
export FUZZ_SECONDS ?= 60

# The console is embedded in the binary, so it is built before cargo. Both lists are empty without it.
CONSOLE := $(wildcard console/package.json)
CONSOLE_SOURCES := $(shell [ -f console/package.json ] && find console $(wildcard locales) -type f \
  -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/test-results/*' -not -path '*/tests/*')
CONSOLE_MODULES := $(if $(CONSOLE),console/node_modules/.package-lock.json)
CONSOLE_DIST := $(if $(CONSOLE),console/dist/index.html)
PEERS := $(wildcard crates/*/peers/run crates/formats/*/peers/run)
LXML_CHECK := crates/formats/cap/tests/lxml_accepts.py

.PHONY: help build deb run test test-peers bless generate bench bench-large fuzz sim shots tidy lint clean need console

help: ## says what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

need: ## looks for Rust, a C compiler and Node
	@tools/need build

console/node_modules/.package-lock.json: console/package.json $(wildcard console/package-lock.json)
	@tools/step "packages of the console" npm ci --prefix console --no-audit --no-fund
	@touch $@

console/dist/index.html: $(CONSOLE_MODULES) $(CONSOLE_SOURCES)
	@tools/step "build the console" npm run --silent build --prefix console
	@touch $@

console: need $(CONSOLE_DIST) ## builds the console, if something changed

build: console ## builds the release binary, console inside
	@tools/step "build kulla" cargo build --release --package kulla

deb: build ## a Debian package, in target/debian
	@tools/need deb
	@tools/step "package" cargo deb --package kulla --no-build --quiet
	@tools/step "what is in it" tools/deb-holds "$(TARGET_DIR)"/debian/kulla_*.deb

run: build ## makes an exercise-only node, and plays the exercise drini-flood on it (RUN= for none)
	@if [ ! -d "$(DATA)" ]; then \
	  tools/step "make an exercise-only node in $(DATA)" \
	    "$(TARGET_DIR)/release/kulla" init --profile "$(PROFILE)" --data "$(DATA)" --exercise-only; \
	fi
	@exec "$(TARGET_DIR)/release/kulla" run --data "$(DATA)" $(RUN)

test: ## everything that has to hold before a change lands
	@tools/step "look for what the tests need" tools/need test
	@$(MAKE) --no-print-directory console
	@tools/step "format" cargo fmt --all --check
	@tools/step "lints" cargo clippy --workspace --all-targets --quiet -- -D warnings
	@tools/step "tidy" cargo xtask tidy
	@tools/step "profiles" cargo xtask profile
	@tools/step "tests in Rust" cargo test --workspace --quiet
ifneq ($(CONSOLE),)
	@tools/step "types of the console" npm run --silent check --prefix console
	@tools/step "tests of the console" npm run --silent test --prefix console
	@tools/step "the binary for the browser tests" cargo build --quiet --package kulla
	@tools/step "tests in a browser" env KULLA_BIN="$(abspath $(TARGET_DIR))/debug/kulla" \
	  npm run --silent test:browser --prefix console
	@tools/step "from the first link to the public page" env KULLA_BIN="$(abspath $(TARGET_DIR))/debug/kulla" \
	  npm run --silent --if-present test:e2e --prefix console
endif
ifneq ($(wildcard $(LXML_CHECK)),)
	@tools/step "another validator accepts what we emit" env KULLA_PEERS=1 .venv/bin/python $(LXML_CHECK)
endif
	@printf '\nall of it holds\n'

test-peers: need ## talks to other people's programs: PyTAK, takproto, georeport, Pillow, Glewlwyd
	@for peer in $(PEERS); do tools/step "$$peer" "$$peer"; done

bless: ## takes what the code says now as what the tests expect; read the difference before you commit
	@tools/step "bless" env INSTA_UPDATE=always KULLA_BLESS=1 cargo test --workspace --quiet
	@git status --short

generate: ## writes the committed code for the TAK protobuf messages anew
	@tools/step "code from proto/" cargo xtask generate

bench: build ## figures, each with a reference in the same run, ratio and goal (BENCH=live for one set)
	@tools/step "benches" cargo run --release --package kulla-proving -- bench $(BENCH)

bench-large: build ## the same with ten million records; takes long and tens of gigabytes
	@tools/step "large bench" cargo run --release --package kulla-proving -- bench $(BENCH_LARGE)
	@tools/step "large bench of questions" cargo bench --quiet --package kulla-picture --bench queries -- 10000000

sim: build ## long proofs: worlds that differ in what is hidden, simulated disks, kill -9 a thousand times
	@tools/step "two worlds, $(WORLDS) times" env KULLA_WORLDS="$(WORLDS)" \
	  cargo test --quiet --package kulla-gateways --test it two_worlds
	@tools/step "proofs" cargo run --release --package kulla-proving -- sim $(SIM)

fuzz: ## a minute for each parser (FUZZ_SECONDS=60)
	@tools/step "look for what the fuzzers need" tools/need fuzz
	@tools/fuzz

shots: build ## screenshots of the console and the public pages, in shots/
	@tools/step "look for a browser" tools/need browser
	@tools/step "shots" env KULLA_BIN="$(abspath $(TARGET_DIR))/release/kulla" \
	  npm run --silent shots --prefix console

tidy: ## floors, sizes, bans, safeguard words, profiles
	@cargo xtask tidy
	@cargo xtask profile

lint: tidy ## formatting, lints, tidy, that the fuzzers build, and licences where cargo-deny is installed
	@cargo fmt --all --check
	@cargo clippy --workspace --all-targets --quiet -- -D warnings
	@cargo check --quiet --locked --manifest-path fuzz/Cargo.toml
	@if cargo deny --version >/dev/null 2>&1; then cargo deny --log-level error check bans licenses sources; \
	  else echo "licences are not checked: cargo install --locked cargo-deny"; fi

clean: ## removes what was built; never data
	cargo clean
	rm -rf console/dist console/node_modules fuzz/target .venv
