# SPDX-License-Identifier: BSD-2-Clause
# Host tests of formatted printing and of the freestanding memory functions.
include test/host/sddf/sddf.mk

$(call os_host_test,print,test_format,$(OS_HOST_PRINT) $(OS_HOST_MOCK),-Wno-format-nonliteral)
$(call os_host_test,print,test_serial,$(OS_HOST_PRINT) os/print/backend_serial.c test/host/sddf/mock_sddf.c)
$(call os_host_test,print,test_memory,,-fno-builtin)
