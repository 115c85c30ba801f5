/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * <net>: a driver, two virtualisers and, for each client that is not trusted with the memory of the device, a
 * copier (04 SDF-42, SDF-44, NET-11 to NET-16). The driver never sees a packet, and only clients write what they
 * send.
 */
#include <os/net/tx_copier/config.h>
#include <sddf/network/config.h>
#include <sddf/network/lwip_config.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "compose/composer.h"
#include "compose/mac.h"
#include "sdf/sdf_value.h"

enum { DEFAULT_BUFFERS = 512, MAX_BUFFERS = 32768, PBUF_BYTES = 56 };

static const char *const directories[] = {"network", "network/virtio", NULL};

static const struct role tx_copier_role = {"tx_copier", NULL, "network_tx_copy.elf", "98", "20000", NULL};
static const struct role copier_role = {"copier", NULL, "network_copy.elf", "98", "20000", NULL};

struct net {
    struct composer *c;
    struct xml_element *driver, *rx_virt, *tx_virt;
    struct role_set taken;
    uint64_t rx_buffers;
    const struct memory_region *rx_data; /* what the device receives into */
    net_driver_config_t driver_config;
    net_virt_rx_config_t rx_config;
    net_virt_tx_config_t tx_config;
    struct mac_set macs;
};

/* Both ends of a link. */
struct link {
    net_connection_resource_t server, client;
};

/* SDF-42. `buffers` is a power of two. */
static struct link make_link(struct composer *c, struct xml_element *server, struct xml_element *client,
                             uint64_t buffers)
{
    const char *ends = mem_format("%snet/queue/%s/%s", c->prefix, composer_name(server), composer_name(client));
    uint64_t size = round_to_pages(8 + 16 * buffers);
    const struct memory_region *free = composer_region(c, mem_format("%s/free", ends), size);
    const struct memory_region *active = composer_region(c, mem_format("%s/active", ends), size);
    struct link link = {0};

    link.server.free_queue = composer_map(c, server, free, "rw");
    link.server.active_queue = composer_map(c, server, active, "rw");
    link.client.free_queue = composer_map(c, client, free, "rw");
    link.client.active_queue = composer_map(c, client, active, "rw");
    link.server.num_buffers = link.client.num_buffers = (uint16_t)buffers;
    struct link_ids ids = composer_channel(c, server, client, false);
    link.server.id = ids.server;
    link.client.id = ids.client;
    return link;
}

static uint64_t next_power(uint64_t number)
{
    uint64_t power = 1;

    while (power < number) {
        power *= 2;
    }
    return power;
}

static uint64_t buffers_of(const struct xml_element *element, const char *attribute, uint64_t missing)
{
    return composer_power(element, attribute, missing, MAX_BUFFERS);
}

/* What all clients send must fit into the queue of the driver (NET-8). */
static uint64_t all_tx_buffers(const struct composer *c, const struct xml_element *element)
{
    uint64_t sum = 0;

    FOR_EACH_CHILD (client, element, "client") {
        sum += value_flag_or(client, "tx", true) ? buffers_of(client, "tx_buffers", DEFAULT_BUFFERS) : 0;
    }
    uint64_t power = next_power(sum);
    if (power > MAX_BUFFERS) {
        sdf_error(c->at, "Give the clients fewer buffers.",
                  "the clients have %ju buffers to send from, but a queue holds %d", (uintmax_t)sum, MAX_BUFFERS);
    }
    return power;
}

/* Steps 1 to 3. */
static void connect_driver(struct net *n, const struct xml_element *element)
{
    struct composer *c = n->c;
    struct link rx = make_link(c, n->driver, n->rx_virt, n->rx_buffers);

    n->driver_config.virt_rx = rx.server;
    n->rx_config.driver = rx.client;
    n->rx_data = composer_dma_region(c, mem_format("%snet/rx/data/device", c->prefix),
                                     n->rx_buffers * NET_BUFFER_SIZE);
    n->rx_config.data = (device_region_resource_t){composer_map(c, n->rx_virt, n->rx_data, "r"), n->rx_data->paddr};
    n->rx_config.buffer_metadata =
        composer_map(c, n->rx_virt, composer_region(c, mem_format("%snet/rx/virt_metadata", c->prefix),
                                                    round_to_pages(n->rx_buffers)), "rw");
    struct link tx = make_link(c, n->driver, n->tx_virt, all_tx_buffers(c, element));
    n->driver_config.virt_tx = tx.server;
    n->tx_config.driver = tx.client;
}

static struct xml_element *copier_called(struct net *n, const char *name, const struct role *role,
                                         const struct xml_element *client, const struct xml_element *pd)
{
    struct xml_element *copier = composer_find_pd(n->c, name);

    if (copier == pd) {
        sdf_error(attribute_place(client, role->attribute), NULL,
                  "protection domain '%s' cannot be its own copier", name);
    }
    return copier != NULL ? copier : composer_make_pd(n->c, role, name);
}

static struct xml_element *copier_of(struct net *n, const struct xml_element *client, const struct xml_element *pd)
{
    const char *name = attribute_given(client, "copier") ? value_name(client, "copier")
                                                         : mem_format("net_copier_%s", composer_name(pd));

    return strcmp(name, "none") == 0 ? NULL : copier_called(n, name, &copier_role, client, pd);
}

/* Packets that the client receives, copied by a PD that sees those of others but can do no more with them. */
static void receive_through_copier(struct net *n, struct xml_element *copier, struct xml_element *pd,
                                   uint64_t buffers, net_client_config_t *config)
{
    struct composer *c = n->c;
    net_copy_config_t copy = {.magic = SDDF_NET_MAGIC};
    net_virt_rx_client_config_t *entry = &n->rx_config.clients[n->rx_config.num_clients];
    struct link outer = make_link(c, n->rx_virt, copier, n->rx_buffers);
    struct link inner = make_link(c, copier, pd, buffers);
    const struct memory_region *data = composer_region(
        c, mem_format("%snet/rx/data/client/%s", c->prefix, composer_name(pd)), buffers * NET_BUFFER_SIZE);

    entry->conn = outer.server;
    copy.rx = outer.client;
    copy.rx_data[0] = composer_map(c, copier, n->rx_data, "r");
    copy.client = inner.server;
    copy.client_data = composer_map(c, copier, data, "rw");
    config->rx = inner.client;
    config->rx_data = composer_map(c, pd, data, "rw");
    composer_section(c, copier, ".net_copy_config", mem_format("net_copy_%s.data", composer_name(copier)), &copy,
                     sizeof copy);
}

static void receive_directly(struct net *n, struct xml_element *pd, net_client_config_t *config)
{
    struct link link = make_link(n->c, n->rx_virt, pd, n->rx_buffers);

    n->rx_config.clients[n->rx_config.num_clients].conn = link.server;
    config->rx = link.client;
    config->rx_data = composer_map(n->c, pd, n->rx_data, "rw");
}

/* Step 5. Returns the number of buffers that the client receives into. */
static uint64_t connect_receiving(struct net *n, const struct xml_element *client, struct xml_element *pd,
                                  net_client_config_t *config)
{
    struct xml_element *copier = copier_of(n, client, pd);
    net_virt_rx_client_config_t *entry = &n->rx_config.clients[n->rx_config.num_clients];
    uint64_t buffers = copier == NULL ? n->rx_buffers : buffers_of(client, "rx_buffers", DEFAULT_BUFFERS);

    if (copier == NULL) {
        receive_directly(n, pd, config);
    } else {
        receive_through_copier(n, copier, pd, buffers, config);
    }
    entry->mac_addrs[0] = config->mac_addr;
    entry->num_macs = 1;
    n->rx_config.num_clients++;
    return buffers;
}

/* Step 6. `pd` is a client, or the copier in front of one. */
static net_connection_resource_t connect_transmitting(struct net *n, struct xml_element *pd, uint64_t buffers,
                                                      region_resource_t *data)
{
    struct composer *c = n->c;
    net_virt_tx_client_config_t *entry = &n->tx_config.clients[n->tx_config.num_clients++];
    struct link link = make_link(c, n->tx_virt, pd, buffers);
    const struct memory_region *region = composer_dma_region(
        c, mem_format("%snet/tx/data/client/%s", c->prefix, composer_name(pd)), buffers * NET_BUFFER_SIZE);

    entry->conn = link.server;
    entry->regions[0].data = (device_region_resource_t){composer_map(c, n->tx_virt, region, "r"), region->paddr};
    entry->regions[0].num_buffers = (uint32_t)buffers;
    entry->num_regions = 1;
    *data = composer_map(c, pd, region, "rw");
    return link.client;
}

/* The address that a copier holds its client to, as it is usually written. */
static void parse_ip(const struct xml_element *client, uint8_t ip[4])
{
    const char *text = attribute_given(client, "ip") ? value_text(client, "ip") : "0.0.0.0";
    unsigned parts[4];
    char end;

    if (sscanf(text, "%3u.%3u.%3u.%3u%c", &parts[0], &parts[1], &parts[2], &parts[3], &end) != 4 ||
        (parts[0] | parts[1] | parts[2] | parts[3]) > 255) {
        sdf_error(attribute_place(client, "ip"), "Write four numbers: 10.0.2.15.", "'ip' is '%s', which is no address",
                  text);
    }
    for (int i = 0; i < 4; i++) {
        ip[i] = (uint8_t)parts[i];
    }
}

/* What the client sends goes through a PD that drops what is not in the client's own name. */
static void transmit_through_copier(struct net *n, const struct xml_element *client, struct xml_element *pd,
                                    uint64_t buffers, net_client_config_t *config)
{
    struct composer *c = n->c;
    net_tx_copy_config_t copy = {.magic = SDDF_NET_MAGIC, .mac_addr = config->mac_addr};
    struct xml_element *copier = copier_called(n, value_name(client, "tx_copier"), &tx_copier_role, client, pd);
    struct link inner = make_link(c, copier, pd, buffers);
    const struct memory_region *data = composer_region(
        c, mem_format("%snet/tx/data/copied/%s", c->prefix, composer_name(pd)), buffers * NET_BUFFER_SIZE);

    parse_ip(client, copy.ip);
    copy.client = inner.server;
    copy.client_data = composer_map(c, copier, data, "r");
    config->tx = inner.client;
    config->tx_data = composer_map(c, pd, data, "rw");
    copy.tx = connect_transmitting(n, copier, buffers, &copy.tx_data);
    composer_section(c, copier, ".net_tx_copy_config", mem_format("net_tx_copy_%s.data", composer_name(copier)),
                     &copy, sizeof copy);
}

/* SDF-44. */
static void add_lwip(struct net *n, struct xml_element *pd, uint64_t rx_buffers)
{
    struct composer *c = n->c;
    lib_sddf_lwip_config_t config = {.magic = LIB_SDDF_LWIP_MAGIC, .num_pbufs = 2 * rx_buffers};
    const struct memory_region *pool =
        composer_region(c, mem_format("%snet/lib_sddf_lwip/%s", c->prefix, composer_name(pd)),
                        round_to_pages(config.num_pbufs * PBUF_BYTES));

    config.pbuf_pool = composer_map(c, pd, pool, "rw");
    composer_section(c, pd, ".lib_sddf_lwip_config", mem_format("lib_sddf_lwip_config_%s.data", composer_name(pd)),
                     &config, sizeof config);
}

static void add_client(struct net *n, const struct xml_element *client)
{
    struct composer *c = n->c;
    struct xml_element *pd = composer_client(c, client, &n->taken);
    net_client_config_t config = {.magic = SDDF_NET_MAGIC};
    bool rx = value_flag_or(client, "rx", true);
    bool tx = value_flag_or(client, "tx", true);
    bool lwip = value_flag_or(client, "lwip", false);
    uint64_t rx_buffers = 0;

    if (!rx && !tx) {
        sdf_error(c->at, "Remove the client, or one of the two.", "a client that neither receives nor sends");
    }
    if (!rx && (lwip || attribute_given(client, "copier") || attribute_given(client, "rx_buffers"))) {
        sdf_error(c->at, NULL, "'lwip', 'copier' and 'rx_buffers' are for clients that receive");
    }
    if (attribute_given(client, "ip") && !attribute_given(client, "tx_copier")) {
        sdf_error(attribute_place(client, "ip"), NULL, "'ip' is for clients with a tx_copier, which enforces it");
    }
    mac_take(&n->macs, client, composer_name(pd), &config.mac_addr);
    if (rx) {
        rx_buffers = connect_receiving(n, client, pd, &config);
    }
    uint64_t tx_buffers = buffers_of(client, "tx_buffers", DEFAULT_BUFFERS);
    if (tx && attribute_given(client, "tx_copier")) {
        transmit_through_copier(n, client, pd, tx_buffers, &config);
    } else if (tx) {
        config.tx = connect_transmitting(n, pd, tx_buffers, &config.tx_data);
    }
    composer_section(c, pd, ".net_client_config", mem_format("net_client_%s.data", composer_name(pd)), &config,
                     sizeof config);
    if (lwip) {
        add_lwip(n, pd, rx_buffers);
    }
}

static void make_roles(struct net *n, const struct driver *driver)
{
    const struct role roles[] = {
        {"driver", "eth_driver", driver == NULL ? "eth_driver.elf" : mem_format("eth_driver_%s.elf", driver->name),
         "101", "100", "400"},
        {"rx_virt", "net_virt_rx", "network_virt_rx.elf", "99", NULL, NULL},
        {"tx_virt", "net_virt_tx", "network_virt_tx.elf", "100", "20000", NULL},
    };

    n->driver = composer_role(n->c, &roles[0], &n->taken);
    n->rx_virt = composer_role(n->c, &roles[1], &n->taken);
    n->tx_virt = composer_role(n->c, &roles[2], &n->taken);
}

void compose_net(struct composer *c, const struct xml_element *element)
{
    struct net *n = MEM_ARRAY(struct net, 1);
    const struct driver *driver = composer_driver(c, directories);

    if (xml_count(element, "client") > SDDF_NET_MAX_CLIENTS) {
        sdf_error(c->at, NULL, "a network has at most %d clients", SDDF_NET_MAX_CLIENTS);
    }
    n->c = c;
    n->rx_buffers = buffers_of(element, "rx_buffers", DEFAULT_BUFFERS);
    memcpy(n->driver_config.magic, (const char[])SDDF_NET_MAGIC, sizeof n->driver_config.magic);
    memcpy(n->rx_config.magic, (const char[])SDDF_NET_MAGIC, sizeof n->rx_config.magic);
    memcpy(n->tx_config.magic, (const char[])SDDF_NET_MAGIC, sizeof n->tx_config.magic);
    make_roles(n, driver);
    composer_device(c, driver, n->driver);
    connect_driver(n, element);
    FOR_EACH_CHILD (client, element, "client") {
        c->at.element = client;
        add_client(n, client);
    }
    c->at.element = element;
    composer_section(c, n->driver, ".net_driver_config", "net_driver.data", &n->driver_config, sizeof n->driver_config);
    composer_section(c, n->rx_virt, ".net_virt_rx_config", "net_virt_rx.data", &n->rx_config, sizeof n->rx_config);
    composer_section(c, n->tx_virt, ".net_virt_tx_config", "net_virt_tx.data", &n->tx_config, sizeof n->tx_config);
}
