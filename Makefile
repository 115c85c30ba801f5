# SPDX-License-Identifier: BSD-2-Clause
# Nemea's one Makefile. Each folder brings a fragment with its own rules; this file holds what they share
# and the commands that people type. `make help` lists those.

BOARD   ?= qemu_virt_aarch64
CONFIG  ?= debug
SYSTEM  ?= webserver
OPTIONS ?=
SITE    ?=
PORT    ?= 8080

BOARDS  := qemu_virt_aarch64 qemu_virt_aarch64_el1
CONFIGS := debug release benchmark
CROSS   ?= aarch64-linux-gnu-
PYTHON  ?= /usr/bin/python3
BUILD   := build
SDK_DIR := $(BUILD)/sdk

ifeq ($(filter $(BOARD),$(BOARDS)),)
$(error unknown BOARD `$(BOARD)': choose one of $(BOARDS))
endif
ifeq ($(filter $(CONFIG),$(CONFIGS)),)
$(error unknown CONFIG `$(CONFIG)': choose one of $(CONFIGS))
endif

# A kernel with its own options gets its own folder, so that several can live side by side.
OPTIONS_HASH := $(if $(strip $(OPTIONS)),-$(shell printf '%s' '$(sort $(OPTIONS))' | cksum | cut -d' ' -f1))
KERNEL_DIR   := $(BUILD)/kernel/$(BOARD)/$(CONFIG)$(OPTIONS_HASH)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# One line for each file made; V=1 shows the commands. make expands SHELL for every recipe line, which tells when
# a target is begun.
V ?= 0
ifneq ($(V),1)
MAKEFLAGS += --silent
shell := $(SHELL)
SHELL  = $(if $(findstring /,$@),$(if $(begun_$@),,$(eval begun_$@ := 1)$(info $()  $@)))$(shell)
endif

# Fragments add the test programs and test images that they build to these lists.
HOST_TESTS   :=
TEST_SYSTEMS :=

include $(wildcard abi/*.mk kernel/*.mk sdk/*.mk sdk/*/*.mk third_party/*.mk os/*/*.mk \
                   systems/*/system.mk test/host/*/*.mk test/fuzz/*/*.mk test/kernel/*.mk test/mutants/*.mk test/system/*/*.mk bench/*.mk proof/*.mk)

SYSTEMS      := $(patsubst systems/%/system.mk,%,$(wildcard systems/*/system.mk))
system_image  = $(BUILD)/systems/$(1)/$(BOARD)/$(CONFIG)/loader.img

# Commands that a person types on a fresh machine first make sure of the packages, then run make again:
# the fragments may only be trusted to read right once the tools are there.
jobs := $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 1))

.PHONY: all run test kernel sdk systems test-systems bench readme kernel-test host-test list-host-tests deps clean help

all: systems ## Build the kernel, the SDK and every system for BOARD and CONFIG

deps: ## Install the missing Debian packages (as root), or say which they are
	@tools/deps

run: deps ## Build SYSTEM, boot it in QEMU with its console here; Ctrl-C ends it
	$(if $(filter $(SYSTEM),$(SYSTEMS)),,$(error unknown SYSTEM `$(SYSTEM)': choose one of $(SYSTEMS)))
	+@$(MAKE) $(jobs) $(call system_image,$(SYSTEM))
	@$(PYTHON) tools/run.py --board $(BOARD) --system $(SYSTEM) --port $(PORT) $(call system_image,$(SYSTEM))

test: deps ## Run every test; the last line is `N passed, N failed'
	+@$(PYTHON) test/run.py

bench: deps ## Measure; print tables and write build/bench/*.tsv
	+@$(PYTHON) bench/run.py

readme: ## Copy the numbers of the last `make bench' into README.md
	@$(PYTHON) tools/readme.py

kernel: ## Build just the kernel and print the path of its ELF file
	+@tools/deps && $(MAKE) $(jobs) $(KERNEL_DIR)/bin/kernel.elf \
	    $(KERNEL_DIR)/support/kernel.dtb >&2 && echo $(KERNEL_DIR)/bin/kernel.elf

sdk: deps ## Build the SDK for all boards and configurations, build/sdk, and its release archive
	+@$(MAKE) $(jobs) sdk-release

systems: $(foreach s,$(SYSTEMS),$(call system_image,$(s)))

kernel-test: deps ## Run the kernel API tests for BOARD and CONFIG
	+@$(PYTHON) test/run.py --only kernel --board $(BOARD) --config $(CONFIG)

host-test: $(HOST_TESTS)

fuzz: ## Fuzz the kernel against its model for FUZZ_SECONDS (600); needs clang

coverage: ## Report how much of the kernel the host tests reach; needs clang and llvm

list-host-tests:
	@echo $(HOST_TESTS)

# Systems that exist for tests only; their fragments add images to the list.
test-systems: $(TEST_SYSTEMS)

clean: ## Remove everything that was built
	rm -rf $(BUILD)

help: ## Show this list
	@echo 'Nemea: make TARGET [BOARD=] [CONFIG=] [SYSTEM=] [SITE=] [OPTIONS=] [PORT=]'
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(filter Makefile %.mk,$(MAKEFILE_LIST)) | expand -t 16
	@echo
	@echo '  BOARD    $(BOARDS)   (now $(BOARD))'
	@echo '  CONFIG   $(CONFIGS)   (now $(CONFIG))'
	@echo '  SYSTEM   $(SYSTEMS)   (now $(SYSTEM))'
	@echo '  SITE     folder that the web server serves; default: the site of systems/webserver'
	@echo '  OPTIONS  kernel options for `make kernel'\'', such as "NUM_DOMAINS=1 ROOT_CNODE_SIZE_BITS=13"'
	@echo '  PORT     port on 127.0.0.1 that `make run'\'' offers the web server at (now $(PORT))'
