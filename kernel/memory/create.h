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

/* UNT-12: the first capability to an object of a known type, but for the object's address, which is 0. */
struct cap object_template(word_t type, word_t size_bits, bool device);

/* UNT-12: makes an object of the template's type of memory that is zeroed, unless it is a device's. Returns its first
 * capability. */
struct cap object_create(struct cap template, paddr_t base);
