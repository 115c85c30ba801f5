# SPDX-License-Identifier: BSD-2-Clause
# The web server system. SITE=folder serves that folder instead of the site here.
include systems/systems.mk

WEBSERVER_OUT  := $(call system_dir,webserver)
WEBSERVER_SITE := $(if $(SITE),$(SITE),systems/webserver/site)

$(call system,webserver,timer_driver=timer_driver_arm eth_driver=eth_driver_virtio net_virt_rx=network_virt_rx \
                        net_virt_tx=network_virt_tx net_copier=network_copy serial_driver=serial_driver_pl011 \
                        serial_virt_tx=serial_virt_tx serial_virt_rx=serial_virt_rx console=console \
                        webserver=webserver)

# What the status page tells of the build. A site of one's own may use it too, at the same path.
$(WEBSERVER_OUT)/system.json: systems/webserver/describe.py systems/webserver/webserver.system
	@mkdir -p $(@D)
	$(PYTHON) $^ $(BOARD) $(CONFIG) $@

$(call packed_site,$(WEBSERVER_OUT)/site.img,$(WEBSERVER_SITE),/system.json=$(WEBSERVER_OUT)/system.json)

# The size of the site's region is the size of its image.
$(WEBSERVER_OUT)/gen/emitted $(WEBSERVER_OUT)/loader.img: $(WEBSERVER_OUT)/site.img
