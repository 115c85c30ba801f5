/* SPDX-License-Identifier: BSD-2-Clause */
/* Steps of fuzz programs on address spaces and virtual CPUs, and what guests and their interrupts do. */
#pragma once

void step_space(void);
void step_guest(void);
