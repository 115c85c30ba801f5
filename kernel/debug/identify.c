/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and numbers of capability kinds for developers. */
#include "debug/identify.h"

struct identity {
    uint8_t tag; /* DBG-2 */
    const char *name;
};

static const struct identity identities[] = {
    [CAP_NULL] = {0, "null"},
    [CAP_UNTYPED] = {2, "untyped"},
    [CAP_ENDPOINT] = {4, "endpoint"},
    [CAP_NOTIFICATION] = {6, "notification"},
    [CAP_REPLY] = {8, "reply"},
    [CAP_CNODE] = {10, "cnode"},
    [CAP_THREAD] = {12, "tcb"},
    [CAP_SCHED_CONTEXT] = {22, "sched_context"},
    [CAP_SCHED_CONTROL] = {24, "sched_control"},
    [CAP_IRQ_CONTROL] = {14, "irq_control"},
    [CAP_IRQ_HANDLER] = {16, "irq_handler"},
    [CAP_DOMAIN] = {20, "domain"},
    [CAP_ZOMBIE] = {18, "zombie"},
    [CAP_FRAME] = {1, "frame"},
    [CAP_PAGE_TABLE] = {3, "page_table"},
    [CAP_VSPACE] = {9, "vspace"},
    [CAP_ASID_CONTROL] = {11, "asid_control"},
    [CAP_ASID_POOL] = {13, "asid_pool"},
    [CAP_VCPU] = {15, "vcpu"},
    [CAP_SMC] = {25, "smc"},
    [CAP_SGI_SIGNAL] = {27, "sgi_signal"},
};

word_t identify_capability(struct cap cap)
{
    return identities[cap.kind].tag;
}

const char *identify_name(struct cap cap)
{
    return identities[cap.kind].name;
}
