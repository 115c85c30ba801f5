# SPDX-License-Identifier: BSD-2-Clause
# The UDP echo system.
include systems/systems.mk

$(call system,echo,eth_driver=eth_driver_virtio net_virt_rx=network_virt_rx net_virt_tx=network_virt_tx \
                   net_copier=network_copy echo=network_echo)
