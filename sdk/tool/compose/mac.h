/* SPDX-License-Identifier: BSD-2-Clause */
/* Ethernet addresses of clients: those the description gives, and for the others ones that depend on nothing but
 * the client's name, so that images are reproducible (04 SDF-50). */
#pragma once

#include <sddf/network/config.h>

#include "base/list.h"
#include "base/xml.h"

struct mac_set {
    LIST(struct taken_mac) taken;
};
struct taken_mac {
    mac_addr_t mac;
    struct place at;
};

/* The address of a <client>, distinct from those taken before. */
void mac_take(struct mac_set *set, const struct xml_element *client, const char *name, mac_addr_t *mac);
