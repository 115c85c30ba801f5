# SPDX-License-Identifier: BSD-2-Clause
# The timer class: drivers.
include os/component.mk

$(call os_component,timer_driver_arm,os/timer/driver.c os/timer/timeouts.c os/timer/counter_arm.c,\
                    $(OS_PRINT_DEBUG),$(OS_NO_FPU))
