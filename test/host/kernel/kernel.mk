# SPDX-License-Identifier: BSD-2-Clause
# The kernel inside a test process: the host port with ASan and UBSan, driven by tests and a fuzzer.

comma := ,

KERNEL_TEST_OUT   := $(BUILD)/test/host/kernel
KERNEL_TEST_ABI   := $(KERNEL_TEST_OUT)/abi
KERNEL_TEST_CASES := test_refill test_ipc test_lookup test_tree test_cnode test_deletion test_objects \
                     test_scheduling test_limits test_cancel test_spaces test_numbers test_guests \
                     fuzz_calls
KERNEL_TEST_CORE  := $(wildcard kernel/*.c kernel/cspace/*.c kernel/ipc/*.c kernel/memory/*.c kernel/sched/*.c \
                       kernel/thread/*.c kernel/syscall/*.c kernel/irq/*.c kernel/arch/host/*.c) \
                     $(addprefix kernel/arch/aarch64/,vspace.c invoke.c invoke_frame.c invoke_table.c invoke_asid.c \
                       invoke_cache.c objects.c cache.c el2/el_cache.c) \
                     $(addprefix kernel/vcpu/,invoke.c registers.c vcpu.c vgic.c) \
                     kernel/debug/invariants.c kernel/debug/cspace_invariants.c
KERNEL_TEST_CORE  := $(filter-out kernel/syscall/no_fastpath.c,$(KERNEL_TEST_CORE))
# calls.c can switch the short paths off: it stands in front of each of these functions.
KERNEL_TEST_SWITCHED := fastpath_fault fastpath_interrupt fastpath_syscall
KERNEL_TEST_WRAP     := $(addprefix -Wl$(comma)--wrap=,$(KERNEL_TEST_SWITCHED))
KERNEL_TEST_FLAGS := -std=gnu11 -g -O1 -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined \
                     -fno-sanitize-recover=all -Ikernel/arch/host/processor -Ikernel -Ikernel/arch/host \
                     -Ikernel/arch/aarch64/el2 -Ikernel/arch/aarch64 -Ikernel/benchmark/off \
                     -I$(KERNEL_TEST_ABI)/libsel4/include -I$(KERNEL_TEST_ABI)/obj -Itest/host/kernel -MMD -MP
KERNEL_TEST_PORT  := $(addprefix test/host/kernel/,system.c calls.c)
KERNEL_TEST_OBJ   := $(patsubst kernel/%.c,$(KERNEL_TEST_OUT)/core/%.o,$(KERNEL_TEST_CORE)) \
                     $(patsubst test/host/kernel/%.c,$(KERNEL_TEST_OUT)/%.o,$(KERNEL_TEST_PORT))

HOST_TESTS += $(addprefix $(KERNEL_TEST_OUT)/,$(KERNEL_TEST_CASES))

# Few domains, because the invariants of each are checked after each step; and every fifth preemption point looks for
# interrupts, so that short programs can be stopped in the middle of an operation.
KERNEL_TEST_OPTIONS := NUM_DOMAINS=4 MAX_NUM_WORK_UNITS_PER_PREEMPTION=5

$(KERNEL_TEST_ABI)/.stamp: abi/generate.py $(wildcard abi/gen/*.py abi/tables/* abi/include/*) \
                           test/host/kernel/kernel.mk
	@mkdir -p $(@D)
	$(PYTHON) abi/generate.py --board qemu_virt_aarch64 --config release --output $(KERNEL_TEST_ABI) \
	  $(KERNEL_TEST_OPTIONS)
	@touch $@

$(KERNEL_TEST_OUT)/core/%.o: kernel/%.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	gcc $(KERNEL_TEST_FLAGS) -c $< -o $@

$(KERNEL_TEST_OUT)/%.o: test/host/kernel/%.c $(KERNEL_TEST_ABI)/.stamp
	@mkdir -p $(@D)
	gcc $(KERNEL_TEST_FLAGS) -c $< -o $@

# A short path that calls.c cannot switch off would not be compared with the general path.
$(KERNEL_TEST_OUT)/short_paths.checked: $(KERNEL_TEST_OUT)/core/syscall/no_fastpath.o test/host/kernel/kernel.mk
	@nm --defined-only $< | sed -n 's/.* T //p' | tr '\n' ' ' | grep -qx '$(KERNEL_TEST_SWITCHED) ' || \
	  { echo 'kernel/syscall/no_fastpath.c: error: functions that test/host/kernel/kernel.mk does not know;' \
	    'add them to KERNEL_TEST_SWITCHED and a __wrap_ function each to test/host/kernel/calls.c' >&2; exit 1; }
	@touch $@

$(addprefix $(KERNEL_TEST_OUT)/,$(KERNEL_TEST_CASES)): | $(KERNEL_TEST_OUT)/short_paths.checked
$(addprefix $(KERNEL_TEST_OUT)/,$(KERNEL_TEST_CASES)): %: %.o $(KERNEL_TEST_OBJ)
	gcc $(KERNEL_TEST_FLAGS) $(KERNEL_TEST_WRAP) $^ -lcmocka -o $@

-include $(KERNEL_TEST_OBJ:.o=.d) $(addprefix $(KERNEL_TEST_OUT)/,$(addsuffix .d,$(KERNEL_TEST_CASES)))
