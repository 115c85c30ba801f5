# SPDX-License-Identifier: BSD-2-Clause
# The web server system with two hostile clients beside it. Its site is that of the web server system.
include systems/systems.mk

HOSTILE_OUT           := $(call system_dir,hostile)
SYSTEM_FOLDER_hostile := test/system/hostile

$(call os_component,hostile,test/system/hostile/hostile.c,$(OS_PRINT_DEBUG))
$(call system,hostile,timer_driver=timer_driver_arm eth_driver=eth_driver_virtio net_virt_rx=network_virt_rx \
                      net_virt_tx=network_virt_tx net_copier=network_copy hostile_copier=network_copy \
                      serial_driver=serial_driver_pl011 serial_virt_tx=serial_virt_tx serial_virt_rx=serial_virt_rx \
                      console=console webserver=webserver hostile=hostile spoofer=hostile spoofer_copier=network_copy \
                      guard=network_tx_copy)

$(HOSTILE_OUT)/site.img: $(call system_dir,webserver)/site.img
	@mkdir -p $(@D)
	cp $< $@

$(HOSTILE_OUT)/gen/emitted $(HOSTILE_OUT)/loader.img: $(HOSTILE_OUT)/site.img

TEST_SYSTEMS += $(HOSTILE_OUT)/loader.img
