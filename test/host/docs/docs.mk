# SPDX-License-Identifier: BSD-2-Clause
# Host test of the documentation: its C examples, its links, and that the reference leaves nothing out.

HOST_TESTS += $(BUILD)/test/host/docs/test_docs

$(BUILD)/test/host/docs/test_docs: test/host/docs/docs.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nCROSS=$(CROSS) exec $(PYTHON) $(CURDIR)/test/host/docs/test_docs.py "$$@"\n' > $@
	@chmod +x $@
