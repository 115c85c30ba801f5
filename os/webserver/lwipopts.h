/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lwIP as the web server needs it: TCP for HTTP, DHCP for the address, ping. The sizes are chosen so that the
 * connections that the server admits can never exhaust a pool: what is left over is for strangers who open
 * connections and for those that are ending.
 */
#pragma once

#include <os_lwip_checksum.h>

#include "server_limits.h"

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0

#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_ARP 1
#define LWIP_ICMP 1
#define LWIP_UDP 1
#define LWIP_TCP 1
#define LWIP_DHCP 1
#define LWIP_DNS 0
#define LWIP_IGMP 0
#define LWIP_RAW 0

/* What the port in os/lib/lwip builds on. */
#define LWIP_NETIF_STATUS_CALLBACK 1
#define LWIP_SUPPORT_CUSTOM_PBUF 1
#define LWIP_HOOK_FILENAME "os_lwip_hooks.h"

/* HTTP needs neither, and both let a stranger hold on to receive buffers. */
#define IP_REASSEMBLY 0
#define IP_FRAG 0
#define TCP_QUEUE_OOSEQ 0

/*
 * TCP's clock, in milliseconds: lost segments without successors are sent again after two to four times this. lwIP's
 * own 250 would let a visitor wait for a second.
 */
#define TCP_TMR_INTERVAL 100

#define TCP_MSS 1460
#define TCP_WND WEBSERVER_WINDOW
#define TCP_SND_BUF (32 * TCP_MSS)
#define TCP_SND_QUEUELEN (4 * 32)
#define TCP_LISTEN_BACKLOG 1
#define TCP_DEFAULT_LISTEN_BACKLOG WEBSERVER_BACKLOG
/* Half of the usual time in TIME_WAIT; lwIP gives up the oldest such connection first when it needs room. */
#define TCP_MSL 30000

#define MEM_ALIGNMENT 8
/* For each segment on its way, its headers; for each answer, its HTTP head. */
#define MEM_SIZE (2 * 1024 * 1024)
#define MEMP_NUM_TCP_PCB WEBSERVER_PCBS
#define MEMP_NUM_TCP_PCB_LISTEN 1
#define MEMP_NUM_TCP_SEG (WEBSERVER_CONNECTIONS * 64)
#define MEMP_NUM_PBUF (WEBSERVER_CONNECTIONS * 64)
#define MEMP_NUM_UDP_PCB 2
#define PBUF_POOL_SIZE 16
/* The server's own tick besides those of lwIP. */
#define MEMP_NUM_SYS_TIMEOUT (LWIP_NUM_SYS_TIMEOUT_INTERNAL + 1)

#define LWIP_CHKSUM os_lwip_checksum
#define LWIP_CHECKSUM_ON_COPY 1

#define LWIP_STATS 1
#define LWIP_STATS_LARGE 1
