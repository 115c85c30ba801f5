/* SPDX-License-Identifier: BSD-2-Clause */
/* Names for the fields of the AArch64 exception syndrome register (Arm ARM, ESR_ELx). */

#include "monitor.h"

#define EC_BRK 0x3cu
#define EC_DATA_ABORT_LOWER 0x24u
#define EC_INSTRUCTION_ABORT_LOWER 0x20u
#define UBSAN_BRK_MASK 0xff00u
#define UBSAN_BRK 0x5500u

struct code_name {
    seL4_Uint8 code;
    const char *name;
};

static const struct code_name classes[] = {
    {0x00, "unknown reason"},
    {0x01, "trapped WFI or WFE"},
    {0x07, "trapped access to FPU or SIMD registers"},
    {0x0e, "illegal execution state"},
    {0x15, "SVC"},
    {0x16, "HVC"},
    {0x17, "SMC"},
    {0x18, "trapped system register access"},
    {0x20, "instruction abort from a lower exception level"},
    {0x21, "instruction abort"},
    {0x22, "misaligned pc"},
    {0x24, "data abort from a lower exception level"},
    {0x25, "data abort"},
    {0x26, "misaligned stack pointer"},
    {0x2c, "trapped floating-point exception"},
    {0x2f, "SError"},
    {0x30, "hardware breakpoint"},
    {0x32, "software step"},
    {0x34, "watchpoint"},
    {0x3c, "BRK instruction"},
};

static const struct code_name fault_status[] = {
    {0x00, "address size fault, level 0"}, {0x01, "address size fault, level 1"},
    {0x02, "address size fault, level 2"}, {0x03, "address size fault, level 3"},
    {0x04, "translation fault, level 0"},  {0x05, "translation fault, level 1"},
    {0x06, "translation fault, level 2"},  {0x07, "translation fault, level 3"},
    {0x09, "access flag fault, level 1"},  {0x0a, "access flag fault, level 2"},
    {0x0b, "access flag fault, level 3"},  {0x0d, "permission fault, level 1"},
    {0x0e, "permission fault, level 2"},   {0x0f, "permission fault, level 3"},
    {0x10, "synchronous external abort"},  {0x21, "alignment fault"},
    {0x30, "TLB conflict"},
};

/* Kinds of the compiler's undefined behaviour checks, by number. */
static const char *const ubsan_checks[] = {
    "add overflow",
    "builtin unreachable",
    "cfi check fail",
    "division or remainder overflow",
    "dynamic type cache miss",
    "float cast overflow",
    "function type mismatch",
    "implicit conversion",
    "invalid builtin",
    "invalid Objective-C cast",
    "load of an invalid value",
    "missing return",
    "multiplication overflow",
    "negation overflow",
    "nullability argument",
    "nullability return",
    "nonnull argument",
    "nonnull return",
    "index out of bounds",
    "pointer overflow",
    "shift out of bounds",
    "subtraction overflow",
    "type mismatch",
    "alignment assumption",
    "negative or zero variable length array",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *name_of(const struct code_name *names, seL4_Word count, seL4_Word code)
{
    for (seL4_Word i = 0; i < count; i++) {
        if (names[i].code == code) {
            return names[i].name;
        }
    }
    return "not named by the architecture";
}

static void report_named(const char *label, const char *name)
{
    microkit_dbg_puts(ERROR_LINE);
    microkit_dbg_puts(label);
    microkit_dbg_puts(name);
    microkit_dbg_puts("\n");
}

static void report_flag(seL4_Word iss, unsigned bit, const char *name)
{
    if (((iss >> bit) & 1) != 0) {
        microkit_dbg_puts(name);
    }
}

static void report_data_abort(seL4_Word iss)
{
    report_named("   dfsc = ", name_of(fault_status, COUNT(fault_status), iss & 0x3f));
    microkit_dbg_puts(ERROR_LINE "   flags =");
    report_flag(iss, 9, " external abort");
    report_flag(iss, 8, " cache maintenance");
    report_flag(iss, 7, " stage 1 page table walk");
    microkit_dbg_puts(((iss >> 6) & 1) != 0 ? " write\n" : " read\n");
}

static void report_brk(seL4_Word iss)
{
    seL4_Word check = iss & 0xff;

    if ((iss & UBSAN_BRK_MASK) == UBSAN_BRK && check < COUNT(ubsan_checks)) {
        report_named("   undefined behaviour check: ", ubsan_checks[check]);
    }
}

void report_syndrome(seL4_Word esr)
{
    seL4_Word class = (esr >> 26) & 0x3f;
    seL4_Word iss = esr & 0x1ffffff;

    report_named("   ec = ", name_of(classes, COUNT(classes), class));
    put_field("   il = ", (esr >> 25) & 1);
    put_field("   iss = ", iss);
    if (class == EC_DATA_ABORT_LOWER) {
        report_data_abort(iss);
    } else if (class == EC_INSTRUCTION_ABORT_LOWER) {
        report_named("   ifsc = ", name_of(fault_status, COUNT(fault_status), iss & 0x3f));
    } else if (class == EC_BRK) {
        report_brk(iss);
    }
}
