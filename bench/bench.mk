# SPDX-License-Identifier: BSD-2-Clause
# The kernel benchmark's image for BOARD and CONFIG, and the QEMU plugins that count. The console, the helpers
# for objects and the boot stub are those of the kernel API tests.

BENCH_OUT := $(BUILD)/bench
BK_OUT    := $(BENCH_OUT)/kernel/$(BOARD)/$(CONFIG)
BK_FLAGS  := -std=gnu11 -O2 -g -ffreestanding -fno-pic -fno-stack-protector -mgeneral-regs-only \
             -mstrict-align -Wall -Wextra -Wconversion -Werror -MMD -MP -Ibench/kernel -Itest/kernel \
             $(ABI_CFLAGS)
BK_LINK   := $(CROSS)gcc -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 \
             -Wl,--no-warn-rwx-segments
BK_ROOT   := $(addprefix test/kernel/framework/,start.S console.c memory.c objects.c) \
             $(sort $(wildcard bench/kernel/*.c))
BK_ROOT_OBJECTS := $(BK_ROOT:%=$(BK_OUT)/obj/%.o)
BK_BOOT_OBJECTS := $(addprefix $(BK_OUT)/obj/test/kernel/boot/,start.S.o boot.c.o)

$(BK_OUT)/obj/%.o: % $(ABI_STAMP) bench/bench.mk
	@mkdir -p $(@D)
	$(CROSS)gcc $(BK_FLAGS) -c $< -o $@

$(BK_OUT)/obj/test/kernel/boot/start.S.o: BK_FLAGS += -DKERNEL_ELF='"$(KERNEL_DIR)/bin/kernel.elf"' \
                                                      -DROOT_ELF='"$(BK_OUT)/root.stripped.elf"'
$(BK_OUT)/obj/test/kernel/boot/start.S.o: $(KERNEL_DIR)/bin/kernel.elf $(BK_OUT)/root.stripped.elf

$(BK_OUT)/root.elf: $(BK_ROOT_OBJECTS) test/kernel/framework/root.ld
	$(BK_LINK) -T test/kernel/framework/root.ld $(BK_ROOT_OBJECTS) -o $@

$(BK_OUT)/root.stripped.elf: $(BK_OUT)/root.elf
	$(CROSS)objcopy --strip-debug $< $@

$(BK_OUT)/image.elf: $(BK_BOOT_OBJECTS) test/kernel/boot/boot.ld
	$(BK_LINK) -T test/kernel/boot/boot.ld $(BK_BOOT_OBJECTS) -o $@

$(BENCH_OUT)/plugin/%.so: bench/plugin/%.c
	@mkdir -p $(@D)
	gcc -std=gnu11 -O2 -Wall -Wextra -Wconversion -Werror -MMD -MP -MF $@.d -MT $@ -fPIC -shared $< -o $@

TEST_SYSTEMS += $(BK_OUT)/image.elf $(BENCH_OUT)/plugin/span.so

-include $(BK_ROOT_OBJECTS:.o=.d) $(BK_BOOT_OBJECTS:.o=.d) $(wildcard $(BENCH_OUT)/plugin/*.d)
