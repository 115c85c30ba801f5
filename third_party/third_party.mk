# SPDX-License-Identifier: BSD-2-Clause
# Third-party sources: each recipe is fetched and checked once, and unpacked under build/third_party/<name>/source.

THIRD_PARTY := $(BUILD)/third_party

# Only a changed recipe is a reason to fetch again; how it is fetched makes no difference to what comes.
$(THIRD_PARTY)/%/fetched: third_party/%/recipe | third_party/fetch
	third_party/fetch $< $(@D)
