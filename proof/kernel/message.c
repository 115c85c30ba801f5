/* SPDX-License-Identifier: BSD-2-Clause */
/* kernel/ipc/message.h: all functions. */
#include "bits.h"
#include "ipc/message.h"
