# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the lwIP port: the real lwIP and the real port over queues in memory, under ASan and UBSan. lwIP's
# own files are not instrumented for undefined behaviour, which is theirs.
include test/host/sddf/sddf.mk

LWIP_TEST_OUT     := $(BUILD)/test/host/lwip
LWIP_TEST_INCLUDE := -Itest/host/lwip -Itest/host/sddf -Ios/include/extern -Ios/include -Ios/webserver -Ios/lib/lwip \
                     -isystem $(LWIP)/include -Ios/lib/lwip/include
LWIP_TEST_FLAGS   := -std=gnu11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -MMD -MP \
                     $(LWIP_TEST_INCLUDE)
LWIP_TEST_OURS    := $(addprefix os/lib/lwip/,$(LWIP_PORT)) \
                     $(addprefix os/print/,printf.c format.c output.c decimal.c double.c) test/host/sddf/mock_sddf.c test/host/sddf/mock_print.c \
                     test/host/lwip/world.c
LWIP_TEST_CASES   := test_receive test_transmit test_siphash test_checksum

HOST_TESTS += $(addprefix $(LWIP_TEST_OUT)/,$(LWIP_TEST_CASES))

$(LWIP_TEST_OUT)/lwip/%.o: $(THIRD_PARTY)/lwip/fetched os/webserver/lwipopts.h
	@mkdir -p $(@D)
	gcc -std=gnu11 -g -O1 -w -fsanitize=address $(LWIP_TEST_INCLUDE) -MMD -MP -c $(LWIP)/$*.c -o $@

$(LWIP_TEST_OUT)/%.o: %.c | $(THIRD_PARTY)/lwip/fetched
	@mkdir -p $(@D)
	gcc $(LWIP_TEST_FLAGS) -Wall -Wextra -Wconversion -Werror -c $< -o $@

lwip_test_objects = $(patsubst %.c,$(LWIP_TEST_OUT)/%.o,$(1))

$(LWIP_TEST_OUT)/test_receive: $(call lwip_test_objects,test/host/lwip/test_receive.c)
$(LWIP_TEST_OUT)/test_transmit: $(call lwip_test_objects,test/host/lwip/test_transmit.c)
$(LWIP_TEST_OUT)/test_receive $(LWIP_TEST_OUT)/test_transmit: \
    $(call lwip_test_objects,$(LWIP_TEST_OURS)) $(LWIP_SOURCES:%.c=$(LWIP_TEST_OUT)/lwip/%.o)
$(LWIP_TEST_OUT)/test_siphash: $(call lwip_test_objects,test/host/lwip/test_siphash.c os/lib/lwip/siphash.c)
$(LWIP_TEST_OUT)/test_checksum: $(call lwip_test_objects,test/host/lwip/test_checksum.c os/lib/lwip/checksum.c)

$(addprefix $(LWIP_TEST_OUT)/,$(LWIP_TEST_CASES)):
	gcc -fsanitize=address,undefined $^ -lcmocka -o $@

-include $(patsubst %.c,$(LWIP_TEST_OUT)/%.d,$(LWIP_TEST_OURS) $(LWIP_TEST_CASES:%=test/host/lwip/%.c))
