/* SPDX-License-Identifier: BSD-2-Clause */
/* The threads that execute a fuzz program in QEMU: whichever the kernel lets run takes the next step. */
#pragma once

#include "scenario.h"

#include <framework/threads.h>

enum { PARTICIPANT_STACK = 16384 };

/* Those of the scenario, in the order of their slots from TCBS on; the one in SLOT_TCB; the one that runs when no
 * other can, which stands for the idle thread of the host port. */
enum { PARTICIPANT_ROOT = TCB_COUNT, PARTICIPANT_IDLE, PARTICIPANTS };

/* The caller's number, and its IPC buffer. */
unsigned participant(void);
seL4_IPCBuffer *participant_buffer(unsigned number);

/* Where thread number starts: it takes steps for ever, after having received once if it is passive. */
seL4_UserContext participant_start(unsigned number);

/* Have all steps been taken? */
bool participants_are_done(void);
void participants_begin(void);
