# SPDX-License-Identifier: BSD-2-Clause
# Systems that test the SDK alone: programs built like any public project builds them, and the SDK's examples.

SDKT_OUT   := $(BUILD)/test/system/sdk/$(BOARD)/$(CONFIG)
SDKT_BOARD := $(SDK_DIR)/board/$(BOARD)/$(CONFIG)
SDKT_ELFS  := $(addprefix $(SDKT_BOARD)/,elf/loader.elf elf/sel4.elf elf/monitor.elf elf/initialiser.elf \
                invocations_all.json object_sizes.json address_space_constants.json platform_gen.json)
SDKT_RAM_START_qemu_virt_aarch64     := 0x60000000ul
SDKT_RAM_START_qemu_virt_aarch64_el1 := 0x40000000ul
SDKT_CFLAGS := -std=gnu11 -O2 -g -ffreestanding -mstrict-align -mcpu=cortex-a53 -mgeneral-regs-only -fno-stack-protector \
               -fno-tree-loop-distribute-patterns -fno-optimize-sibling-calls -Wall -Wextra -Werror \
               -I$(SDKT_BOARD)/include -Itest/system/sdk -DCONFIG_RAM_START=$(SDKT_RAM_START_$(BOARD)) -MMD -MP

# Folder name of each system and the programs it needs.
SDKT_memory   := memory reader
SDKT_channels := sender receiver deferrer caller
SDKT_faults   := null_write overflow bad_cap no_fpu break_point no_fault_entry
SDKT_sharing  := controller worker
SDKT_domains  := slices
SDKT_budget   := spinner share
SDKT_nested   := middle back front
SDKT_vm       := vmm
SDKT_smc      := smc
SDKT_invocation := clumsy worker
SDKT_SYSTEMS  := invocation memory channels faults sharing domains budget nested
# Only the EL2 kernel has virtual CPUs, and on its machine the firmware is called by SMC.
ifeq ($(BOARD),qemu_virt_aarch64)
SDKT_SYSTEMS  += vm smc
endif
SDKT_EXAMPLES := $(notdir $(wildcard sdk/example/*))

$(SDKT_OUT)/obj/%.o: test/system/sdk/%.c | $(SDKT_BOARD)/lib/libmicrokit.a
	@mkdir -p $(@D)
	$(CROSS)gcc $(SDKT_CFLAGS) -c $< -o $@

$(SDKT_OUT)/%.elf: $(SDKT_OUT)/obj/%.o $(SDKT_BOARD)/lib/libmicrokit.a $(SDKT_BOARD)/lib/microkit.ld
	$(CROSS)ld -z noexecstack -L$(SDKT_BOARD)/lib $< -lmicrokit -Tmicrokit.ld -o $@

# A program without symbols, for path_for_symbols.
$(SDKT_OUT)/%.stripped.elf: $(SDKT_OUT)/%.elf
	$(CROSS)strip -o $@ $<

$(SDKT_OUT)/letters.txt:
	@mkdir -p $(@D)
	$(PYTHON) -c 'print("".join(chr(97 + i % 26) for i in range(5000)), end="")' > $@

$(SDKT_OUT)/channels.system: test/system/sdk/channels.py
	@mkdir -p $(@D)
	$(PYTHON) $< > $@

$(SDKT_OUT)/%.system: test/system/sdk/%.system
	@mkdir -p $(@D)
	cp $< $@

$(SDKT_OUT)/memory.img: $(SDKT_OUT)/letters.txt $(SDKT_OUT)/reader.stripped.elf

define sdk_system_rules
$(SDKT_OUT)/$(1).img: $(SDKT_OUT)/$(1).system $(SDKT_$(1):%=$(SDKT_OUT)/%.elf) $(SDK_DIR)/bin/microkit $(SDKT_ELFS)
	MICROKIT_SDK=$(SDK_DIR) $(SDK_DIR)/bin/microkit $$< --search-path $(SDKT_OUT) --board $(BOARD) --config $(CONFIG) \
	    -o $$@ -r $(SDKT_OUT)/$(1).txt --capdl-json $(SDKT_OUT)/$(1).json --viper-output $(SDKT_OUT)/$(1).viper

TEST_SYSTEMS += $(SDKT_OUT)/$(1).img
endef
$(foreach system,$(SDKT_SYSTEMS),$(eval $(call sdk_system_rules,$(system))))

# The same system as an ELF file.
$(SDKT_OUT)/memory.img.elf: $(SDKT_OUT)/memory.img
	MICROKIT_SDK=$(SDK_DIR) $(SDK_DIR)/bin/microkit $(SDKT_OUT)/memory.system --search-path $(SDKT_OUT) --board $(BOARD) \
	    --config $(CONFIG) --image-type elf -o $@ -r $(SDKT_OUT)/memory.elf.txt

# Examples are built by their own Makefiles, from the copy in the SDK; these know nothing of a changed tool.
define sdk_example_rules
$(SDKT_OUT)/example/$(1)/loader.img: $(filter $(SDK_DIR)/example/$(1)/%,$(SDK_EXAMPLES)) $(SDK_DIR)/bin/microkit \
                                     $(SDKT_ELFS) $(SDKT_BOARD)/lib/libmicrokit.a
	@rm -f $$@
	+$(MAKE) -C $(SDK_DIR)/example/$(1) BUILD_DIR=$(abspath $(SDKT_OUT))/example/$(1) MICROKIT_SDK=$(abspath $(SDK_DIR)) \
	    MICROKIT_BOARD=$(BOARD) MICROKIT_CONFIG=$(CONFIG)
	@touch $$@

TEST_SYSTEMS += $(SDKT_OUT)/example/$(1)/loader.img
endef
$(foreach example,$(SDKT_EXAMPLES),$(eval $(call sdk_example_rules,$(example))))

.PHONY: sdk-examples
sdk-examples: $(SDKT_EXAMPLES:%=$(SDKT_OUT)/example/%/loader.img)

TEST_SYSTEMS += $(SDKT_OUT)/memory.img.elf
-include $(wildcard $(SDKT_OUT)/obj/*.d)
