/* SPDX-License-Identifier: BSD-2-Clause */
/* Suspends and resumes another PD through a shared capability, and reads what it used of its time (T-74). */

#include "say.h"

#define WORKER_TCB 1
#define WORKER_SC 2
#define OWN_TCB 63
#define WORKER 0

static unsigned rounds;

static seL4_CPtr slot(seL4_Word number)
{
    return microkit_cspace_root_slot_to_cptr(number);
}

void init(void)
{
    seL4_UserContext regs;

    expect(slot(0) == seL4_CapNull && slot(64) == seL4_CapNull, "slots outside of the CNode");
    expect(seL4_TCB_Suspend(slot(WORKER_TCB)) == seL4_NoError, "suspend");
    expect(seL4_TCB_ReadRegisters(slot(OWN_TCB), 0, 0, 1, &regs) == seL4_IllegalOperation, "own TCB");
    microkit_notify(WORKER);
    say("worker is stopped");
    expect(seL4_TCB_Resume(slot(WORKER_TCB)) == seL4_NoError, "resume");
}

void notified(microkit_channel ch)
{
    rounds++;
    if (ch == WORKER && rounds == 3) {
        expect(seL4_SchedContext_Consumed(slot(WORKER_SC)).error == 0, "consumed time");
        say("done");
        return;
    }
    microkit_notify(WORKER);
}
