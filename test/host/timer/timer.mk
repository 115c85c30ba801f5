# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the timer class.
include test/host/sddf/sddf.mk

$(call os_host_test,timer,test_timeouts,os/timer/timeouts.c)
$(call os_host_test,timer,test_driver,os/timer/driver.c os/timer/timeouts.c $(OS_HOST_MOCK) $(OS_HOST_PRINT))
