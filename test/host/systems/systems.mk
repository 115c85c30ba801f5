# SPDX-License-Identifier: BSD-2-Clause
# Host test of the step that patches configuration structs into programs.

HOST_TESTS += $(BUILD)/test/host/systems/test_configure

$(BUILD)/test/host/systems/test_configure: test/host/systems/systems.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(PYTHON) $(CURDIR)/test/host/systems/test_configure.py "$$@"\n' > $@
	@chmod +x $@
