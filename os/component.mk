# SPDX-License-Identifier: BSD-2-Clause
# How a protection domain's program is built, exactly as a project outside this tree would build it: against
# the SDK folder of a board and configuration, and the public headers in os/include. Each
# os/<class>/<class>.mk uses it.
#
#   $(call os_component,NAME,SOURCES,LIBRARIES,FLAGS)
#       builds $(OS_OUT)/NAME.elf from C or assembly SOURCES (paths from the root), linked with the archives
#       LIBRARIES in that order, libmicrokit last. FLAGS are extra compiler flags of this component alone.
#   $(call os_library,NAME,SOURCES,FLAGS)
#       builds $(OS_OUT)/NAME.a.

ifndef OS_COMPONENT_MK
OS_COMPONENT_MK := 1

OS_OUT   := $(BUILD)/os/$(BOARD)/$(CONFIG)
OS_BOARD := $(SDK_DIR)/board/$(BOARD)/$(CONFIG)

OS_WARNINGS := -Wall -Wextra -Wconversion -Werror -DOS_CHECK_FORMATS
OS_CFLAGS   := -std=gnu11 -O2 -g -ffreestanding -mstrict-align -mcpu=cortex-a53 -fno-stack-protector \
               -Ios/include -I$(OS_BOARD)/include -MMD -MP

# FLAGS of drivers, virtualisers and copiers: they use no FPU register, so that the kernel has no FPU state to
# switch between them.
OS_NO_FPU   := -mgeneral-regs-only

# What components link. The debug backend prints on the kernel's console, the other on a serial queue; with
# both come the memory functions that the compiler expects of a freestanding environment.
OS_PRINT_DEBUG  := $(OS_OUT)/libsddf_util_debug.a $(OS_OUT)/libos_memory.a
OS_PRINT_SERIAL := $(OS_OUT)/libsddf_util.a $(OS_OUT)/libos_memory.a

define os_object_rules
$(OS_OUT)/obj/$(1)/%.o: %.c | $(OS_BOARD)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	$(CROSS)gcc $(OS_CFLAGS) $(OS_WARNINGS) $(3) -c $$< -o $$@

$(OS_OUT)/obj/$(1)/%.o: %.S | $(OS_BOARD)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	$(CROSS)gcc $(OS_CFLAGS) $(3) -c $$< -o $$@

-include $(patsubst %,$(OS_OUT)/obj/$(1)/%.d,$(basename $(2)))
endef

define os_component_rules
$(call os_object_rules,$(1),$(2),$(4))
$(OS_OUT)/$(1).elf: $(patsubst %,$(OS_OUT)/obj/$(1)/%.o,$(basename $(2))) $(3) \
                    $(OS_BOARD)/lib/libmicrokit.a $(OS_BOARD)/lib/microkit.ld
	$(CROSS)ld -z noexecstack -L$(OS_BOARD)/lib $$(filter %.o %.a,$$^) -Tmicrokit.ld -o $$@
endef

define os_library_rules
$(call os_object_rules,$(1),$(2),$(3))
$(OS_OUT)/$(1).a: $(patsubst %,$(OS_OUT)/obj/$(1)/%.o,$(basename $(2)))
	rm -f $$@
	$(CROSS)ar rcs $$@ $$^
endef

os_component = $(eval $(call os_component_rules,$(strip $(1)),$(strip $(2)),$(strip $(3)),$(strip $(4))))
os_library   = $(eval $(call os_library_rules,$(strip $(1)),$(strip $(2)),$(strip $(3))))

endif
