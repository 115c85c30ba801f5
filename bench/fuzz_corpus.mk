# SPDX-License-Identifier: BSD-2-Clause
# The fuzz corpus as a root task for QEMU, with the framework of the kernel API tests: what its programs cost the real
# kernel is counted in instructions (bench/longest_bench.py).

FT       := test/fuzz/kernel_target
FT_OUT   := $(BUILD)/fuzz/target/$(BOARD)/$(CONFIG)
FT_FLAGS := $(KT_FLAGS) -Wno-type-limits -I$(FT) -Itest/fuzz/kernel -Itest/host/kernel -Ikernel $(ABI_CFLAGS)
FT_STEPS := $(addprefix test/fuzz/kernel/,program.c step_space.c take.c invocations.c)
FT_FRAMEWORK := $(patsubst $(KT)/%,$(KT_OUT)/%.o,$(sort $(wildcard $(KT)/framework/*.[cS])))
FT_OBJECTS := $(patsubst %.c,$(FT_OUT)/obj/%.o,$(wildcard $(FT)/*.c) $(FT_STEPS)) $(FT_OUT)/obj/tests.o
FT_BOOT    := $(FT_OUT)/obj/start.o $(KT_OUT)/boot/boot.c.o
FT_LINK    := $(CROSS)gcc -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 \
              -Wl,--no-warn-rwx-segments

$(FT_OUT)/obj/%.o: %.c $(ABI_STAMP)
	@mkdir -p $(@D)
	$(CROSS)gcc $(FT_FLAGS) -c $< -o $@

$(FT_OUT)/obj/tests.c: $(FT)/tests.py $(FUZZ_CORPUS)
	@mkdir -p $(@D)
	$(PYTHON) $< $(FUZZ_CORPUS) $@

$(FT_OUT)/obj/tests.o: $(FT_OUT)/obj/tests.c $(ABI_STAMP)
	$(CROSS)gcc $(FT_FLAGS) -c $< -o $@

$(FT_OUT)/obj/start.o: $(KT)/boot/start.S $(KERNEL_DIR)/bin/kernel.elf $(FT_OUT)/root.stripped.elf
	$(CROSS)gcc $(KT_FLAGS) -DKERNEL_ELF='"$(KERNEL_DIR)/bin/kernel.elf"' \
	    -DROOT_ELF='"$(FT_OUT)/root.stripped.elf"' -c $< -o $@

$(FT_OUT)/root.elf: $(FT_FRAMEWORK) $(FT_OBJECTS) $(KT)/framework/root.ld
	$(FT_LINK) -T $(KT)/framework/root.ld $(FT_FRAMEWORK) $(FT_OBJECTS) -o $@

$(FT_OUT)/root.stripped.elf: $(FT_OUT)/root.elf
	$(CROSS)objcopy --strip-debug $< $@

$(FT_OUT)/image.elf: $(FT_BOOT) $(KT)/boot/boot.ld
	$(FT_LINK) -T $(KT)/boot/boot.ld $(FT_BOOT) -o $@

-include $(FT_OBJECTS:.o=.d)
