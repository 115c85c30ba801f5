# SPDX-License-Identifier: BSD-2-Clause
# Coverage-guided fuzzing of the tool: descriptions, programs and device trees.
#
#   make fuzz-tool FUZZ_SECONDS=3600     each kind of input for so long; what is found goes to build/fuzz/tool/found
#
# test/tool/test_fuzzers.py runs each for a moment as part of the tests.

TFUZZ_OUT    := $(BUILD)/fuzz/tool
TFUZZ_FOLDER := test/fuzz/tool
TFUZZ_KINDS  := sdf elf dtb
TFUZZ_FLAGS  := -std=gnu11 -D_GNU_SOURCE -g -O1 -Wall -Wextra -Wno-unused-parameter -fsanitize=address,undefined \
                -fno-sanitize-recover=all -Isdk/tool -Isdk -Ios/include -I. -Isdk/initialiser -Itest/host/sdk \
                -I$(TFUZZ_FOLDER) -MMD -MP
TFUZZ_TOOL   := $(filter-out sdk/tool/main.c,$(TOOL_SOURCES))
TFUZZ_SHARED := $(addprefix $(TFUZZ_FOLDER)/,harness.c check_model.c) $(addprefix test/host/sdk/,boards.c elf_make.c)
TFUZZ_CAUGHT := -Dexit=harness_exit -Dcalloc=harness_calloc -Dfree=harness_free \
                -DXML_ParserCreate=harness_XML_ParserCreate
tfuzz_objects = $(patsubst %.c,$(TFUZZ_OUT)/obj/%.o,$(1))

# Feedback comes from the tool alone.
$(TFUZZ_OUT)/obj/sdk/%.o: sdk/%.c $(TFUZZ_FOLDER)/tool_fuzz.mk
	@mkdir -p $(@D)
	clang $(TFUZZ_FLAGS) -fsanitize=fuzzer-no-link $(TFUZZ_CAUGHT) -c $< -o $@

$(TFUZZ_OUT)/obj/test/host/%.o: TFUZZ_FLAGS += $(TFUZZ_CAUGHT)
$(TFUZZ_OUT)/obj/test/%.o: test/%.c $(TFUZZ_FOLDER)/tool_fuzz.mk
	@mkdir -p $(@D)
	clang $(TFUZZ_FLAGS) -c $< -o $@

$(TFUZZ_KINDS:%=$(TFUZZ_OUT)/fuzz_%): $(TFUZZ_OUT)/fuzz_%: $(TFUZZ_OUT)/obj/$(TFUZZ_FOLDER)/target_%.o \
                                      $(call tfuzz_objects,$(TFUZZ_TOOL) $(TFUZZ_SHARED))
	clang -fsanitize=address,undefined,fuzzer $^ $(TOOL_LIBS) -o $@

$(TFUZZ_OUT)/seeds/.made: $(TFUZZ_FOLDER)/seeds.py $(wildcard test/tool/good/*.system test/tool/compose/*.system) \
                          test/tool/files/board.dts
	@mkdir -p $(@D)
	$(PYTHON) $< $(@D)
	echo '{"paddr_top": 1610612736}' > $(TFUZZ_OUT)/composition.json
	@touch $@

.PHONY: tool-fuzzers fuzz-tool
tool-fuzzers: $(TFUZZ_KINDS:%=$(TFUZZ_OUT)/fuzz_%) $(TFUZZ_OUT)/seeds/.made

# A parser that is left in the middle keeps a little: each process stops after a number of runs, and the next goes on.
TFUZZ_RUNS := 200000
fuzz-tool: tool-fuzzers ## Fuzz the tool's inputs, each kind for FUZZ_SECONDS (600); needs clang
	@mkdir -p $(TFUZZ_OUT)/found $(TFUZZ_KINDS:%=$(TFUZZ_OUT)/corpus/%)
	@for kind in $(TFUZZ_KINDS); do \
	    end=$$(($$(date +%s) + $(FUZZ_SECONDS))); \
	    while [ $$(date +%s) -lt $$end ]; do \
	        ASAN_OPTIONS=detect_leaks=0 nice $(TFUZZ_OUT)/fuzz_$$kind -max_total_time=$$((end - $$(date +%s))) \
	            -runs=$(TFUZZ_RUNS) -max_len=8000 -artifact_prefix=$(TFUZZ_OUT)/found/$$kind- $(TFUZZ_OUT)/corpus/$$kind \
	            $(TFUZZ_OUT)/seeds/$$kind || exit 1; \
	    done; \
	done

-include $(wildcard $(TFUZZ_OUT)/obj/*/*/*.d $(TFUZZ_OUT)/obj/*/*/*/*.d)
