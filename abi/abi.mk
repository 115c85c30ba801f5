# SPDX-License-Identifier: BSD-2-Clause
# The user header library and the kernel's view of the interface, generated from abi/tables.
# Uses BOARD, CONFIG, OPTIONS and KERNEL_DIR. Depend on $(ABI_STAMP) and add $(ABI_CFLAGS).

ABI_DIR := abi
ABI_STAMP := $(KERNEL_DIR)/libsel4/include/.stamp
ABI_CFLAGS := -I$(KERNEL_DIR)/libsel4/include
# The kernel also finds <abi/invocation_arguments.h>.
ABI_KERNEL_CFLAGS := $(ABI_CFLAGS) -I$(KERNEL_DIR)/obj
ABI_INPUTS := $(shell find $(ABI_DIR) -name '*.tab' -o -name '*.py' -o -name '*.h' -o -name '*.c')

$(ABI_STAMP): $(ABI_INPUTS)
	python3 $(ABI_DIR)/generate.py --board $(BOARD) --config $(CONFIG) --output $(KERNEL_DIR) $(OPTIONS)
	@touch $@

.PHONY: headers
headers: $(ABI_STAMP)
