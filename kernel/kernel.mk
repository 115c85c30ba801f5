# SPDX-License-Identifier: BSD-2-Clause
# The kernel: one optimisation unit of all its C files, and the assembly of its architecture.
# Uses BOARD, CONFIG, OPTIONS, KERNEL_DIR, CROSS, PYTHON and abi/abi.mk. KERNEL_CHECK=1 checks the invariants after
# every kernel entry of a debug build.

KERNEL_CHECK ?= 0

kernel_src   := kernel
kernel_obj   := $(KERNEL_DIR)/obj/kernel
kernel_elf   := $(KERNEL_DIR)/bin/kernel.elf
kernel_level := $(if $(filter %_el1,$(BOARD)),el1,el2)
kernel_board := $(kernel_src)/platform/qemu_virt_aarch64
kernel_arch  := $(kernel_src)/arch/aarch64

# $(call kernel_option,KEY,DEFAULT): `on' or `off', as OPTIONS says. Options choose files, never lines.
kernel_option = $(if $(filter $(addprefix $(1)=,true 1),$(OPTIONS)),on,$(if \
                  $(filter $(addprefix $(1)=,false 0),$(OPTIONS)),off,$(2)))
kernel_debug     := $(if $(filter debug,$(CONFIG)),on,off)
kernel_printing  := $(call kernel_option,PRINTING,$(kernel_debug))
ifeq ($(kernel_debug) $(kernel_printing),on off)
$(error error: option PRINTING is on in debug builds: they say what they find. Take another CONFIG, or leave it out)
endif
ifeq ($(kernel_printing) $(call kernel_option,KERNEL_INVOCATION_REPORT_ERROR_IPC,off),off on)
$(error error: option KERNEL_INVOCATION_REPORT_ERROR_IPC is for kernels that print: add PRINTING=true, or leave it out)
endif
# What the kernel tells of itself: nothing, what printing alone allows, or all.
kernel_reports   := $(if $(filter on,$(kernel_printing)),$(if $(filter on,$(kernel_debug)),on,printing),off)
# off, generic (the calls alone), on (threads are accounted as well) or entries (kernel entries are logged).
kernel_benchmark := $(patsubst KERNEL_BENCHMARK=%,%,$(filter KERNEL_BENCHMARK=%,$(OPTIONS)))
kernel_benchmark := $(subst none,off,$(subst track_kernel_entries,entries,$(subst track_utilisation,on,$(or $(kernel_benchmark),$(if \
                      $(filter benchmark,$(CONFIG)),on,off)))))
kernel_hwdebug   := $(call kernel_option,HARDWARE_DEBUG_API,$(kernel_debug))
kernel_fastpath  := $(call kernel_option,FASTPATH,on)

kernel_include := $(kernel_src) $(kernel_arch) $(kernel_arch)/$(kernel_level) \
                  $(kernel_board)/$(kernel_level) $(addprefix $(kernel_src)/debug/,$(patsubst printing,printing off,$(kernel_reports))) \
                  $(kernel_src)/benchmark/$(kernel_benchmark) $(kernel_arch)/hardware_debug/$(kernel_hwdebug)

kernel_files  = $(wildcard $(addsuffix /*.c,$(addprefix $(kernel_src)/,$(1))))
kernel_c     := $(wildcard $(kernel_src)/*.c) $(call kernel_files,cspace ipc sched thread memory irq syscall boot) \
                $(call kernel_files,arch/aarch64 arch/aarch64/$(kernel_level)) $(kernel_src)/platform/arm/gicv2.c
kernel_c     += $(if $(filter el2,$(kernel_level)),$(call kernel_files,vcpu))
kernel_c     += $(if $(filter off,$(kernel_benchmark)),,$(kernel_src)/benchmark/syscalls.c)
kernel_c     += $(if $(filter on,$(kernel_benchmark)),$(call kernel_files,benchmark/on benchmark/on/debug_$(kernel_debug)))
kernel_c     += $(if $(filter entries,$(kernel_benchmark)),$(kernel_src)/benchmark/entries/log.c \
                $(if $(filter off,$(kernel_reports)),$(kernel_src)/debug/identify.c))
kernel_c     += $(if $(filter on,$(kernel_reports)),$(call kernel_files,debug debug/on))
kernel_c     += $(if $(filter printing,$(kernel_reports)),$(call kernel_files,debug/printing) \
                $(addprefix $(kernel_src)/debug/,identify.c print.c report.c))
kernel_c     += $(if $(filter on,$(kernel_printing)),$(kernel_src)/platform/arm/pl011.c)
kernel_c     += $(if $(filter on,$(kernel_hwdebug)),$(call kernel_files,arch/aarch64/hardware_debug))
kernel_fast  := $(patsubst $(kernel_src)/%,%,$(wildcard $(kernel_src)/syscall/fastpath*.c))
kernel_omit  := $(if $(filter on,$(kernel_fastpath)),syscall/no_fastpath.c,$(kernel_fast)) \
                $(if $(filter off,$(kernel_benchmark)),arch/aarch64/cycles.c)
kernel_c     := $(filter-out $(addprefix $(kernel_src)/,$(kernel_omit)),$(kernel_c))
kernel_s := $(wildcard $(kernel_arch)/*.S)
kernel_s := $(filter-out %.lds.S,$(kernel_s))

# What vectors.S and head.S call with an empty stack, and how much of it there is.
kernel_entries := boot_kernel fastpath_syscall handle_syscall handle_exception handle_interrupt handle_kernel_exception
kernel_stack   := 4096

kernel_cpu    := -mcpu=cortex-a53 -mgeneral-regs-only -ffile-prefix-map=$(CURDIR)=.
kernel_flags  := -std=gnu11 -ffreestanding -fno-pic -fno-stack-protector -fno-asynchronous-unwind-tables \
                 -fno-common -fno-jump-tables --param logical-op-non-short-circuit=0 -ffixed-x18 -fwhole-program \
                 -fno-delete-null-pointer-checks -fno-partial-inlining -fwrapv -O2 -falign-functions=4 \
                 -fno-align-jumps -fno-align-loops -freorder-blocks-algorithm=simple -fno-tree-ch \
                 -fno-schedule-insns -fno-inline-small-functions -mcmodel=tiny -g $(kernel_cpu) \
                 -Wall -Wextra -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wshadow -Werror \
                 -DKERNEL_CHECK=$(KERNEL_CHECK) $(addprefix -I,$(kernel_include)) $(ABI_KERNEL_CFLAGS)
kernel_asflags := -mcpu=cortex-a53 -ffile-prefix-map=$(CURDIR)=. -DKERNEL_STACK_BYTES=$(kernel_stack) $(addprefix -I,$(kernel_include)) \
                 $(ABI_KERNEL_CFLAGS)

kernel_objects := $(kernel_obj)/all.o $(patsubst $(kernel_arch)/%.S,$(kernel_obj)/%.o,$(kernel_s))

# The list of files is part of a name, so that a changed list makes the unit anew and nothing else does.
kernel_list := $(kernel_obj)/files-$(shell printf '%s' '$(kernel_c) $(KERNEL_CHECK)' | cksum | cut -d' ' -f1)

$(kernel_list):
	@mkdir -p $(@D)
	@rm -f $(kernel_obj)/files-*
	@touch $@

$(kernel_obj)/all.c: $(kernel_list)
	@printf '#include "%s"\n' $(kernel_c:$(kernel_src)/%=%) > $@

$(kernel_obj)/all.o: $(kernel_obj)/all.c $(ABI_STAMP) $(kernel_src)/kernel.mk
	$(CROSS)gcc $(kernel_flags) -MMD -MP -c $< -o $@

$(kernel_obj)/%.o: $(kernel_arch)/%.S $(ABI_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(kernel_asflags) -MMD -MP -c $< -o $@

$(kernel_obj)/kernel.lds: $(kernel_arch)/kernel.lds.S $(ABI_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(kernel_asflags) -MMD -MP -MT $@ -E -P $< -o $@

# For loaders that hand it to the kernel.
$(KERNEL_DIR)/support/kernel.dtb: tools/device_tree.py tools/qemu.py
	@mkdir -p $(@D)
	$(PYTHON) $< --board $(BOARD) $@

$(kernel_elf): $(kernel_objects) $(kernel_obj)/kernel.lds $(kernel_src)/check_calls.py
	@mkdir -p $(@D)
	$(CROSS)ld -nostdlib -static --no-warn-rwx-segments -z max-page-size=4096 --build-id=none \
		-T $(kernel_obj)/kernel.lds $(kernel_objects) -o $@
	$(PYTHON) $(kernel_src)/check_calls.py --objdump $(CROSS)objdump --limit $(kernel_stack) \
		$(addprefix --root ,$(kernel_entries)) $@ > $(kernel_obj)/stack.txt

-include $(wildcard $(kernel_obj)/*.d)
