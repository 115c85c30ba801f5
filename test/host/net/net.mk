# SPDX-License-Identifier: BSD-2-Clause
# Host unit tests of the network class and of the virtio layer under it.

NET_TEST_DIR    := $(BUILD)/test/host/net
NET_TEST_CFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all \
                   -Ios/include/extern -Ios/include -MMD -MP
NET_TEST_COMMON := test/host/net/mock_os.c test/host/net/world.c

NET_TEST_SOURCES_queue      :=
NET_TEST_SOURCES_virt_rx    := os/net/virt_rx/virt_rx.c
NET_TEST_SOURCES_virt_tx    := os/net/virt_tx/virt_tx.c os/net/virt_tx/setup.c
NET_TEST_SOURCES_copier     := os/net/copier/copier.c
NET_TEST_SOURCES_tx_copier  := os/net/tx_copier/tx_copier.c os/net/tx_copier/source.c
NET_TEST_SOURCES_pipeline   := os/net/copier/copier.c os/net/virt_rx/virt_rx.c
NET_TEST_SOURCES_virtio_net := os/net/virtio/virtio_net.c os/net/virtio/frame_queue.c os/virtio/virtqueue.c \
                               os/virtio/device.c test/host/net/model_device.c
NET_TEST_SOURCES_tx_path    := os/net/virt_tx/virt_tx.c os/net/virt_tx/setup.c $(NET_TEST_SOURCES_virtio_net)
NET_TEST_SOURCES_mmio       := os/virtio/mmio.c
NET_TEST_SOURCES_echo       := os/net/echo/answer.c

# 1 name of test_NAME.c
define net_test_rules
$(NET_TEST_DIR)/test_net_$(1): $(patsubst %.c,$(NET_TEST_DIR)/%.o,test/host/net/test_$(1).c $(NET_TEST_COMMON) \
                                                           $(NET_TEST_SOURCES_$(1)))
	gcc -fsanitize=address,undefined $$^ -lcmocka -lpthread -o $$@
HOST_TESTS += $(NET_TEST_DIR)/test_net_$(1)
-include $(patsubst %.c,$(NET_TEST_DIR)/%.d,test/host/net/test_$(1).c $(NET_TEST_COMMON) $(NET_TEST_SOURCES_$(1)))
endef

$(NET_TEST_DIR)/%.o: %.c
	@mkdir -p $(@D)
	gcc $(NET_TEST_CFLAGS) -c $< -o $@

$(foreach t,queue virt_rx virt_tx copier tx_copier pipeline tx_path virtio_net mmio echo,$(eval $(call net_test_rules,$(t))))
