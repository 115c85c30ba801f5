/* SPDX-License-Identifier: BSD-2-Clause */
/* Which decoder serves which capability of the architecture. */
#include "arch/aarch64/invoke.h"

#include "arch.h"

#include <el_vcpu.h>

COLD APART static outcome_t arch_invoke_rare(const struct invocation *request)
{
    switch ((enum cap_kind)request->cap.kind) {
    case CAP_PAGE_TABLE:
        return page_table_invoke(request);
    case CAP_VSPACE:
        return vspace_invoke(request);
    case CAP_ASID_CONTROL:
        return asid_control_invoke(request);
    case CAP_ASID_POOL:
        return asid_pool_invoke(request);
    case CAP_VCPU:
        return el_vcpu_invoke(request);
    case CAP_SMC:
        return smc_invoke(request);
    case CAP_SGI_SIGNAL:
        return sgi_signal_invoke(request);
    default:
        return error_invalid_capability(0);
    }
}

outcome_t arch_invoke(const struct invocation *request)
{
    return cap_is(request->cap, CAP_FRAME) ? frame_invoke(request) : arch_invoke_rare(request);
}
