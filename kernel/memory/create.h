/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Object types of retype: their sizes and initial states (UNT-3, UNT-12).
 */
#pragma once

#include "cspace/cap.h"

/* Is this a type number of Untyped_Retype? */
bool object_type_known(word_t type);

/* UNT-3: size in bits of an object of a known type; size_bits counts for types of variable size. */
word_t object_bits(word_t type, word_t size_bits);

/* May the object be made from device memory? */
bool object_may_be_device(word_t type);

/* UNT-12: initialises the object in zeroed memory (unless device) and returns its first capability. */
struct cap object_create(word_t type, word_t size_bits, paddr_t base, bool device);
