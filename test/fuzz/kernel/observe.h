/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of the kernel as its rules define it: every slot with its capability and place in the tree, every object
 * that a slot names, every thread with its registers and message buffer, the queues, the clock. What the rules give no
 * meaning to, such as links of a thread that is in no queue, is left out. Two kernels that went through the same
 * program must be in the same state after each step.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A number that stands for the state: equal states have equal ones. */
uint64_t observe(void);

/* Prints the state, one field a line. */
void observe_print(FILE *file);

/* False: the rules allow a short path to differ from now on (FP-1), because a slot of the domain schedule is too
 * short to enter the kernel in. */
bool observe_is_defined(void);
