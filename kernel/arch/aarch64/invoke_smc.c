/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls to the secure monitor on behalf of user level (SMC-1 to SMC-3). */
#include "arch/aarch64/invoke.h"

#include <el_smc.h>

enum { SMC_WORDS = 8 };

static void smc_reply(struct smc_registers result)
{
    struct tcb *caller = kernel.cur;
    word_t *buffer = message_buffer(caller, true);
    word_t count = 0;

    while (count < SMC_WORDS && message_put(caller, buffer, count, result.x[count])) {
        count++;
    }
    message_reply(caller, 0, count);
}

outcome_t smc_invoke(const struct invocation *request)
{
    struct smc_registers registers;

    if (request->label != ARMSMCCall) {
        return error_illegal_operation();
    }
    if (request->length < SMC_WORDS) {
        return error_truncated();
    }
    for (word_t i = 0; i < SMC_WORDS; i++) {
        registers.x[i] = invocation_arg(request, i);
    }
    if (request->cap.data != 0 && request->cap.data != registers.x[0]) {
        return error_illegal_operation();
    }
    invocation_commit();
    registers = el_smc(registers);
    if (request->is_call) {
        smc_reply(registers);
    }
    thread_set_state(kernel.cur, RUNNING);
    return DONE;
}
