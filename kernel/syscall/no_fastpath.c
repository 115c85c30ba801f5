/* SPDX-License-Identifier: BSD-2-Clause */
/* The build without short paths: everything takes the general ones. */
#include "syscall/fastpath.h"

struct tcb *fastpath_syscall(word_t cptr, word_t info, word_t mr0, word_t mr1, word_t mr2, word_t mr3, word_t reply,
                             int64_t number)
{
    (void)cptr;
    (void)info;
    (void)mr0;
    (void)mr1;
    (void)mr2;
    (void)mr3;
    (void)reply;
    (void)number;
    return NULL;
}

bool fastpath_fault(enum fault_kind kind, word_t word0, word_t word1, word_t word2)
{
    (void)kind;
    (void)word0;
    (void)word1;
    (void)word2;
    return false;
}

bool fastpath_interrupt(word_t irq)
{
    (void)irq;
    return false;
}
