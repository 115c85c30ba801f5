# SPDX-License-Identifier: BSD-2-Clause
# The `microkit` host tool. Debian packages: libexpat1-dev (XML), libjansson-dev (JSON), libdw-dev (symbols and line
# numbers), libfdt-dev (device trees). Formats of composed configuration are those of the public headers in os/include.
# A second binary with sanitizers is what the tests run.

TOOL_BIN        := $(BUILD)/sdk/bin/microkit
TOOL_CHECKED    := $(BUILD)/test/tool/microkit
# The format of the description is shared with the initialiser.
TOOL_SOURCES    := $(wildcard sdk/tool/*.c sdk/tool/*/*.c) sdk/initialiser/description.c
TOOL_OBJECTS    := $(TOOL_SOURCES:sdk/%.c=$(BUILD)/obj/tool/%.o)
TOOL_CHECKED_OBJECTS := $(TOOL_SOURCES:sdk/%.c=$(BUILD)/obj/tool-checked/%.o)
TOOL_CFLAGS     := -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Werror -Isdk/tool -Isdk -Ios/include -I. -MMD -MP
TOOL_SANITIZE   := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TOOL_LIBS       := -lexpat -ljansson -lfdt -ldw -lelf -lm

$(TOOL_BIN): $(TOOL_OBJECTS)
	@mkdir -p $(@D)
	gcc -o $@ $^ $(TOOL_LIBS)

$(TOOL_CHECKED): $(TOOL_CHECKED_OBJECTS)
	@mkdir -p $(@D)
	gcc $(TOOL_SANITIZE) -o $@ $^ $(TOOL_LIBS)

$(TOOL_OBJECTS): $(BUILD)/obj/tool/%.o: sdk/%.c sdk/tool/tool.mk
	@mkdir -p $(@D)
	gcc $(TOOL_CFLAGS) -O2 -c -o $@ $<

$(TOOL_CHECKED_OBJECTS): $(BUILD)/obj/tool-checked/%.o: sdk/%.c sdk/tool/tool.mk
	@mkdir -p $(@D)
	gcc $(TOOL_CFLAGS) $(TOOL_SANITIZE) -O1 -g -c -o $@ $<

-include $(TOOL_OBJECTS:.o=.d) $(TOOL_CHECKED_OBJECTS:.o=.d)
