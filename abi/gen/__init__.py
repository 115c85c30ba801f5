# SPDX-License-Identifier: BSD-2-Clause
"""Generator of the user header library and the kernel's view of the interface."""
