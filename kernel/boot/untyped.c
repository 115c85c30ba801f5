/* SPDX-License-Identifier: BSD-2-Clause */
/* Untyped memory of the initial task (BOOT-9 to BOOT-11, BOOT-18, BOOT-19). */
#include "boot/arch_boot.h"

#include "debug_hooks.h"
#include "memory/untyped.h"

enum { UNTYPED_DESCRIPTIONS = CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS };

BOOT_CODE static uint32_t log2_floor(uint64_t value)
{
    return 63u - (uint32_t)__builtin_clzll(value);
}

BOOT_CODE static void untyped_provide_piece(paddr_t base, uint32_t bits, bool device)
{
    seL4_BootInfo *info = boot_info();
    word_t count = boot_next_slot() - info->untyped.start;
    struct cap cap = cap_untyped(base, bits, device, 0);

    cap.data = untyped_full(cap);
    if (count >= UNTYPED_DESCRIPTIONS || !boot_provide(cap)) {
        debug_message("boot: no room to describe all memory; some stays unused\n");
        return;
    }
    info->untypedList[count].paddr = base;
    info->untypedList[count].sizeBits = (seL4_Uint8)bits;
    info->untypedList[count].isDevice = device;
}

/* Objects are aligned where the kernel sees them (BOOT-19): alignment is that of the window address. */
BOOT_CODE static uint32_t untyped_piece_bits(struct boot_range range)
{
    uint64_t window_address = range.start + PHYSICAL_WINDOW;
    uint32_t bits = log2_floor(range.end - range.start);

    if (window_address != 0 && (uint32_t)__builtin_ctzll(window_address) < bits) {
        bits = (uint32_t)__builtin_ctzll(window_address);
    }
    return bits > seL4_MaxUntypedBits ? seL4_MaxUntypedBits : bits;
}

BOOT_CODE static void untyped_provide(struct boot_range range, bool device)
{
    while (range.start < range.end) {
        uint32_t bits = untyped_piece_bits(range);
        if (bits >= seL4_MinUntypedBits) {
            untyped_provide_piece(range.start, bits, device);
        }
        range.start += BIT(bits);
    }
}

/* What is not taken of the device memory. */
BOOT_CODE static void untyped_provide_device(struct boot_range range, struct boot_range taken)
{
    if (taken.start < range.end && range.start < taken.end) {
        untyped_provide((struct boot_range){range.start, taken.start}, true);
        range.start = taken.end;
    }
    untyped_provide(range, true);
}

BOOT_CODE static void untyped_provide_devices(struct boot_range taken)
{
    paddr_t next = 0;

    for (uint32_t i = 0; arch_boot_reserved(i).start < arch_boot_reserved(i).end; i++) {
        untyped_provide_device((struct boot_range){next, arch_boot_reserved(i).start}, taken);
        next = arch_boot_reserved(i).end;
    }
    untyped_provide_device((struct boot_range){next, CONFIG_PADDR_USER_DEVICE_TOP}, taken);
}

BOOT_CODE void boot_provide_untyped(struct boot_range taken)
{
    seL4_BootInfo *info = boot_info();

    info->untyped.start = boot_next_slot();
    untyped_provide_devices(taken);
    untyped_provide(arch_boot_kernel_reusable(), false);
    for (uint32_t i = 0; boot_memory_range(i).start < boot_memory_range(i).end; i++) {
        untyped_provide(boot_memory_range(i), false);
    }
    info->untyped.end = boot_next_slot();
}
