/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupt lines of the host port: line 0 is the timer, the last one interrupts long operations, tests raise the
 * others. */
#pragma once

enum { IRQ_COUNT = 32, IRQ_NONE = 1023, HOST_TIMER_IRQ = 0, HOST_PREEMPT_IRQ = 31 };
