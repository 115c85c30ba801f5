/* SPDX-License-Identifier: BSD-2-Clause */
/* Invocation stubs (LIB-10); generated from abi/tables/invocations.tab. */
#pragma once

#include <sel4/types.h>
#include <sel4/functions.h>
#include <sel4/invocation.h>
#include <sel4/syscalls.h>

/* Results of the SMMU invocations of other boards; the types exist everywhere. */
struct seL4_ARM_SIDControl_GetFault {
    int error;
    seL4_Word status;
    seL4_Word syndrome_0;
    seL4_Word syndrome_1;
};
typedef struct seL4_ARM_SIDControl_GetFault seL4_ARM_SIDControl_GetFault_t;

struct seL4_ARM_CB_CBGetFault {
    int error;
    seL4_Word status;
    seL4_Word address;
};
typedef struct seL4_ARM_CB_CBGetFault seL4_ARM_CB_CBGetFault_t;

@insert result_structs@

/* Calls `service`; on an error the detail words go where seL4_GetMR() finds them. */
LIBSEL4_INLINE seL4_Error sel4_invoke(seL4_CPtr service, seL4_MessageInfo_t info, seL4_Word *mr)
{
    seL4_MessageInfo_t reply = seL4_CallWithMRs(service, info, &mr[0], &mr[1], &mr[2], &mr[3]);
    seL4_Error error = (seL4_Error) seL4_MessageInfo_get_label(reply);
    if (error != seL4_NoError) {
        for (int i = 0; i < 4; i++) {
            seL4_SetMR(i, mr[i]);
        }
    }
    return error;
}

@insert stubs@
