# SPDX-License-Identifier: BSD-2-Clause
# The UDP echo system.
include systems/systems.mk

$(call system,echo,eth_driver_virtio network_virt_rx network_virt_tx network_copy network_echo)
