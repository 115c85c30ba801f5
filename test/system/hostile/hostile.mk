# SPDX-License-Identifier: BSD-2-Clause
# The web server system with two hostile clients beside it. Its site is that of the web server system.
include systems/systems.mk

HOSTILE_OUT           := $(call system_dir,hostile)
SYSTEM_FOLDER_hostile := test/system/hostile

$(call os_component,hostile,test/system/hostile/hostile.c,$(OS_PRINT_DEBUG))
$(call system,hostile,timer_driver_arm eth_driver_virtio network_virt_rx network_virt_tx network_copy \
                      network_tx_copy serial_driver_pl011 serial_virt_tx serial_virt_rx console webserver \
                      hostile)

$(HOSTILE_OUT)/site.img: $(call system_dir,webserver)/site.img
	@mkdir -p $(@D)
	cp $< $@

$(HOSTILE_OUT)/loader.img: $(HOSTILE_OUT)/site.img

TEST_SYSTEMS += $(HOSTILE_OUT)/loader.img
