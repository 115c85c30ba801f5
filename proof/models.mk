# SPDX-License-Identifier: BSD-2-Clause
# Models of the signalling protocols (see docs/assurance.md). MODEL_FLAGS=--small leaves out the runs
# that take minutes.

MODEL_JOBS  ?= 2
MODEL_FLAGS ?=

.PHONY: models

models: proof-deps ## Explore the models of all signalling protocols with SPIN; the last line is `N passed, N failed'
	@$(PYTHON) proof/models/models.py --build $(BUILD)/models --jobs $(MODEL_JOBS) $(MODEL_FLAGS)
