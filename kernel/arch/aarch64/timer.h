/* SPDX-License-Identifier: BSD-2-Clause */
/* The generic timer: set-up. Its use is declared in arch.h. */
#pragma once

/* No deadline; the timer can fire. Boot only. */
void timer_init(void);
