/* SPDX-License-Identifier: BSD-2-Clause */
/* The capabilities of a PD in words, so that no message needs to speak of slots. */
#pragma once

#include "base/list.h"
#include "sdf/model.h"

struct slot_name {
    uint64_t cptr; /* capability pointer as the PD uses it */
    const char *what;
};

struct slot_names {
    LIST(struct slot_name) list;
};

struct slot_names slot_names(const struct system *system, const struct protection_domain *pd);
