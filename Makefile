# make             build both libraries, the examples and the C tests (release)
# make demo        install what is missing, build, run a conversation, serve a page that talks to a C program
# make test        install what is missing, run every test
# make interop     only the tests against browsers and other implementations (root: network namespaces)
# make sanitize    the C tests and the peer under ASan/UBSan/LSan and TSan, the C tests under valgrind
# make header      write include/duologue.h anew from the sources
# make fuzz        run the fuzz targets, FUZZ_SECONDS=60 each, TARGETS='sdp stun' or all
# make bench       measure, beside libdatachannel
# make install     PREFIX=/usr/local, DESTDIR=
# make clean

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
BUILD ?= build
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
CARGO ?= cargo
CMAKE_FLAGS ?=
FUZZ_SECONDS ?= 60
TARGETS ?=

.PHONY: all build demo test interop sanitize asan tsan valgrind header fuzz bench install clean \
	setup-build setup-test setup-interop setup-sanitize \
	check-fmt check-clippy check-rust check-c check-exports check-install check-demo check-interop \
	check-fuzz check-asan check-asan-interop check-tsan check-tsan-interop check-valgrind

all: build

build:
	@cmake -S . -B $(BUILD) $(CMAKE_FLAGS) >/dev/null
	@cmake --build $(BUILD) -j $(JOBS)

setup-build:
	@scripts/setup.sh build
setup-test:
	@scripts/setup.sh test
setup-interop:
	@scripts/setup.sh interop
setup-sanitize:
	@scripts/setup.sh sanitize

demo: setup-build
	@scripts/demo.sh $(BUILD)

test: setup-interop
	@scripts/test.sh fmt clippy rust c exports install demo interop asan asan-interop fuzz

interop: setup-interop check-interop

sanitize: setup-sanitize setup-interop
	@scripts/test.sh asan asan-interop tsan tsan-interop valgrind

asan: setup-test check-asan

header:
	DUOLOGUE_WRITE_HEADER=1 $(CARGO) test --test header

fuzz:
	@scripts/fuzz.sh $(FUZZ_SECONDS) $(TARGETS)

bench: setup-interop
	@benches/run.sh

install: build
	cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	rm -rf $(BUILD)
	$(CARGO) clean

# ---- The parts of `make test`; each can be run alone.

check-fmt:
	$(CARGO) fmt --all -- --check

check-clippy:
	$(CARGO) clippy --workspace --all-targets -- -D warnings

# cargo-nextest runs each test in its own process and is faster; cargo's own runner does as well.
check-rust:
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		$(CARGO) nextest run --workspace --no-fail-fast --status-level slow; \
	else \
		$(CARGO) test --workspace --no-fail-fast; \
	fi

check-c:
	@cmake -S . -B $(BUILD) -DDUOLOGUE_WERROR=ON $(CMAKE_FLAGS) >/dev/null
	@cmake --build $(BUILD) -j $(JOBS)
	ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS) --no-tests=error

check-exports: build
	scripts/check-exports.sh $(BUILD)/lib/libduologue.so include/duologue.h

check-install: build
	tests/install/run.sh $(BUILD)

check-demo:
	DEMO_ONCE=1 scripts/demo.sh $(BUILD)

check-asan check-tsan: check-%:
	@scripts/sanitize.sh $* $(BUILD)

check-valgrind: build
	@scripts/valgrind.sh $(BUILD)

check-asan-interop check-tsan-interop: check-%-interop:
	interop/run.py --build $(BUILD)/$*

# The targets that see what an application and its peer say; for long runs and the others see `make fuzz`.
check-fuzz:
	FUZZ_TOGETHER=1 scripts/fuzz.sh $(FUZZ_SECONDS) sdp calls

check-interop: build
	interop/run.py --build $(BUILD)
