# SPDX-License-Identifier: BSD-2-Clause
# Mistakes planted in the device framework and the kernel, which tests and proofs must notice.

.PHONY: mutants

mutants: proof-deps ## Plant mistakes and check that tests and proofs notice each
	@$(PYTHON) test/mutants/mutants.py --tree $(BUILD)/mutants
	+@$(MAKE) prove-mutants
