/* SPDX-License-Identifier: BSD-2-Clause */
/* Names and numbers of capability kinds for developers. */
#pragma once

#include "cspace/cap.h"

/* DBG-2: the type tag that DebugCapIdentify returns. */
word_t identify_capability(struct cap cap);

const char *identify_name(struct cap cap);
