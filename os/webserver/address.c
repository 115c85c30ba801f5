/* SPDX-License-Identifier: BSD-2-Clause */
/* See address.h. */
#include "address.h"

#include <lwip/dhcp.h>
#include <lwip/ip4_addr.h>
#include <lwip/netif.h>

#include <sddf/util/printf.h>

static bool has_address(void)
{
    return netif_default != NULL && !ip4_addr_isany(netif_ip4_addr(netif_default));
}

void address_tick(void)
{
    static bool settled;
    static unsigned ticks;
    ip4_addr_t address;
    ip4_addr_t mask;
    ip4_addr_t gateway;

    if (settled || has_address()) {
        settled = true;
        return;
    }
    ticks++;
    if (ticks < ADDRESS_DHCP_TICKS) {
        return;
    }
    settled = true;
    sddf_printf("webserver: no DHCP server answers; taking a fixed address\n");
    dhcp_release_and_stop(netif_default);
    ip4addr_aton(ADDRESS_FALLBACK, &address);
    ip4addr_aton(ADDRESS_FALLBACK_GATEWAY, &gateway);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    netif_set_addr(netif_default, &address, &mask, &gateway);
}

const char *address_text(void)
{
    return has_address() ? ip4addr_ntoa(netif_ip4_addr(netif_default)) : "";
}
