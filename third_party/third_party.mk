# SPDX-License-Identifier: BSD-2-Clause
# Third-party sources: each recipe is fetched and checked once, and unpacked under build/third_party/<name>/source.

THIRD_PARTY := $(BUILD)/third_party

$(THIRD_PARTY)/%/fetched: third_party/%/recipe third_party/fetch
	third_party/fetch $< $(@D)
