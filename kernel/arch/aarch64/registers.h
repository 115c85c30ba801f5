/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Places of the saved user registers, for C and assembly.
 *
 * REG_NEXT_IP and REG_STATUS, and REG_FAULT_IP and REG_TLS, are neighbours so that the entry code stores them
 * in pairs; vectors.S relies on every order here.
 */
#pragma once

#define REG_X0         0
#define REG_X(n)       (n)
#define REG_SP         31
#define REG_NEXT_IP    32 /* where the thread continues (GEN-9 nextPC) */
#define REG_STATUS     33 /* PSTATE as SPSR */
#define REG_FAULT_IP   34 /* what caused the latest kernel entry (GEN-9 restartPC) */
#define REG_TLS        35 /* TPIDR_EL0: user code writes it, so it is read at every entry */
#define REG_TLS_RO     36 /* TPIDRRO_EL0 */
#define REG_TOTAL      37

/* Offset of the registers in struct tcb, after its five internal slots. */
#define TCB_CONTEXT_OFFSET 160
