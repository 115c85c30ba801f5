/* SPDX-License-Identifier: BSD-2-Clause */
/* See half_open.h. */
#include "half_open.h"

#include <lwip/priv/tcp_priv.h>

#include "server_limits.h"

/* lwIP puts new connections at the head of its list, so the oldest are those nearest to its end. */
static unsigned count_half_open(void)
{
    unsigned count = 0;

    for (const struct tcp_pcb *pcb = tcp_active_pcbs; pcb != NULL; pcb = pcb->next) {
        count += pcb->state == SYN_RCVD;
    }
    return count;
}

/* Forgets all half-open connections but the `kept` youngest. They get no reset: they hardly ever exist. */
static void forget_older(unsigned kept)
{
    struct tcp_pcb *pcb = tcp_active_pcbs;
    unsigned seen = 0;

    while (pcb != NULL) {
        struct tcp_pcb *next = pcb->next;
        seen += pcb->state == SYN_RCVD;
        if (pcb->state == SYN_RCVD && seen > kept) {
            tcp_abandon(pcb, 0);
        }
        pcb = next;
    }
}

void half_open_shed(void)
{
    if (count_half_open() > WEBSERVER_BACKLOG / 4 * 3) {
        forget_older(WEBSERVER_BACKLOG / 4);
    }
}
