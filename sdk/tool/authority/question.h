/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers about authority, for people, on standard output. */
#pragma once

#include "authority/authority.h"
#include "authority/policy.h"

/* Who has the devices, who controls whom, and who shares memory that one of them writes. */
void answer_overview(const struct authority *authority);

/* Of each PD, whether and how it reaches the target. */
void answer_reach(const struct authority *authority, const struct target *target);
