/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/cspace/cap.h: all functions. */
#include "bits.h"
#include "cspace/cap.h"
