# SPDX-License-Identifier: BSD-2-Clause
# Machine-checked proofs (see proof/README.md), in the release configuration. They need packages that nothing
# else needs. UNITS="cap refill" restricts a run to these, PROVE_JOBS is the
# number of units at a time, PROVE_CACHE a folder in which their answers are kept for the next run.

UNITS      ?=
PROVE_JOBS ?=
PROVE_CACHE ?=
PROVE_TOOL  := prove

# Areas: folders of proofs, and the preprocessor flags of the code that each proves.
proof_areas        := kernel os sdk
proof_flags_kernel  = -ffreestanding $(addprefix -I,$(kernel_include)) $(ABI_KERNEL_CFLAGS)
# The folder of proofs comes first: what it has in place of a header is arbitrary behaviour of another domain.
proof_flags_os      = -ffreestanding -Iproof/os/include -Ios/include -Ios
proof_flags_sdk     = -ffreestanding -Iproof/sdk/include -Isdk/libmicrokit -Isdk/libmicrokit/include

prove_flags = --build $(BUILD)/proof \
              $(if $(PROVE_JOBS),--jobs $(PROVE_JOBS)) $(if $(PROVE_CACHE),--cache $(PROVE_CACHE)) \
              $(foreach area,$(proof_areas),--area '$(area)=$(strip $(proof_flags_$(area)))')

.PHONY: prove prove-mutants prove-numbers prove-run proof-deps

proof-deps: deps
	@tools/deps proof/packages.list

prove: proof-deps ## Prove code with Frama-C/WP; the last line is `N proved, N open'
	$(if $(UNITS),,+@$(MAKE) CONFIG=release prove-run PROVE_TOOL=numbers PROVE_MODE=--check)
	+@$(MAKE) CONFIG=release prove-run

prove-mutants: proof-deps ## Check that the proofs notice seeded mistakes
	+@$(MAKE) CONFIG=release prove-run PROVE_MODE=--mutants

prove-numbers: ## Write the numbers of the proofs into docs/assurance.md, from the logs of `make prove'
	+@$(MAKE) CONFIG=release prove-run PROVE_TOOL=numbers

prove-run: $(ABI_STAMP)
	@$(PYTHON) proof/$(PROVE_TOOL).py $(prove_flags) $(PROVE_MODE) $(UNITS)
