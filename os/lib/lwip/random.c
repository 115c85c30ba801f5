/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers that a stranger should not guess: ports, transaction ids, and the first sequence number of a TCP
 * connection (RFC 6528). There is no source of true randomness; what there is are the exact times at which
 * packets and timer events arrived, stirred into a pool. That stops guessing from afar; it is no basis for
 * keys.
 */
#include <os_lwip_hooks.h>

#include "port.h"
#include "siphash.h"

static uint64_t pool[2] = {UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xbf58476d1ce4e5b9)};

void lwip_random_stir(uint64_t time)
{
    pool[0] = siphash_2_words(pool, pool[0], time);
    pool[1] ^= pool[0];
}

unsigned int os_lwip_random(void)
{
    static uint64_t counter;

    counter++;
    return (unsigned int)siphash_2_words(pool, counter, lwip_port.now);
}

u32_t os_lwip_tcp_isn(const ip_addr_t *local_ip, u16_t local_port, const ip_addr_t *remote_ip,
                      u16_t remote_port)
{
    static uint64_t key[2];
    static bool keyed;

    /* Taken at the first connection, when some packets have come, and kept: numbers must rise with time
     * alone. */
    if (!keyed) {
        keyed = true;
        key[0] = pool[0];
        key[1] = pool[1];
    }
    uint64_t addresses =
        (uint64_t)ip4_addr_get_u32(ip_2_ip4(local_ip)) << 32 | ip4_addr_get_u32(ip_2_ip4(remote_ip));
    uint64_t ports = (uint64_t)local_port << 16 | remote_port;
    return (u32_t)siphash_2_words(key, addresses, ports) + (u32_t)(lwip_port.now / 4000);
}
