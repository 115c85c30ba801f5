# SPDX-License-Identifier: BSD-2-Clause
# Machine-checked proofs of kernel code (see proof/README.md), in the release configuration. They need packages
# that nothing else needs. UNITS="cap refill" restricts a run to these.

UNITS ?=

prove_flags = --build $(BUILD)/proof --cflags '-ffreestanding $(addprefix -I,$(kernel_include)) $(ABI_KERNEL_CFLAGS)'

.PHONY: prove prove-mutants prove-run proof-deps

proof-deps: deps
	@tools/deps proof/packages.list

prove: proof-deps ## Prove kernel code with Frama-C/WP; the last line is `N proved, N open'
	+@$(MAKE) CONFIG=release prove-run

prove-mutants: proof-deps ## Check that the proofs notice seeded mistakes
	+@$(MAKE) CONFIG=release prove-run PROVE_MODE=--mutants

prove-run: $(ABI_STAMP)
	@$(PYTHON) proof/prove.py $(prove_flags) $(PROVE_MODE) $(UNITS)
