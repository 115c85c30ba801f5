/* SPDX-License-Identifier: BSD-2-Clause */
/* The EL1 registers of a guest as the processor has them, by their number in the ABI (seL4_VCPUReg). */
#pragma once

#include "types.h"

/* field < seL4_VCPUReg_Num */
COLD word_t vcpu_hardware_read(word_t field);
COLD void vcpu_hardware_write(word_t field, word_t value);

/* VCPU-23: is the register exchanged at every switch between the guest and native threads? */
bool vcpu_register_is_switched(word_t field);
