/* SPDX-License-Identifier: BSD-2-Clause */
/* Fills the ring, and goes on when there is room. */

#include "ring.h"

/* Set by the tool. */
struct ring *ring_vaddr;
const struct position *position_vaddr;

static void fill(void)
{
    seL4_Uint32 produced = load(&ring_vaddr->produced);

    /* A consumer that writes nonsense to its counter makes this side wait or overwrite; it cannot do worse. */
    while (produced < NUMBERS && produced - load(&position_vaddr->consumed) < RING_SLOTS) {
        ring_vaddr->numbers[produced % RING_SLOTS] = produced * produced;
        produced++;
        store(&ring_vaddr->produced, produced);
    }
    microkit_notify(CHANNEL);
}

void init(void)
{
    fill();
}

void notified(microkit_channel ch)
{
    (void)ch;
    fill();
}
