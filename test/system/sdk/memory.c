/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory regions as their description says: size, contents, physical address; and variables set by the tool
 * (T-67 to T-70, T-76). */

#include <stddef.h>
#include <stdint.h>

#include "say.h"

#define READER 5
#define RAM_START CONFIG_RAM_START
#define RAM_END 0xc0000000ul

/* In .bss, in .data, and static: the tool must find them all. */
uintptr_t shared_vaddr;
uintptr_t shared_size = 1;
static volatile uintptr_t text_vaddr = 1;
uintptr_t text_length, text_fixed_vaddr, text_large_vaddr, big_vaddr, big_size;
uintptr_t fixed_paddr, small_paddr, large_paddr, unmapped_paddr;
uintptr_t reader_id;

static int constructed;

__attribute__((constructor)) static void construct(void)
{
    constructed = 1;
}

/* The file holds the letters a to z over and over. */
static int has_text(const volatile uint8_t *bytes, size_t length, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != (i < length ? 'a' + i % 26 : 0)) {
            return 0;
        }
    }
    return 1;
}

static int is_ram(uintptr_t paddr, size_t size, uintptr_t alignment)
{
    return paddr >= RAM_START && paddr + size <= RAM_END && paddr % alignment == 0;
}

static int disjoint(uintptr_t a, size_t a_size, uintptr_t b, size_t b_size)
{
    return a + a_size <= b || b + b_size <= a;
}

static void check_contents(void)
{
    expect(text_length == 5000, "prefill length");
    expect(has_text((uint8_t *)text_vaddr, text_length, 0x4000), "prefill anywhere");
    expect(has_text((uint8_t *)text_fixed_vaddr, text_length, 0x2000), "prefill at a fixed address");
    expect(has_text((uint8_t *)text_large_vaddr, text_length, 0x200000), "prefill of a large page");
    expect(has_text((uint8_t *)big_vaddr, 0, big_size), "memory is zeroed");
}

static void check_addresses(void)
{
    expect(shared_vaddr == 0x3000000 && shared_size == 0x1000 && big_size == 0x400000, "address and size");
    expect(fixed_paddr == 0x81234000, "fixed physical address");
    expect(is_ram(small_paddr, 0x3000, 0x1000), "chosen physical address, small pages");
    expect(is_ram(large_paddr, 0x400000, 0x200000), "chosen physical address, large pages");
    expect(is_ram(unmapped_paddr, 0x1000, 0x1000), "chosen physical address, not mapped");
    expect(disjoint(small_paddr, 0x3000, large_paddr, 0x400000) &&
               disjoint(small_paddr, 0x3000, fixed_paddr, 0x2000) &&
               disjoint(unmapped_paddr, 0x1000, small_paddr, 0x3000),
           "chosen physical addresses are disjoint");
}

void init(void)
{
    expect(constructed, "constructor");
    expect(reader_id == READER, "channel id");
    check_contents();
    check_addresses();
    *(volatile uint64_t *)shared_vaddr = 0x1234567890abcdef;
    *(volatile uint64_t *)(big_vaddr + big_size - 8) = 0xfedcba0987654321;
    microkit_notify((microkit_channel)reader_id);
    say("done");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
