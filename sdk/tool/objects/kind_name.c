/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of object kinds. */
#include "objects/kind_name.h"

const char *kind_name(enum object_kind kind)
{
    static const char *const names[] = {
        [OBJECT_TCB] = "Tcb",
        [OBJECT_ENDPOINT] = "Endpoint",
        [OBJECT_NOTIFICATION] = "Notification",
        [OBJECT_CNODE] = "CNode",
        [OBJECT_SCHED_CONTEXT] = "SchedContext",
        [OBJECT_REPLY] = "Reply",
        [OBJECT_VSPACE] = "PageTable",
        [OBJECT_PAGE_TABLE] = "PageTable",
        [OBJECT_SMALL_FRAME] = "Frame",
        [OBJECT_LARGE_FRAME] = "Frame",
        [OBJECT_VCPU] = "VCpu",
        [OBJECT_IRQ_HANDLER] = "ArmIrq",
        [OBJECT_DERIVED] = "Derived",
        [OBJECT_FRAME_COPY] = "FrameCopy",
        [OBJECT_IMAGE_PAGE] = "Frame",
    };

    return names[kind];
}
