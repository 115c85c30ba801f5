/* SPDX-License-Identifier: BSD-2-Clause */
/* Reports of what went wrong (DBG-2, FLT-4, ERR-6). */
#include "abi.h"
#include "debug/identify.h"
#include "debug/print.h"
#include "debug_hooks.h"
#include "ipc/message.h"
#include "state.h"

void debug_message(const char *text)
{
    print_text(text);
}

enum { ERROR_TEXT_WORD = 6 };

static const char *report_fault_name(enum fault_kind kind)
{
    switch (kind) {
    case FAULT_CAP:
        return "capability fault";
    case FAULT_UNKNOWN_SYSCALL:
        return "unknown system call";
    case FAULT_USER_EXCEPTION:
        return "user exception";
    case FAULT_DEBUG_EXCEPTION:
        return "debug exception";
    case FAULT_TIMEOUT:
        return "timeout";
    case FAULT_VM:
        return "address-space fault";
    case FAULT_VGIC_MAINTENANCE:
        return "virtual interrupt controller maintenance";
    case FAULT_VCPU:
        return "virtual processor fault";
    case FAULT_VPPI_EVENT:
        return "virtual private interrupt";
    case FAULT_NONE:
    default:
        return "no fault";
    }
}

static void report_value(const char *name, word_t value)
{
    print_text(name);
    print_hex(value);
}

static void report_registers(const struct tcb *t)
{
    enum { PER_LINE = 4 };

    report_value("\n  pc ", t->context.reg[REG_FAULT_IP]);
    report_value(" sp ", t->context.reg[REG_SP]);
    report_value(" status ", t->context.reg[REG_STATUS]);
    for (uint32_t i = REG_X0; i < REG_SP; i++) {
        print_text(i % PER_LINE == 0 ? "\n  x" : " x");
        print_decimal(i);
        report_value(" ", t->context.reg[i]);
    }
    print_text("\n");
}

void debug_unhandled_fault(const struct tcb *t, struct fault fault)
{
    print_text("Caught ");
    print_text(report_fault_name(fault.kind));
    print_text(" in ");
    debug_print_thread(t);
    print_text(", which has no fault handler; it stops.\n ");
    report_value(" words ", fault.word[0]);
    report_value(" ", fault.word[1]);
    report_value(" ", fault.word[2]);
    if (fault.kind == FAULT_CAP) {
        report_value(" look-up failure ", fault.lookup.type);
    }
    report_registers(t);
}

static const char *report_error_name(word_t code)
{
    static const char *const names[seL4_NumErrors] = {
        [seL4_NoError] = "no error",
        [seL4_InvalidArgument] = "InvalidArgument",
        [seL4_InvalidCapability] = "InvalidCapability",
        [seL4_IllegalOperation] = "IllegalOperation",
        [seL4_RangeError] = "RangeError",
        [seL4_AlignmentError] = "AlignmentError",
        [seL4_FailedLookup] = "FailedLookup",
        [seL4_TruncatedMessage] = "TruncatedMessage",
        [seL4_DeleteFirst] = "DeleteFirst",
        [seL4_RevokeFirst] = "RevokeFirst",
        [seL4_NotEnoughMemory] = "NotEnoughMemory",
    };

    return names[code];
}

static void report_error_words(void)
{
    switch (kernel.error.code) {
    case seL4_RangeError:
        report_value(" ", kernel.error.word[0]);
        report_value(" to ", kernel.error.word[1]);
        break;
    case seL4_FailedLookup:
        print_text(kernel.error.word[0] != 0 ? " of the source, type " : " of the destination, type ");
        print_decimal(kernel.lookup_failure.type);
        break;
    case seL4_InvalidArgument:
    case seL4_InvalidCapability:
    case seL4_NotEnoughMemory:
        print_text(" ");
        print_decimal(kernel.error.word[0]);
        break;
    default:
        break;
    }
}

void debug_invocation_failed(const struct tcb *t, word_t cptr, struct cap cap, word_t label)
{
    print_text("Invocation failed: ");
    print_text(report_error_name(kernel.error.code));
    report_error_words();
    print_text(": ");
    debug_print_thread(t);
    report_value(" at ", t->context.reg[REG_FAULT_IP]);
    print_text(", label ");
    print_decimal(label);
    print_text(" of ");
    print_text(identify_name(cap));
    report_value(" capability ", cptr);
    print_text("\n");
}

void debug_error_text(word_t *buffer)
{
    const char *name = report_error_name(kernel.error.code);
    char *text = (char *)&buffer[BUFFER_MESSAGE + ERROR_TEXT_WORD];
    uint32_t length = 0;

    while (name[length]) {
        text[length] = name[length];
        length++;
    }
    text[length] = '\0';
}

void debug_kernel_exception(word_t syndrome, word_t address, word_t fault_address)
{
    report_value("\nKernel exception: syndrome ", syndrome);
    report_value(" at ", address);
    report_value(" address ", fault_address);
    if (kernel.cur) {
        print_text(" current ");
        debug_print_thread(kernel.cur);
    }
    print_text("\n");
}
