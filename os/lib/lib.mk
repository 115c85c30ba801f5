# SPDX-License-Identifier: BSD-2-Clause
# What untrusted components link: the C library (musl on our system calls) and the lwIP stack with its port.
# Third-party code is compiled without warnings; our own with all of them.
include os/component.mk

OS_LIB_FLAGS := -O2 -g -std=gnu11 -mstrict-align -mcpu=cortex-a53 -fno-stack-protector \
                -ffunction-sections -fdata-sections -MMD -MP

# --- C library ------------------------------------------------------------------------------------
MUSL_SOURCE := $(THIRD_PARTY)/musl/source
MUSL        := $(THIRD_PARTY)/musl/aarch64
OS_LIBC     := $(OS_OUT)/libc
GCC_INCLUDE := $(shell $(CROSS)gcc -print-file-name=include 2>/dev/null)

# What a component passes to compile against the C library, and what it links (once, last). With a C library the
# environment is a hosted one: the compiler may know what memcpy() does, and write small ones out.
OS_LIBC_CFLAGS  := -fhosted -nostdinc -isystem $(MUSL)/include -isystem $(GCC_INCLUDE) -Ios/lib/libc
OS_LIBC_LIBRARY := $(OS_LIBC)/libos_libc.a

$(MUSL)/lib/libc.a: $(THIRD_PARTY)/musl/fetched os/lib/libc/syscall_arch.h | third_party/musl/build
	+MAKE='$(MAKE)' MAKEFLAGS='$(filter -j% --jobserver%,$(MAKEFLAGS))' \
	    third_party/musl/build $(MUSL_SOURCE) os/lib/libc/syscall_arch.h $(MUSL) $(CROSS)

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

# --- lwIP -----------------------------------------------------------------------------------------
# lwIP is configured at compile time, so each client has its own library:
#   $(call os_lwip_library,NAME,FOLDER)
# builds $(OS_OUT)/lib_sddf_lwip_NAME.a with the lwipopts.h of FOLDER. OS_LWIP_CFLAGS are for code that uses it.

LWIP           := $(THIRD_PARTY)/lwip/source/src
OS_LWIP_CFLAGS := $(OS_LIBC_CFLAGS) -isystem $(LWIP)/include -Ios/lib/lwip/include
LWIP_SOURCES   := $(addprefix core/,def.c inet_chksum.c init.c ip.c mem.c memp.c netif.c pbuf.c stats.c sys.c tcp.c \
                      tcp_in.c tcp_out.c timeouts.c udp.c) \
                  $(addprefix core/ipv4/,dhcp.c etharp.c icmp.c igmp.c ip4.c ip4_addr.c ip4_frag.c) \
                  netif/ethernet.c
LWIP_PORT      := checksum.c init.c notify.c pool.c random.c receive.c siphash.c transmit.c

define os_lwip_rules
$(OS_OUT)/lwip/$(1)/third_party/%.o: $(THIRD_PARTY)/lwip/fetched $(MUSL)/lib/libc.a $(2)/lwipopts.h
	@mkdir -p $$(@D)
	$(CROSS)gcc $(OS_LIB_FLAGS) $(OS_LWIP_CFLAGS) -I$(2) -w -c $(LWIP)/$$*.c -o $$@

$(OS_OUT)/lwip/$(1)/port/%.o: os/lib/lwip/%.c $(THIRD_PARTY)/lwip/fetched $(MUSL)/lib/libc.a \
                              | $(OS_BOARD)/lib/libmicrokit.a
	@mkdir -p $$(@D)
	$(CROSS)gcc $(OS_CFLAGS) $(OS_WARNINGS) $(OS_LWIP_CFLAGS) -I$(2) -c $$< -o $$@

$(OS_OUT)/lib_sddf_lwip_$(1).a: $(LWIP_SOURCES:%.c=$(OS_OUT)/lwip/$(1)/third_party/%.o) \
                                $(LWIP_PORT:%.c=$(OS_OUT)/lwip/$(1)/port/%.o)
	rm -f $$@
	$(CROSS)ar rcs $$@ $$^

-include $(LWIP_SOURCES:%.c=$(OS_OUT)/lwip/$(1)/third_party/%.d) $(LWIP_PORT:%.c=$(OS_OUT)/lwip/$(1)/port/%.d)
endef

os_lwip_library = $(eval $(call os_lwip_rules,$(strip $(1)),$(strip $(2))))
