# SPDX-License-Identifier: BSD-2-Clause
# How a bootable system is built from its .system file, its config.c and the programs of its protection
# domains.
#
#   include systems/systems.mk
#   $(call system,NAME,PD=PROGRAM ...,FLAGS)
#
# FOLDER is systems/NAME unless SYSTEM_FOLDER_NAME says otherwise. For each PD of FOLDER/NAME.system, PROGRAM
# names the component $(OS_OUT)/PROGRAM.elf that it runs; the .system file calls it PD.elf. FLAGS are extra
# compiler flags for config.c. Everything is built in build/systems/NAME/BOARD/CONFIG:
#   gen/PD.h      addresses and channels of each PD, written by the microkit tool from the .system file
#   PD.elf        the program with its configuration patched in
#   loader.img    the boot image, and report.txt
#
# config.c defines each configuration struct of each PD with CONFIG_FOR (systems/config.h).

ifndef SYSTEMS_MK
SYSTEMS_MK := 1
include os/component.mk

# What the tool reads of the SDK: the first list for any work, the second for an image.
SYSTEM_SDK_FACTS := $(addprefix $(OS_BOARD)/,invocations_all.json object_sizes.json \
                                             address_space_constants.json platform_gen.json)
SYSTEM_SDK_ELFS  := $(addprefix $(OS_BOARD)/elf/,loader.elf sel4.elf monitor.elf initialiser.elf)

system_dir    = $(BUILD)/systems/$(1)/$(BOARD)/$(CONFIG)
system_folder = $(or $(SYSTEM_FOLDER_$(1)),systems/$(1))
system_elf    = $(OS_OUT)/$(lastword $(subst =, ,$(1))).elf

# 1 name, 2 PD=PROGRAM list, 3 flags for config.c, 4 output folder, 5 source folder
define system_rules
$(4)/gen/emitted: $(5)/$(1).system $(SDK_DIR)/bin/microkit $(SYSTEM_SDK_FACTS) | $(OS_BOARD)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	MICROKIT_SDK=$(SDK_DIR) $(SDK_DIR)/bin/microkit --emit-headers $(4)/gen $$< --search-path $(4) \
	    --board $(BOARD) --config $(CONFIG)
	@touch $$@

$(4)/config.o: $(5)/config.c $(4)/gen/emitted
	$(CROSS)gcc $(OS_CFLAGS) $(OS_WARNINGS) $(3) -I$(4)/gen -I. -c $$< -o $$@

$(4)/configured: $(4)/config.o systems/configure.py $(foreach pd,$(2),$(call system_elf,$(pd)))
	$(PYTHON) systems/configure.py $(4)/config.o $(4) \
	    $(foreach pd,$(2),$(firstword $(subst =, ,$(pd)))=$(call system_elf,$(pd)))
	@touch $$@

$(4)/loader.img: $(5)/$(1).system $(4)/configured $(SDK_DIR)/bin/microkit $(SYSTEM_SDK_FACTS) \
                  $(SYSTEM_SDK_ELFS)
	MICROKIT_SDK=$(SDK_DIR) $(SDK_DIR)/bin/microkit $$< --search-path $(4) --board $(BOARD) --config $(CONFIG) \
	    -o $$@ -r $(4)/report.txt

-include $(4)/config.d
endef

system = $(eval $(call system_rules,$(strip $(1)),$(strip $(2)),$(strip $(3)),$(call \
             system_dir,$(strip $(1))),$(call system_folder,$(strip $(1)))))

endif
