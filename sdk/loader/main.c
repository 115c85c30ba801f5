/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's course of action: check the payload, load it, enter the kernel (LDR-6, LDR-8). */

#include <kernel/gen_config.h>

#include "loader.h"

#if defined(CONFIG_ARM_HYPERVISOR_SUPPORT)
#define LOWEST_EL 2
#else
#define LOWEST_EL 1
#endif

/* Patched by the tool. Not const: it must lie in initialised data, out of the compiler's sight. */
volatile struct kernel_window kernel_window = {1, 1};

extern const struct payload_header _payload[];

void loader_main(void);
void loader_exception(uint64_t esr, uint64_t far, uint64_t elr);

_Noreturn void loader_fail(const char *why)
{
    console_line("ERROR", why);
    for (;;) {
        __asm__ volatile("wfe");
    }
}

void loader_exception(uint64_t esr, uint64_t far, uint64_t elr)
{
    console_value("ERROR", "esr", esr);
    console_value("ERROR", "far", far);
    console_value("ERROR", "elr", elr);
    loader_fail("exception in the loader");
}

/* Both ends are 8-byte aligned, and with the MMU off only aligned accesses work. */
static void copy_words(uint64_t to, const uint64_t *from, uint64_t size)
{
    volatile uint64_t *word = (volatile uint64_t *)to;

    for (uint64_t i = 0; i < (size + 7) / 8; i++) {
        word[i] = from[i];
    }
}

void payload_load(const struct payload_header *header)
{
    const struct payload_region *region = (const struct payload_region *)(header + 1);
    uint64_t data = (uint64_t)(region + header->num_regions);

    for (uint64_t i = 0; i < header->num_regions; i++) {
        if (region[i].type != PAYLOAD_REGION_LOAD) {
            loader_fail("unknown region type in the payload");
        }
        copy_words(region[i].load_addr, (const uint64_t *)(data + region[i].offset), region[i].size);
    }
}

static void report(const struct payload_header *header)
{
    console_value("INFO", "exception level", current_el());
    console_value("INFO", "payload size", header->size);
    console_value("INFO", "kernel entry", header->kernel_entry);
    console_value("INFO", "root task start", header->ui_p_start);
    console_value("INFO", "root task end", header->ui_p_end);
}

static void check_exception_level(void)
{
    if (current_el() < LOWEST_EL) {
        loader_fail("this kernel runs at EL2, but the machine started below it (is virtualization on?)");
    }
}

void loader_main(void)
{
    struct kernel_window window = {kernel_window.vaddr, kernel_window.paddr};

    console_init();
    console_line("INFO", "Nemea loader");
    check_exception_level();
    if (_payload->magic != PAYLOAD_MAGIC) {
        loader_fail("the payload has no magic number");
    }
    report(_payload);
    if (current_el() > 1) {
        gic_open_group1();
    }
    payload_load(_payload);
    page_tables_build(&window);
    console_line("INFO", "entering the kernel");
    enter_kernel(_payload);
}
