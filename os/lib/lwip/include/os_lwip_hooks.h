/* SPDX-License-Identifier: BSD-2-Clause */
/* lwIP's hooks that the port fills: an lwipopts.h names this file as LWIP_HOOK_FILENAME. */
#pragma once

#include <lwip/ip_addr.h>

/* The first sequence number of a TCP connection. */
u32_t os_lwip_tcp_isn(const ip_addr_t *local_ip, u16_t local_port, const ip_addr_t *remote_ip,
                      u16_t remote_port);

#define LWIP_HOOK_TCP_ISN os_lwip_tcp_isn
