/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FPU state of threads (FPU-1 to FPU-8).
 *
 * The registers move only when a thread uses the FPU while they hold another thread's state: until then its
 * access traps. User level cannot tell this from switching them with every thread, except that threads that
 * do not calculate cost nothing. Before the domain changes the registers go to memory, so that the first use
 * costs the same whatever the other domain did.
 */
#pragma once

#include "thread/tcb.h"

/* FPU-3: t runs next. */
void fpu_switch_to(const struct tcb *t);

/* t used the FPU and was denied it: gives it its state. False: t may not use the FPU (FPU-6). */
bool fpu_take(struct tcb *t);

/* FPU-4: t's state goes to memory if it is in the registers. */
void fpu_release(struct tcb *t);

/* FPU-4: whoever's state is in the registers. */
COLD void fpu_release_owner(void);

/* fpu.S; the FPU is accessible to the kernel. */
void fpu_save(struct fpu_state *state);
void fpu_load(const struct fpu_state *state);
