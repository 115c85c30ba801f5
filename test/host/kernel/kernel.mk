# SPDX-License-Identifier: BSD-2-Clause
# The kernel inside a test process: the host port with ASan and UBSan, driven by tests and a fuzzer.

KERNEL_TEST_OUT   := $(BUILD)/test/host/kernel
KERNEL_TEST_ABI   := $(KERNEL_TEST_OUT)/abi
KERNEL_TEST_CASES := test_refill test_ipc test_lookup test_tree test_cnode test_deletion test_objects \
                     test_scheduling fuzz_calls
KERNEL_TEST_CORE  := $(wildcard kernel/*.c kernel/cspace/*.c kernel/ipc/*.c kernel/memory/*.c kernel/sched/*.c \
                       kernel/thread/*.c kernel/syscall/*.c kernel/irq/*.c kernel/arch/host/*.c) \
                     kernel/debug/invariants.c kernel/debug/cspace_invariants.c
KERNEL_TEST_CORE  := $(filter-out kernel/syscall/no_fastpath.c,$(KERNEL_TEST_CORE))
# system.c can switch the short paths off.
KERNEL_TEST_WRAP  := -Wl,--wrap=fastpath_syscall
KERNEL_TEST_FLAGS := -std=gnu11 -g -O1 -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined \
                     -fno-sanitize-recover=all -Ikernel -Ikernel/arch/host -Ikernel/benchmark/off \
                     -I$(KERNEL_TEST_ABI)/libsel4/include -I$(KERNEL_TEST_ABI)/obj -Itest/host/kernel -MMD -MP
KERNEL_TEST_OBJ   := $(patsubst kernel/%.c,$(KERNEL_TEST_OUT)/core/%.o,$(KERNEL_TEST_CORE)) \
                     $(KERNEL_TEST_OUT)/system.o

HOST_TESTS += $(addprefix $(KERNEL_TEST_OUT)/,$(KERNEL_TEST_CASES))

$(KERNEL_TEST_ABI)/.stamp: abi/generate.py $(wildcard abi/gen/*.py abi/tables/* abi/include/*)
	@mkdir -p $(@D)
	$(PYTHON) abi/generate.py --board qemu_virt_aarch64 --config release --output $(KERNEL_TEST_ABI)
	@touch $@

$(KERNEL_TEST_OUT)/core/%.o: kernel/%.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	gcc $(KERNEL_TEST_FLAGS) -c $< -o $@

$(KERNEL_TEST_OUT)/%.o: test/host/kernel/%.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	gcc $(KERNEL_TEST_FLAGS) -c $< -o $@

$(addprefix $(KERNEL_TEST_OUT)/,$(KERNEL_TEST_CASES)): %: %.o $(KERNEL_TEST_OBJ)
	gcc $(KERNEL_TEST_FLAGS) $(KERNEL_TEST_WRAP) $^ -lcmocka -o $@

-include $(KERNEL_TEST_OBJ:.o=.d) $(addprefix $(KERNEL_TEST_OUT)/,$(addsuffix .d,$(KERNEL_TEST_CASES)))
