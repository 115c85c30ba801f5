# SPDX-License-Identifier: BSD-2-Clause
# The network class: virtio driver, virtualisers, copier, and the echo client.
include os/component.mk

NET_VIRTIO_SOURCES := os/net/virtio/main.c os/net/virtio/virtio_net.c os/net/virtio/frame_queue.c \
                      os/virtio/virtqueue.c os/virtio/device.c os/virtio/mmio.c

$(call os_component,eth_driver_virtio,$(NET_VIRTIO_SOURCES),$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,network_virt_rx,os/net/virt_rx/main.c os/net/virt_rx/virt_rx.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,network_virt_tx,os/net/virt_tx/main.c os/net/virt_tx/virt_tx.c os/net/virt_tx/setup.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,network_copy,os/net/copier/main.c os/net/copier/copier.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,network_tx_copy,os/net/tx_copier/main.c os/net/tx_copier/tx_copier.c os/net/tx_copier/source.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
$(call os_component,network_echo,os/net/echo/main.c os/net/echo/answer.c,$(OS_PRINT_DEBUG),$(OS_NO_FPU))
