# SPDX-License-Identifier: BSD-2-Clause
# Coverage-guided fuzzing of the kernel's host port against the model, and the run of the corpus as a host test.
#
#   make fuzz FUZZ_SECONDS=3600     fuzz; what is found goes to build/fuzz/kernel/found, the corpus to .../corpus
#   make fuzz-longest               the longest stay in the kernel that the corpus causes, with its call path: in
#                                   instructions of the real kernel in QEMU, then in basic blocks of the host port
#   make fuzz-merge                 minimise: take what adds coverage from there into test/fuzz/kernel/corpus

FUZZ_SECONDS ?= 600
FUZZ_OUT     := $(BUILD)/fuzz/kernel
FUZZ_FOLDER  := test/fuzz/kernel
FUZZ_CORPUS  := $(FUZZ_FOLDER)/corpus
FUZZ_REPLAY  := $(BUILD)/test/fuzz/kernel/kernel_corpus
FUZZ_SHARED  := $(addprefix $(FUZZ_FOLDER)/,program.c step_space.c guest.c take.c invocations.c scenario.c compare.c \
                  observe.c mutate.c model.c model_tree.c model_queue.c model_budget.c) \
                $(wildcard $(FUZZ_FOLDER)/reference/*.c)
# The model stands in front of these functions of the kernel.
FUZZ_WRAP    := $(foreach f,tree_insert_derived tree_insert_created tree_move tree_swap tree_remove cap_finalise \
                  object_create thread_set_priority refill_new refill_update,-Wl,--wrap=$(f))

HOST_TESTS += $(FUZZ_REPLAY)

# What looks at the kernel is not what is tested: without the sanitizers it is several times as fast.
FUZZ_CHECKERS := $(patsubst $(FUZZ_FOLDER)/%.c,%.o,$(wildcard $(FUZZ_FOLDER)/reference/*.c)) observe.o model_tree.o \
                 model_queue.o
FUZZ_CHECKER  :=
$(addprefix $(dir $(FUZZ_REPLAY)),$(FUZZ_CHECKERS)): FUZZ_CHECKER := -O2 -fno-sanitize=all
$(addprefix $(FUZZ_OUT)/obj/$(FUZZ_FOLDER)/,$(FUZZ_CHECKERS)): FUZZ_CHECKER := -O2 -fno-sanitize=all

# The replay: gcc, with the kernel as the host tests have it.
FUZZ_REPLAY_OBJ := $(patsubst $(FUZZ_FOLDER)/%.c,$(dir $(FUZZ_REPLAY))%.o,$(FUZZ_SHARED) $(FUZZ_FOLDER)/replay.c)

$(dir $(FUZZ_REPLAY))%.o: $(FUZZ_FOLDER)/%.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	gcc $(KERNEL_TEST_FLAGS) $(FUZZ_CHECKER) -I$(FUZZ_FOLDER) -c $< -o $@

# The reference model may read the kernel's data and must not call its code, which could be wrong in the same way.
FUZZ_REFERENCE_OBJ := $(filter $(dir $(FUZZ_REPLAY))reference/%,$(FUZZ_REPLAY_OBJ))
FUZZ_INDEPENDENT   := $(dir $(FUZZ_REPLAY))reference.independent

$(FUZZ_INDEPENDENT): $(FUZZ_REFERENCE_OBJ) $(KERNEL_TEST_OBJ)
	@nm -u $(FUZZ_REFERENCE_OBJ) | sed -n 's/^ *U //p' | sort -u >$@.used
	@nm --defined-only $(filter $(KERNEL_TEST_OUT)/core/%,$(KERNEL_TEST_OBJ)) | sed -n 's/.* [TDBR] //p' | \
	  sort -u >$@.kernel
	@! comm -12 $@.used $@.kernel | grep -vx -e kernel -e host_machine -e host_processor -e host_state || \
	  { echo '$(FUZZ_FOLDER)/reference: error: the model calls these functions of the kernel' >&2; exit 1; }
	@touch $@

$(FUZZ_REPLAY): $(FUZZ_REPLAY_OBJ) $(KERNEL_TEST_OBJ) | $(KERNEL_TEST_OUT)/short_paths.checked $(FUZZ_INDEPENDENT)
	@mkdir -p $(FUZZ_OUT)
	gcc $(KERNEL_TEST_FLAGS) $(KERNEL_TEST_WRAP) $(FUZZ_WRAP) $^ -lcmocka -o $@

# Deletion in all situations: the same system, the same checks, no programs.
FUZZ_DELETION     := $(dir $(FUZZ_REPLAY))kernel_deletion
FUZZ_DELETION_OBJ := $(patsubst $(FUZZ_FOLDER)/%.c,$(dir $(FUZZ_REPLAY))%.o,$(FUZZ_SHARED) \
                       $(addprefix $(FUZZ_FOLDER)/,situations.c deletion.c))
HOST_TESTS += $(FUZZ_DELETION)

$(FUZZ_DELETION): $(FUZZ_DELETION_OBJ) $(KERNEL_TEST_OBJ)
	gcc $(KERNEL_TEST_FLAGS) $(KERNEL_TEST_WRAP) $(FUZZ_WRAP) $^ -lcmocka -o $@

# The fuzzer: clang, with coverage feedback from the kernel only; that of its checkers would just cost time.
FUZZ_FLAGS := -std=gnu11 -g -O2 -Wall -Wextra -Wno-ignored-attributes -fsanitize=address,undefined \
              -fno-sanitize-recover=all $(filter -I%,$(KERNEL_TEST_FLAGS)) -I$(FUZZ_FOLDER) -MMD -MP
FUZZ_SRC   := $(KERNEL_TEST_CORE) $(KERNEL_TEST_PORT) $(FUZZ_SHARED) $(FUZZ_FOLDER)/target.c
FUZZ_OBJ   := $(patsubst %.c,$(FUZZ_OUT)/obj/%.o,$(FUZZ_SRC))

FUZZ_FEEDBACK := -fsanitize=fuzzer-no-link
$(FUZZ_OUT)/obj/test/%.o $(FUZZ_OUT)/obj/kernel/debug/%.o: FUZZ_FEEDBACK :=

$(FUZZ_OUT)/obj/%.o: %.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	clang $(FUZZ_FLAGS) $(FUZZ_FEEDBACK) $(FUZZ_CHECKER) -c $< -o $@

$(FUZZ_OUT)/fuzz_kernel: $(FUZZ_OBJ)
	clang -fsanitize=address,undefined,fuzzer $(KERNEL_TEST_WRAP) $(FUZZ_WRAP) $^ -o $@

.PHONY: fuzz fuzz-merge coverage fuzz-tools

# Only these commands need a second compiler, so it is not among the packages that everything else needs.
fuzz-tools:
	@command -v clang >/dev/null && command -v llvm-cov >/dev/null || \
	  { echo 'error: fuzzing and coverage need clang and llvm-cov; install the packages clang and llvm' >&2; exit 1; }

fuzz: fuzz-tools $(FUZZ_OUT)/fuzz_kernel
	@mkdir -p $(FUZZ_OUT)/corpus $(FUZZ_OUT)/found
	nice $(FUZZ_OUT)/fuzz_kernel -max_total_time=$(FUZZ_SECONDS) -max_len=400 -artifact_prefix=$(FUZZ_OUT)/found/ \
	  $(FUZZ_OUT)/corpus $(FUZZ_CORPUS)

fuzz-merge: fuzz-tools $(FUZZ_OUT)/fuzz_kernel
	nice $(FUZZ_OUT)/fuzz_kernel -merge=1 -use_counters=0 -max_len=400 $(FUZZ_CORPUS) $(FUZZ_OUT)/corpus

# The longest stay: the kernel's basic blocks are counted, its checkers' are not.
LONGEST_OUT  := $(BUILD)/fuzz/longest
LONGEST_OBJ  := $(patsubst %.c,$(LONGEST_OUT)/obj/%.o,\
                  $(KERNEL_TEST_CORE) $(KERNEL_TEST_PORT) $(FUZZ_SHARED) $(FUZZ_FOLDER)/longest.c)
LONGEST_COUNT := -fsanitize-coverage=trace-pc
$(LONGEST_OUT)/obj/test/%.o $(LONGEST_OUT)/obj/kernel/debug/%.o: LONGEST_COUNT :=

$(LONGEST_OUT)/obj/%.o: %.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	clang $(COVERAGE_FLAGS) -fno-pie -fno-omit-frame-pointer $(LONGEST_COUNT) -c $< -o $@

$(LONGEST_OUT)/longest: $(LONGEST_OBJ)
	clang -no-pie $(KERNEL_TEST_WRAP) $(FUZZ_WRAP) -Wl,--wrap=preemption_point -Wl,--wrap=invariant_violated $^ -o $@

.PHONY: fuzz-longest
fuzz-longest: fuzz-tools $(LONGEST_OUT)/longest
	+@$(PYTHON) bench/run.py --only corpus
	@$(LONGEST_OUT)/longest $(FUZZ_CORPUS)/* >$(LONGEST_OUT)/longest.txt
	@grep '^#' $(LONGEST_OUT)/longest.txt
	@grep -v '^#' $(LONGEST_OUT)/longest.txt | addr2line -sfipe $(LONGEST_OUT)/longest

# Coverage of the kernel by its host tests and the corpus: the same programs again, built for counting.
COVERAGE_OUT   := $(BUILD)/coverage
COVERAGE_FLAGS := -std=gnu11 -g -O1 -Wno-ignored-attributes \
                  $(filter -I%,$(KERNEL_TEST_FLAGS)) -I$(FUZZ_FOLDER) -MMD -MP
COVERAGE_CORE  := $(patsubst %.c,$(COVERAGE_OUT)/obj/%.o,$(KERNEL_TEST_CORE) $(KERNEL_TEST_PORT))
COVERAGE_MODEL := $(patsubst %.c,$(COVERAGE_OUT)/obj/%.o,$(FUZZ_SHARED))
COVERAGE_MAINS := $(patsubst %.c,$(COVERAGE_OUT)/obj/%.o,\
                    $(addprefix $(FUZZ_FOLDER)/,replay.c situations.c deletion.c))
COVERAGE_TESTS := $(addprefix $(COVERAGE_OUT)/,$(KERNEL_TEST_CASES))
COVERAGE_ALL   := $(COVERAGE_TESTS) $(COVERAGE_OUT)/kernel_corpus $(COVERAGE_OUT)/kernel_deletion
COVERAGE_BINARIES := $(firstword $(COVERAGE_ALL)) $(addprefix -object ,$(wordlist 2,99,$(COVERAGE_ALL)))
COVERAGE_SEEN  := $(filter-out kernel/arch/% kernel/debug/%,$(KERNEL_TEST_CORE))

# Only what is tested is counted.
COVERAGE_COUNT := -fprofile-instr-generate -fcoverage-mapping
$(COVERAGE_OUT)/obj/test/%.o $(COVERAGE_OUT)/obj/kernel/debug/%.o: COVERAGE_COUNT :=

$(COVERAGE_OUT)/obj/%.o: %.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	clang $(COVERAGE_FLAGS) $(COVERAGE_COUNT) -c $< -o $@

$(COVERAGE_TESTS): $(COVERAGE_OUT)/%: $(COVERAGE_OUT)/obj/test/host/kernel/%.o $(COVERAGE_CORE)
	clang -fprofile-instr-generate $(KERNEL_TEST_WRAP) $^ -lcmocka -o $@

$(COVERAGE_OUT)/kernel_corpus: $(COVERAGE_OUT)/obj/$(FUZZ_FOLDER)/replay.o
$(COVERAGE_OUT)/kernel_deletion: $(addprefix $(COVERAGE_OUT)/obj/$(FUZZ_FOLDER)/,situations.o deletion.o)
$(COVERAGE_OUT)/kernel_corpus $(COVERAGE_OUT)/kernel_deletion: $(COVERAGE_MODEL) $(COVERAGE_CORE)
	clang -fprofile-instr-generate $(KERNEL_TEST_WRAP) $(FUZZ_WRAP) $^ -lcmocka -o $@

coverage: fuzz-tools $(COVERAGE_ALL)
	for t in $(COVERAGE_ALL); do LLVM_PROFILE_FILE=$$t.profraw $$t >$$t.log 2>&1 || { cat $$t.log; exit 1; }; done
	llvm-profdata merge -o $(COVERAGE_OUT)/kernel.profdata $(COVERAGE_ALL:=.profraw)
	llvm-cov report -instr-profile=$(COVERAGE_OUT)/kernel.profdata $(COVERAGE_BINARIES) \
	  $(COVERAGE_SEEN) >$(COVERAGE_OUT)/kernel.txt
	llvm-cov show -instr-profile=$(COVERAGE_OUT)/kernel.profdata $(COVERAGE_BINARIES) \
	  -show-branches=count $(COVERAGE_SEEN) >$(COVERAGE_OUT)/kernel-lines.txt
	@cat $(COVERAGE_OUT)/kernel.txt

-include $(LONGEST_OBJ:.o=.d) $(FUZZ_OBJ:.o=.d) $(FUZZ_DELETION_OBJ:.o=.d) $(FUZZ_REPLAY_OBJ:.o=.d) $(COVERAGE_CORE:.o=.d) $(COVERAGE_MODEL:.o=.d) $(COVERAGE_MAINS:.o=.d)
