# SPDX-License-Identifier: BSD-2-Clause
# Host tests of the serial class.
include test/host/sddf/sddf.mk

$(call os_host_test,serial,test_queue,)
$(call os_host_test,serial,test_virt_tx,os/serial/virt_tx.c os/serial/ring.c $(OS_HOST_MOCK) $(OS_HOST_PRINT))
$(call os_host_test,serial,test_virt_rx,os/serial/virt_rx.c os/serial/ring.c $(OS_HOST_MOCK) $(OS_HOST_PRINT))
$(call os_host_test,serial,test_pl011,os/serial/pl011.c os/serial/ring.c $(OS_HOST_MOCK) $(OS_HOST_PRINT))
