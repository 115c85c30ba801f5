/* SPDX-License-Identifier: BSD-2-Clause */
/* Takes numbers out of the ring and adds them up. */

#include "ring.h"

/* Set by the tool. */
const struct ring *ring_vaddr;
struct position *position_vaddr;

seL4_Uint32 consumed;
static seL4_Uint32 sum;

void init(void)
{
}

void notified(microkit_channel ch)
{
    seL4_Uint32 produced = load(&ring_vaddr->produced);

    /* Only this many can be new: a producer that claims more is not believed. */
    if (produced == consumed || produced - consumed > RING_SLOTS) {
        return;
    }
    while (consumed != produced) {
        sum += ring_vaddr->numbers[consumed % RING_SLOTS];
        consumed++;
    }
    store(&position_vaddr->consumed, consumed);
    if (consumed == NUMBERS) {
        microkit_dbg_puts("consumer: the sum of the first 100 squares is ");
        microkit_dbg_put32(sum);
        microkit_dbg_puts("\n");
    } else {
        microkit_deferred_notify(ch);
    }
}
