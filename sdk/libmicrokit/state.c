/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The globals of the Microkit ABI (LIB-4). Names and sizes are fixed: the tool finds the first six by name
 * and writes them into the image of each protection domain, and programs in other languages define them
 * themselves.
 */

#include <microkit.h>

char microkit_name[MICROKIT_PD_NAME_LENGTH];
seL4_Bool microkit_passive;
seL4_Word microkit_irqs;
seL4_Word microkit_notifications;
seL4_Word microkit_pps;
seL4_Word microkit_ioports;

seL4_Word microkit_generation;

seL4_Bool microkit_have_signal;
seL4_CPtr microkit_signal_cap;
seL4_MessageInfo_t microkit_signal_msg;
