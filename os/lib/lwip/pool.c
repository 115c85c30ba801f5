/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pool of pbufs that stand for receive buffers. All of it is set up once; nothing is allocated later.
 * What lwIP or the program frees is checked against the pool's bounds and the element's state before it is
 * believed (NET-96).
 */
#include "port.h"

void lwip_pool_init(void *region, uint64_t count)
{
    lwip_port.pool = region;
    lwip_port.pool_size = count;
    lwip_port.pool_free = NULL;
    for (uint64_t i = count; i > 0; i--) {
        struct pool_pbuf *element = &lwip_port.pool[i - 1];
        element->offset = POOL_FREE;
        element->custom.pbuf.next = (struct pbuf *)lwip_port.pool_free;
        lwip_port.pool_free = element;
    }
}

/* The element that `p` is, or NULL if it is none that is in use. */
static struct pool_pbuf *element_of(struct pbuf *p)
{
    uintptr_t offset = (uintptr_t)p - (uintptr_t)lwip_port.pool;

    if (offset % sizeof(struct pool_pbuf) != 0 || offset / sizeof(struct pool_pbuf) >= lwip_port.pool_size) {
        return NULL;
    }
    struct pool_pbuf *element = &lwip_port.pool[offset / sizeof(struct pool_pbuf)];
    return element->offset == POOL_FREE ? NULL : element;
}

net_sddf_err_t sddf_lwip_pbuf_pool_free(struct pbuf *p)
{
    struct pool_pbuf *element = element_of(p);

    if (element == NULL) {
        return SDDF_LWIP_ERR_INVALID_PBUF;
    }
    if (element->offset != POOL_NO_BUFFER) {
        lwip_return_rx_buffer(element->offset);
    }
    element->offset = POOL_FREE;
    element->custom.pbuf.next = (struct pbuf *)lwip_port.pool_free;
    lwip_port.pool_free = element;
    return SDDF_LWIP_ERR_OK;
}

static void free_from_lwip(struct pbuf *p)
{
    if (sddf_lwip_pbuf_pool_free(p) != SDDF_LWIP_ERR_OK) {
        lwip_port.err_output("lwip: a packet that is not in use was freed\n");
    }
}

static struct pool_pbuf *take(uint64_t offset)
{
    struct pool_pbuf *element = lwip_port.pool_free;

    if (element == NULL) {
        return NULL;
    }
    lwip_port.pool_free = (struct pool_pbuf *)element->custom.pbuf.next;
    element->offset = offset;
    element->custom.custom_free_function = free_from_lwip;
    return element;
}

struct pbuf *lwip_pool_wrap(uint64_t offset, uint16_t length)
{
    struct pool_pbuf *element = take(offset);

    if (element == NULL) {
        return NULL;
    }
    void *data = (char *)lwip_port.net->rx_data.vaddr + offset;
    return pbuf_alloced_custom(PBUF_RAW, length, PBUF_REF, &element->custom, data, NET_BUFFER_SIZE);
}

struct pbuf *sddf_lwip_pbuf_pool_alloc(void)
{
    struct pool_pbuf *element = take(POOL_NO_BUFFER);

    if (element == NULL) {
        return NULL;
    }
    return pbuf_alloced_custom(PBUF_RAW, 0, PBUF_REF, &element->custom, NULL, 0);
}

bool sddf_lwip_pbuf_pool_empty(void)
{
    return lwip_port.pool_free == NULL;
}
