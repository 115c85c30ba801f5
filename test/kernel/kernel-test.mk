# SPDX-License-Identifier: BSD-2-Clause
# The kernel API tests: a root task with all tests, and a boot stub that starts kernel and root task.

KT     := test/kernel
KT_OUT := $(BUILD)/test/kernel/$(BOARD)/$(CONFIG)

# Debug builds boot with a device tree of this many bytes, the others without.
KT_BLOB := $(if $(filter debug,$(CONFIG)),5000,0)

KT_FLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-pic -fno-stack-protector -fno-toplevel-reorder -mgeneral-regs-only \
            -mstrict-align \
            -Wall -Wextra -Wconversion -Werror -MMD -MP -I$(KT) -DBOOT_BLOB_BYTES=$(KT_BLOB)u
# Which tests: all, or those of some files. Where the root task's image begins in its address space, and by how many
# bytes it is larger than need be. An image that differs in these has a name of its own, so that it shares all objects.
KT_TESTS   ?= *
KT_BASE    ?=
KT_PADDING ?=
KT_VARIANT ?=
KT_LAYOUT  := $(KT_BASE:%=-Wl,--defsym=root_base=%) $(KT_PADDING:%=-Wl,--defsym=root_padding=%)
KT_ROOT_OBJECTS := $(patsubst $(KT)/%,$(KT_OUT)/%.o,$(sort $(wildcard $(KT)/framework/*.[cS] $(KT_TESTS:%=$(KT)/tests/%.c))))
KT_BOOT_OBJECTS := $(KT_OUT)/boot/start$(KT_VARIANT).S.o $(KT_OUT)/boot/boot.c.o

$(KT_OUT)/framework/%.o $(KT_OUT)/tests/%.o: KT_FLAGS += $(ABI_CFLAGS)
$(KT_ROOT_OBJECTS): $(ABI_STAMP)

$(KT_OUT)/%.c.o: $(KT)/%.c
	@mkdir -p $(@D)
	$(CROSS)gcc $(KT_FLAGS) -c $< -o $@

$(KT_OUT)/%.S.o: $(KT)/%.S
	@mkdir -p $(@D)
	$(CROSS)gcc $(KT_FLAGS) -c $< -o $@

$(KT_OUT)/boot/start$(KT_VARIANT).S.o: $(KT)/boot/start.S
	@mkdir -p $(@D)
	$(CROSS)gcc $(KT_FLAGS) -c $< -o $@

$(KT_OUT)/boot/start$(KT_VARIANT).S.o: KT_FLAGS += -DKERNEL_ELF='"$(KERNEL_DIR)/bin/kernel.elf"' -DROOT_ELF='"$(KT_OUT)/root$(KT_VARIANT).stripped.elf"'
$(KT_OUT)/boot/start$(KT_VARIANT).S.o: $(KERNEL_DIR)/bin/kernel.elf $(KT_OUT)/root$(KT_VARIANT).stripped.elf

$(KT_OUT)/root$(KT_VARIANT).elf: $(KT_ROOT_OBJECTS) $(KT)/framework/root.ld
	$(CROSS)gcc -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
	    $(KT_LAYOUT) -T $(KT)/framework/root.ld $(KT_ROOT_OBJECTS) -o $@

$(KT_OUT)/root$(KT_VARIANT).stripped.elf: $(KT_OUT)/root$(KT_VARIANT).elf
	$(CROSS)objcopy --strip-debug $< $@

$(KT_OUT)/image$(KT_VARIANT).elf: $(KT_BOOT_OBJECTS) $(KT)/boot/boot.ld
	$(CROSS)gcc -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments \
	    -T $(KT)/boot/boot.ld $(KT_BOOT_OBJECTS) -o $@

-include $(patsubst %.o,%.d,$(KT_ROOT_OBJECTS) $(KT_BOOT_OBJECTS))
