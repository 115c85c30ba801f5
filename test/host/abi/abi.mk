# SPDX-License-Identifier: BSD-2-Clause
# Tests of the header library: golden tables (they generate the headers of all builds themselves), and the
# user stubs on the host with a recording trap.

ABI_TEST_OUT := $(BUILD)/test/host/abi
HOST_TESTS   += $(ABI_TEST_OUT)/test_abi $(ABI_TEST_OUT)/test_stubs

$(ABI_TEST_OUT)/test_abi: test/host/abi/abi.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(PYTHON) $(CURDIR)/test/host/abi/test_abi.py "$$@"\n' > $@
	@chmod +x $@

$(ABI_TEST_OUT)/headers/libsel4/include/.stamp: $(ABI_INPUTS)
	$(PYTHON) abi/generate.py --board qemu_virt_aarch64 --config release --output $(ABI_TEST_OUT)/headers
	@touch $@

# The trap's folder comes first: its header stands in for the generated one.
$(ABI_TEST_OUT)/test_stubs: test/host/abi/test_stubs.c $(ABI_TEST_OUT)/headers/libsel4/include/.stamp
	gcc -std=gnu11 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -MMD -MP \
	    -Itest/host/abi/mock -I$(ABI_TEST_OUT)/headers/libsel4/include $< -lcmocka -o $@

-include $(ABI_TEST_OUT)/test_stubs.d
