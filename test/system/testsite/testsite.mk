# SPDX-License-Identifier: BSD-2-Clause
# The web server system, unchanged, with a site made for tests: small files of several kinds and a large one.
include systems/systems.mk

TESTSITE        := $(BUILD)/test/testsite
TESTSITE_OUT    := $(call system_dir,testsite)
TESTSITE_LARGE  := 41943041
SYSTEM_FOLDER_testsite := $(TESTSITE)

$(call system,testsite,timer_driver_arm eth_driver_virtio network_virt_rx network_virt_tx network_copy \
                       serial_driver_pl011 serial_virt_tx serial_virt_rx console webserver)

$(TESTSITE)/testsite.system: systems/webserver/webserver.system
	@mkdir -p $(@D)
	cp $< $@

# Every byte depends on its place, so that a piece that is lost, repeated or moved changes the checksum.
$(TESTSITE)/large.bin: test/system/testsite/testsite.mk
	@mkdir -p $(@D)
	$(PYTHON) -c "import hashlib; \
	    data = b''.join(hashlib.sha256(str(i).encode()).digest() for i in range($(TESTSITE_LARGE) // 32 + 1)); \
	    open('$@', 'wb').write(data[:$(TESTSITE_LARGE)])"

$(call packed_site,$(TESTSITE_OUT)/site.img,test/system/testsite/site,/large.bin=$(TESTSITE)/large.bin)

$(TESTSITE_OUT)/loader.img: $(TESTSITE_OUT)/site.img

TEST_SYSTEMS += $(TESTSITE_OUT)/loader.img
