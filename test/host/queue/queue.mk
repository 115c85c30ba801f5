# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the generic queue.
include test/host/sddf/sddf.mk

$(call os_host_test,queue,test_spsc,)
$(call os_host_test,queue,test_signal,)
$(call os_host_test,queue,test_stress,)
