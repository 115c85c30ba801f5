# SPDX-License-Identifier: BSD-2-Clause
# The web server system. SITE=folder serves that folder instead of the site here.
include systems/systems.mk

WEBSERVER_OUT  := $(call system_dir,webserver)
WEBSERVER_SITE := $(if $(SITE),$(SITE),systems/webserver/site)

$(call system,webserver,timer_driver_arm eth_driver_virtio network_virt_rx network_virt_tx network_copy \
                        serial_driver_pl011 serial_virt_tx serial_virt_rx console webserver)

# What the status page tells of the build. A site of one's own may use it too, at the same path. The page is part of
# the site, whose size must be known to expand the description: any size serves to tell who is there.
$(WEBSERVER_OUT)/outline.system: systems/webserver/webserver.system $(SYSTEM_COMPOSITION) $(SDK_DIR)/bin/microkit \
                                 $(SYSTEM_SDK_FACTS) $(SDK_HEADERS)
	@mkdir -p $(@D)/outline
	echo > $(@D)/outline/site.img
	$(SYSTEM_TOOL) expand $< -o $@ --search-path $(@D)/outline --board $(BOARD) --config $(CONFIG) --drivers os/drivers

$(WEBSERVER_OUT)/system.json: systems/webserver/describe.py $(WEBSERVER_OUT)/outline.system
	@mkdir -p $(@D)
	$(PYTHON) $^ $(BOARD) $(CONFIG) $@

$(call packed_site,$(WEBSERVER_OUT)/site.img,$(WEBSERVER_SITE),/system.json=$(WEBSERVER_OUT)/system.json)

# The size of the site's region is the size of its image.
$(WEBSERVER_OUT)/webserver.system $(WEBSERVER_OUT)/loader.img: $(WEBSERVER_OUT)/site.img
