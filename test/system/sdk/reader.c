/* SPDX-License-Identifier: BSD-2-Clause */
/* The other side of the shared regions, at other addresses. This program is stripped; its symbols come from a
 * second file. */

#include <stdint.h>

#include "say.h"

uintptr_t shared_vaddr;

void init(void)
{
}

void notified(microkit_channel ch)
{
    expect(ch == 61, "notified on the highest channel");
    expect(*(volatile uint64_t *)shared_vaddr == 0x1234567890abcdef, "shared small page");
    expect(*(volatile uint64_t *)(0x20000000 + 0x400000 - 8) == 0xfedcba0987654321, "shared large page");
    say("done");
}
