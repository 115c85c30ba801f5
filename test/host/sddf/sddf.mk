# SPDX-License-Identifier: BSD-2-Clause
# How a component is tested on the host: compiled with sanitizers against the extern provider of <os/sddf.h>,
# which mock_sddf.c implements.
#
#   $(call os_host_test,AREA,NAME,SOURCES,FLAGS)   builds build/test/host/AREA/NAME from
#   test/host/AREA/NAME.c,
#                                                  SOURCES and the mock, and adds it to HOST_TESTS.
ifndef OS_HOST_TEST_MK
OS_HOST_TEST_MK := 1

OS_HOST_FLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Wconversion -Werror -DOS_CHECK_FORMATS \
                 -fsanitize=address,undefined -fno-sanitize-recover=all \
                 -Ios/include/extern -Ios/include -Itest/host/sddf -MMD -MP
OS_HOST_MOCK  := test/host/sddf/mock_sddf.c test/host/sddf/mock_print.c
# The formatter, for components that print.
OS_HOST_PRINT := $(addprefix os/print/,printf.c format.c output.c decimal.c double.c assert.c)

define os_host_test_rules
$(BUILD)/test/host/$(1)/$(2).obj/%.o: %.c
	@mkdir -p $$(@D)
	gcc $(OS_HOST_FLAGS) $(4) -c $$< -o $$@

$(BUILD)/test/host/$(1)/$(2): $(patsubst %.c,$(BUILD)/test/host/$(1)/$(2).obj/%.o,test/host/$(1)/$(2).c $(3))
	gcc -fsanitize=address,undefined $$^ -lcmocka -lpthread -o $$@

HOST_TESTS += $(BUILD)/test/host/$(1)/$(2)
-include $(patsubst %.c,$(BUILD)/test/host/$(1)/$(2).obj/%.d,test/host/$(1)/$(2).c $(3))
endef

os_host_test = $(eval $(call os_host_test_rules,$(strip $(1)),$(strip $(2)),$(strip $(3)),$(strip $(4))))

$(call os_host_test,sddf,test_layout,)

endif
