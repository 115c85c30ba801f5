/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoders of the architecture's capabilities. */
#pragma once

#include "arch/aarch64/pte.h"
#include "syscall/invocation.h"

APART outcome_t frame_invoke(const struct invocation *request);         /* A64-5, A64-9, VSP-10, VSP-11 */
outcome_t page_table_invoke(const struct invocation *request); /* A64-4, VSP-13 */
outcome_t vspace_invoke(const struct invocation *request);   /* A64-8 */
outcome_t asid_control_invoke(const struct invocation *request); /* VSP-19 */
outcome_t asid_pool_invoke(const struct invocation *request); /* VSP-20 */
outcome_t smc_invoke(const struct invocation *request);      /* SMC-2 */
outcome_t sgi_signal_invoke(const struct invocation *request); /* SGI-2 */

/* VSP-8: the root table of the VSpace capability X0 of a map call; null: kernel.error is set. */
pte_t *mapping_root(const struct slot *vspace);
