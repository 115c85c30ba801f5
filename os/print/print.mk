# SPDX-License-Identifier: BSD-2-Clause
# The two libraries of small functions that every component links one of: formatted printing on the kernel's console
# or on a serial queue, assertions, and the memory functions that the compiler expects.
include os/component.mk

OS_PRINT_SOURCES := $(addprefix os/print/,printf.c format.c output.c decimal.c double.c assert.c) \
                    os/lib/memory/memory.c os/lib/memory/string.c
OS_PRINT_FLAGS   := -fno-tree-loop-distribute-patterns

$(call os_library,libsddf_util_debug,$(OS_PRINT_SOURCES) os/print/backend_debug.c,$(OS_PRINT_FLAGS))
$(call os_library,libsddf_util,$(OS_PRINT_SOURCES) os/print/backend_serial.c,$(OS_PRINT_FLAGS))
