# SPDX-License-Identifier: BSD-2-Clause
# Golden test of the header library. It generates the headers of all builds itself.

HOST_TESTS += $(BUILD)/test/host/abi/test_abi

$(BUILD)/test/host/abi/test_abi: test/host/abi/abi.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(PYTHON) $(CURDIR)/test/host/abi/test_abi.py "$$@"\n' > $@
	@chmod +x $@
