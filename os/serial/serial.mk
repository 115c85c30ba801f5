# SPDX-License-Identifier: BSD-2-Clause
# The serial class: drivers and virtualisers.
include os/component.mk

$(call os_component,serial_virt_tx,os/serial/virt_tx.c os/serial/ring.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,serial_virt_rx,os/serial/virt_rx.c os/serial/ring.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,serial_driver_pl011,os/serial/pl011.c os/serial/ring.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
