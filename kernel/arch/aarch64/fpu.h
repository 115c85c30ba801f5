/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FPU state of threads, switched when another thread that may use the FPU runs (FPU-1 to FPU-8).
 */
#pragma once

#include "thread/tcb.h"

/* FPU-3: t runs next. */
void fpu_switch_to(struct tcb *t);

/* FPU-4: t's state goes to memory if it is in the registers. */
void fpu_release(const struct tcb *t);

/* FPU-4: whoever's state is in the registers. */
void fpu_release_owner(void);

/* fpu.S; the FPU is accessible to the kernel. */
void fpu_save(struct fpu_state *state);
void fpu_load(const struct fpu_state *state);
