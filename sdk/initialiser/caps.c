/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies of capabilities: badged ones for later steps, interrupt handlers, and the CNodes of the system. */

#include "initialiser.h"

static seL4_Error copy_cap(seL4_CPtr cnode, seL4_Word index, seL4_Uint8 depth, const struct desc_cap *c)
{
    seL4_CapRights_t rights = {{c->rights}};

    if (c->mint != 0) {
        return seL4_CNode_Mint(cnode, index, depth, seL4_CapInitThreadCNode, cap(c->source), seL4_WordBits,
                               rights, c->badge);
    }
    return seL4_CNode_Copy(cnode, index, depth, seL4_CapInitThreadCNode, cap(c->source), seL4_WordBits,
                           rights);
}

void derive_caps(void)
{
    uint32_t count;
    const struct desc_cap *caps = table(DESC_DERIVES, &count);

    for (uint32_t i = 0; i < count; i++) {
        check(copy_cap(seL4_CapInitThreadCNode, cap(caps[i].index), seL4_WordBits, &caps[i]),
              "derive capability", caps[i].source);
    }
}

void bind_irqs(void)
{
    uint32_t count;
    const struct desc_irq *irqs = table(DESC_IRQS, &count);

    for (uint32_t i = 0; i < count; i++) {
        const struct desc_irq *irq = &irqs[i];

        check(seL4_IRQControl_GetTrigger(seL4_CapIRQControl, irq->irq, irq->edge, seL4_CapInitThreadCNode,
                                         cap(irq->slot), seL4_WordBits),
              "get interrupt handler", irq->slot);
        check(seL4_IRQHandler_SetNotification(cap(irq->slot), cap(irq->notification)), "bind interrupt",
              irq->slot);
    }
}

void fill_cnodes(void)
{
    uint32_t count;
    const struct desc_cap *caps = table(DESC_CAPS, &count);

    for (uint32_t i = 0; i < count; i++) {
        check(copy_cap(cap(caps[i].cnode), caps[i].index, (seL4_Uint8)caps[i].depth, &caps[i]), "fill CNode",
              caps[i].source);
    }
}
