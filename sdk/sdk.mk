# SPDX-License-Identifier: BSD-2-Clause
# The SDK tree of one board and configuration (spec SDK-1 to SDK-6): run-time parts built here, the kernel and
# its headers from KERNEL_DIR, the tool from sdk/tool/tool.mk. `sdk-tree` makes all of it.

SDK_VERSION   := 0.1.0
SDK_BOARD_DIR := $(SDK_DIR)/board/$(BOARD)/$(CONFIG)
SDK_OBJ       := $(BUILD)/obj/sdk/$(BOARD)/$(CONFIG)
SDK_LINK_ADDRESS := 0x70000000

# No FPU registers: a PD may be denied the FPU, and none of these programs needs it. The loader runs with the
# MMU off, where unaligned accesses fault; loops must not become calls of memcpy, which nobody provides.
SDK_CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-stack-protector -fno-pic -fno-asynchronous-unwind-tables \
              -fno-tree-loop-distribute-patterns -ffile-prefix-map=$(CURDIR)=. -mcpu=cortex-a53 -mgeneral-regs-only -mstrict-align \
              -Wall -Wextra -Wconversion -Werror -MMD -MP -I$(SDK_BOARD_DIR)/include
SDK_LDFLAGS := -nostdlib -z noexecstack -z max-page-size=4096 --no-warn-rwx-segments

SDK_HEADERS := $(SDK_BOARD_DIR)/include/.stamp
LIBMICROKIT := $(SDK_BOARD_DIR)/lib/libmicrokit.a

# ---- Headers and facts about the kernel ----

# Kernels with options of their own (OPTIONS) have folders of their own, but there is one SDK: what is copied
# from a kernel is copied again when it is another kernel's turn.
SDK_KERNEL := $(SDK_OBJ)/kernel

$(SDK_KERNEL): sdk-kernel-is-checked
	@mkdir -p $(@D)
	@echo $(KERNEL_DIR) | cmp -s - $@ || echo $(KERNEL_DIR) > $@

.PHONY: sdk-kernel-is-checked

$(SDK_HEADERS): $(ABI_STAMP) $(SDK_KERNEL) $(wildcard sdk/libmicrokit/include/*.h)
	@rm -rf $(@D) && mkdir -p $(@D)
	cp -r $(KERNEL_DIR)/libsel4/include/. $(@D)/
	cp sdk/libmicrokit/include/*.h $(@D)/
	@touch $@

SDK_FACTS := $(addprefix $(SDK_BOARD_DIR)/,invocations_all.json object_sizes.json address_space_constants.json \
                                           platform_gen.json)

$(SDK_FACTS): $(SDK_BOARD_DIR)/%.json: $(ABI_STAMP) $(SDK_KERNEL)
	@mkdir -p $(@D)
	cp $(KERNEL_DIR)/support/$(@F) $@

# ---- What composition reads of a board (spec 04 SDF-60) ----

# Memory for devices is given out downwards from here: in the part of QEMU's memory below the EL2 kernel's, and clear
# of the loader and of the initial task at EL1.
SDK_PADDR_TOP := 0x60000000
SDK_MACHINE_qemu_virt_aarch64     := virt,virtualization=on
SDK_MACHINE_qemu_virt_aarch64_el1 := virt

$(SDK_BOARD_DIR)/composition.json: sdk/sdk.mk
	@mkdir -p $(@D)
	echo '{"paddr_top": '$$(($(SDK_PADDR_TOP)))'}' > $@

# The machine describes itself.
$(SDK_BOARD_DIR)/board.dtb: sdk/sdk.mk
	@mkdir -p $(@D)
	qemu-system-aarch64 -nodefaults -display none -cpu cortex-a53 -m 2G \
	    -machine $(SDK_MACHINE_$(BOARD)),dtb-randomness=off,dumpdtb=$@ 2>&1 | grep -v dumped || test -s $@

SDK_COMPOSITION := $(SDK_BOARD_DIR)/composition.json $(SDK_BOARD_DIR)/board.dtb

# ---- libmicrokit ----

LIBMICROKIT_OBJECTS := $(patsubst sdk/libmicrokit/%,$(SDK_OBJ)/libmicrokit/%.o,\
                         $(wildcard sdk/libmicrokit/*.c sdk/libmicrokit/*.S))

$(LIBMICROKIT): $(LIBMICROKIT_OBJECTS)
	@mkdir -p $(@D) && rm -f $@
	$(CROSS)ar rcsD $@ $^

$(SDK_BOARD_DIR)/lib/microkit.ld: sdk/libmicrokit/microkit.ld
	@mkdir -p $(@D)
	cp $< $@

# ---- Programs of the SDK ----

sdk_objects = $(patsubst sdk/$(1)/%,$(SDK_OBJ)/$(1)/%.o,$(wildcard sdk/$(1)/*.c sdk/$(1)/*.S))

$(SDK_BOARD_DIR)/elf/monitor.elf: $(call sdk_objects,monitor) $(LIBMICROKIT) $(SDK_BOARD_DIR)/lib/microkit.ld
	@mkdir -p $(@D)
	$(CROSS)ld $(SDK_LDFLAGS) $(filter %.o %.a,$^) -T$(SDK_BOARD_DIR)/lib/microkit.ld -o $@

$(SDK_BOARD_DIR)/elf/initialiser.elf: $(call sdk_objects,initialiser) $(LIBMICROKIT) sdk/initialiser/initialiser.ld
	@mkdir -p $(@D)
	$(CROSS)ld $(SDK_LDFLAGS) $(filter %.o %.a,$^) -Tsdk/initialiser/initialiser.ld -o $@

$(SDK_BOARD_DIR)/elf/loader.elf: $(call sdk_objects,loader) sdk/loader/loader.ld
	@mkdir -p $(@D)
	$(CROSS)ld $(SDK_LDFLAGS) --defsym=LINK_ADDRESS=$(SDK_LINK_ADDRESS) $(filter %.o,$^) -Tsdk/loader/loader.ld -o $@

$(SDK_BOARD_DIR)/elf/sel4.elf: $(KERNEL_DIR)/bin/kernel.elf $(SDK_KERNEL)
	@mkdir -p $(@D)
	cp $< $@

$(SDK_OBJ)/%.c.o: sdk/%.c sdk/sdk.mk $(SDK_HEADERS)
	@mkdir -p $(@D)
	$(CROSS)gcc $(SDK_CFLAGS) -c $< -o $@

$(SDK_OBJ)/%.S.o: sdk/%.S sdk/sdk.mk $(SDK_HEADERS)
	@mkdir -p $(@D)
	$(CROSS)gcc $(SDK_CFLAGS) -c $< -o $@

-include $(wildcard $(SDK_OBJ)/*/*.d)

# ---- What does not depend on the board ----

$(SDK_DIR)/VERSION: sdk/sdk.mk
	@mkdir -p $(@D)
	echo $(SDK_VERSION) > $@

$(SDK_DIR)/LICENSE.md: LICENSE
	@mkdir -p $(@D)
	cp $< $@

$(SDK_DIR)/LICENSES/BSD-2-Clause.txt: LICENSE
	@mkdir -p $(@D)
	cp $< $@

$(SDK_DIR)/schema/system.rng: $(SDK_DIR)/bin/microkit
	@mkdir -p $(@D)
	$< schema -o $@

$(SDK_DIR)/share/gdb/microkit_gdb.py: sdk/debugger/microkit_gdb.py
	@mkdir -p $(@D)
	cp $< $@

# ---- The manual: its pages, and all of them in one file, also as PDF ----

SDK_MANUAL := sdk.md sdf.md composition.md debugging.md
SDK_DOCS   := $(SDK_MANUAL) microkit_user_manual.md

$(SDK_DIR)/doc/microkit_user_manual.md: sdk/manual/manual.py $(SDK_MANUAL:%=docs/%)
	@mkdir -p $(@D)
	$(PYTHON) sdk/manual/manual.py markdown --version $(SDK_VERSION) $(SDK_MANUAL:%=docs/%) > $@

$(SDK_DIR)/doc/microkit_user_manual.pdf: sdk/manual/manual.py sdk/manual/manual.css $(SDK_DIR)/doc/microkit_user_manual.md
	$(PYTHON) sdk/manual/manual.py pdf --style sdk/manual/manual.css $(SDK_DIR)/doc/microkit_user_manual.md $@

$(SDK_DIR)/doc/%.md: docs/%.md
	@mkdir -p $(@D)
	cp $< $@

SDK_EXAMPLES := $(patsubst sdk/%,$(SDK_DIR)/%,$(shell find sdk/example -type f))

$(SDK_EXAMPLES): $(SDK_DIR)/%: sdk/%
	@mkdir -p $(@D)
	cp $< $@

.PHONY: sdk-tree
sdk-tree: $(SDK_DIR)/bin/microkit $(SDK_HEADERS) $(SDK_FACTS) $(SDK_COMPOSITION) $(LIBMICROKIT) $(SDK_BOARD_DIR)/lib/microkit.ld \
          $(addprefix $(SDK_BOARD_DIR)/elf/,monitor.elf initialiser.elf loader.elf sel4.elf) \
          $(SDK_DIR)/VERSION $(SDK_DIR)/LICENSE.md $(SDK_DIR)/LICENSES/BSD-2-Clause.txt \
          $(SDK_DIR)/share/gdb/microkit_gdb.py $(SDK_DIR)/schema/system.rng $(addprefix $(SDK_DIR)/doc/,$(SDK_DOCS)) $(SDK_EXAMPLES)

# ---- The release archive: every board and configuration; the same bytes for the same tree ----

SDK_RELEASE := $(BUILD)/nemea-sdk-$(SDK_VERSION).tar.gz

.PHONY: sdk-release sdk-pack
sdk-release:
	tools/deps sdk/manual/packages.list
	+for board in $(BOARDS); do for config in $(CONFIGS); do \
	    $(MAKE) BOARD=$$board CONFIG=$$config sdk-tree || exit 1; done; done
	+$(MAKE) $(SDK_DIR)/doc/microkit_user_manual.pdf sdk-pack

# Modes are those of SDK-8, whatever the umask of the builder.
sdk-pack:
	chmod -R u=rwX,go=rX $(SDK_DIR)
	find $(SDK_DIR) -type f ! -path '$(SDK_DIR)/bin/*' -exec chmod 644 {} +
	tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=ustar --exclude=.stamp \
	    --transform='s,^$(SDK_DIR),nemea-sdk-$(SDK_VERSION),' $(SDK_DIR) | gzip -n > $(SDK_RELEASE)
	echo $(SDK_RELEASE)
