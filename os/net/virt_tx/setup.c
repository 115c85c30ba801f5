/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transmit virtualiser: from config to state.
 */
#include "virt_tx.h"

#include "../frame.h"

/* Appends one data region; `*next_buffer` counts the buffers of all regions before it. */
static bool add_region(struct virt_tx *virt, const net_virt_tx_data_region_t *config, uint32_t client,
                       uint32_t oid, uint32_t *next_buffer)
{
    bool fits = virt->num_regions < VIRT_TX_MAX_REGIONS
        && config->num_buffers <= VIRT_TX_MAX_BUFFERS - *next_buffer;
    if (!fits || !frame_region_holds(config->data.region.size, config->num_buffers)) {
        return false;
    }
    struct virt_tx_region *region = &virt->regions[virt->num_regions];
    region->vaddr = (uintptr_t)config->data.region.vaddr;
    region->io_addr = config->data.io_addr;
    region->num_buffers = config->num_buffers;
    region->first_buffer = *next_buffer;
    region->client = (uint8_t)client;
    region->oid = (uint8_t)oid;
    virt->num_regions++;
    *next_buffer += config->num_buffers;
    return true;
}

static bool add_client(struct virt_tx *virt, const net_virt_tx_client_config_t *config, uint32_t number,
                       uint32_t *next_buffer)
{
    struct virt_tx_client *client = &virt->clients[number];
    client->first_region = virt->num_regions;
    client->num_regions = config->num_regions;
    client->in_flight = 0;
    client->started = false;
    client->notify = false;
    client->faults = 0;
    client->lost = 0;
    if (config->num_regions == 0 || config->num_regions > SDDF_NET_MAX_CLIENTS) {
        return false;
    }
    for (uint32_t oid = 0; oid < config->num_regions; oid++) {
        if (!add_region(virt, &config->regions[oid], number, oid, next_buffer)) {
            return false;
        }
    }
    return net_in_init(&client->link, &config->conn);
}

bool virt_tx_init(struct virt_tx *virt, const net_virt_tx_config_t *config)
{
    if (!net_config_check_magic(config) || config->num_clients > VIRT_TX_MAX_CLIENTS) {
        return false;
    }
    if (!net_out_init(&virt->driver, &config->driver)) {
        return false;
    }
    virt->driver_faults = 0;
    virt->notify_driver = false;
    virt->wake_driver = false;
    virt->first_served = 0;
    virt->num_regions = 0;
    virt->num_clients = config->num_clients;
    uint32_t next_buffer = 0;
    for (uint32_t i = 0; i < virt->num_clients; i++) {
        if (!add_client(virt, &config->clients[i], i, &next_buffer)) {
            return false;
        }
    }
    virt_tx_run(virt);
    return true;
}
