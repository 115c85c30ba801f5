# SPDX-License-Identifier: BSD-2-Clause
# The libraries of small functions that components link: formatted printing on the kernel's console or on a
# serial queue, with assertions; and the memory functions that the compiler expects, whose loops must not
# become calls of them.
include os/component.mk

OS_PRINT_SOURCES := $(addprefix os/print/,printf.c format.c output.c decimal.c double.c assert.c)

$(call os_library,libsddf_util_debug,$(OS_PRINT_SOURCES) os/print/backend_debug.c)
$(call os_library,libsddf_util,$(OS_PRINT_SOURCES) os/print/backend_serial.c)
$(call os_library,libos_memory,os/lib/memory/memory.c os/lib/memory/string.c,\
                  $(OS_NO_FPU) -fno-tree-loop-distribute-patterns)
