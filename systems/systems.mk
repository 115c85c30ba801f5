# SPDX-License-Identifier: BSD-2-Clause
# How a bootable system is built from its .system file and the programs of its protection domains.
#
#   include systems/systems.mk
#   $(call system,NAME,PROGRAM ...)
#
# FOLDER is systems/NAME unless SYSTEM_FOLDER_NAME says otherwise. FOLDER/NAME.system names its programs as
# PROGRAM.elf, each the component $(OS_OUT)/PROGRAM.elf; device classes in it are expanded by the tool, which
# also configures the programs. Built in build/systems/NAME/BOARD/CONFIG: loader.img, the boot image; report.txt;
# and NAME.system, the description with its classes expanded, if something asks for it.

ifndef SYSTEMS_MK
SYSTEMS_MK := 1
include os/component.mk

# What the tool reads of the SDK: the first list for any work, the second for an image.
SYSTEM_SDK_FACTS := $(addprefix $(OS_BOARD)/,invocations_all.json object_sizes.json \
                                             address_space_constants.json platform_gen.json)
SYSTEM_SDK_ELFS  := $(addprefix $(OS_BOARD)/elf/,loader.elf sel4.elf monitor.elf initialiser.elf)

system_dir    = $(BUILD)/systems/$(1)/$(BOARD)/$(CONFIG)
system_folder = $(or $(SYSTEM_FOLDER_$(1)),systems/$(1))

SYSTEM_TOOL        := MICROKIT_SDK=$(SDK_DIR) $(SDK_DIR)/bin/microkit
SYSTEM_COMPOSITION := $(wildcard os/drivers/*/*/config.json) $(SDK_COMPOSITION)

# 1 name, 2 programs, 3 output folder, 4 source folder
define system_rules
$(3)/loader.img: $(4)/$(1).system $(2:%=$(OS_OUT)/%.elf) $(SYSTEM_COMPOSITION) $(SDK_DIR)/bin/microkit \
                 $(SYSTEM_SDK_FACTS) $(SYSTEM_SDK_ELFS)
	@mkdir -p $$(@D)
	$(SYSTEM_TOOL) $$< --search-path $(OS_OUT) $(3) --board $(BOARD) --config $(CONFIG) --drivers os/drivers \
	    -o $$@ -r $(3)/report.txt

$(3)/$(1).system: $(4)/$(1).system $(SYSTEM_COMPOSITION) $(SDK_DIR)/bin/microkit $(SYSTEM_SDK_FACTS)
	@mkdir -p $$(@D)
	$(SYSTEM_TOOL) expand $$< -o $$@ --data $(3)/data --search-path $(3) --board $(BOARD) --config $(CONFIG) \
	    --drivers os/drivers
endef

system = $(eval $(call system_rules,$(strip $(1)),$(strip $(2)),$(call \
             system_dir,$(strip $(1))),$(call system_folder,$(strip $(1)))))

endif
