# SPDX-License-Identifier: BSD-2-Clause
# The hello system: a greeting and an interactive console on a shared serial line.
include systems/systems.mk

$(call os_component,hello,systems/hello/hello.c,$(OS_PRINT_SERIAL))
$(call system,hello,timer_driver_arm serial_driver_pl011 serial_virt_tx serial_virt_rx console hello)
