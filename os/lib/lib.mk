# SPDX-License-Identifier: BSD-2-Clause
# What untrusted components link: the C library (musl on our system calls) and the lwIP stack with its port.
# Third-party code is compiled without warnings; our own with all of them.

OS_LIB_FLAGS := -O2 -g -std=gnu11 -ffreestanding -mstrict-align -mcpu=cortex-a53 -fno-stack-protector \
                -ffunction-sections -fdata-sections -MMD -MP

# --- C library ---------------------------------------------------------------------------------------------------
MUSL_SOURCE := $(THIRD_PARTY)/musl/source
MUSL        := $(THIRD_PARTY)/musl/aarch64
OS_LIBC     := $(BUILD)/os/lib/libc
GCC_INCLUDE := $(shell $(CROSS)gcc -print-file-name=include 2>/dev/null)

# What a component passes to compile against the C library, and what it links (once, last).
OS_LIBC_CFLAGS  := -nostdinc -isystem $(MUSL)/include -isystem $(GCC_INCLUDE) -Ios/lib/libc
OS_LIBC_LIBRARY := $(OS_LIBC)/libos_libc.a

$(MUSL)/include/stdio.h: $(MUSL)/lib/libc.a

# musl is built in a copy of its sources: its one header that enters a Unix kernel is replaced by ours.
$(MUSL)/lib/libc.a: $(THIRD_PARTY)/musl/fetched os/lib/libc/syscall_arch.h
	rm -rf $(MUSL) $(MUSL)-build
	cp -r $(MUSL_SOURCE) $(MUSL)-build
	cp os/lib/libc/syscall_arch.h $(MUSL)-build/arch/aarch64/syscall_arch.h
	cd $(MUSL)-build && ./configure --target=aarch64 --disable-shared --prefix=$(abspath $(MUSL)) \
	    CC=$(CROSS)gcc CFLAGS='-O2 -mcpu=cortex-a53 -fno-stack-protector -ffunction-sections -fdata-sections' \
	    >configure.log
	+MAKEFLAGS='$(filter -j% --jobserver%,$(MAKEFLAGS))' $(MAKE) -s -C $(MUSL)-build \
	    AR=$(CROSS)ar RANLIB=$(CROSS)ranlib lib/libc.a install-headers
	mkdir -p $(@D)
	cp $(MUSL)-build/lib/libc.a $@
	rm -rf $(MUSL)-build

OS_LIBC_OBJECTS := $(addprefix $(OS_LIBC)/,start.o heap.o syscall.o)

$(OS_LIBC)/%.o: os/lib/libc/%.c $(MUSL)/lib/libc.a
	@mkdir -p $(@D)
	$(CROSS)gcc $(OS_LIB_FLAGS) $(OS_LIBC_CFLAGS) -Wall -Wextra -Wconversion -Werror -c $< -o $@

# One archive, so that a component cannot link the C library without its system calls.
$(OS_LIBC_LIBRARY): $(OS_LIBC_OBJECTS)
	rm -f $@
	cp $(MUSL)/lib/libc.a $@
	$(CROSS)ar r $@ $(OS_LIBC_OBJECTS) 2>/dev/null

-include $(OS_LIBC_OBJECTS:.o=.d)
