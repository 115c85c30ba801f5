/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects of the architecture: sizes, creation, finalisation (UNT-3, UNT-12, UNT-13, DEL-2). */
#include "abi.h"
#include "arch.h"
#include "arch/aarch64/asid.h"
#include "arch/aarch64/sysreg.h"
#include "arch/aarch64/translation.h"
#include "arch/aarch64/vspace.h"
#include "benchmark_hooks.h"

#include <el_vcpu.h>

uint32_t arch_object_bits(word_t type)
{
    switch (type) {
    case seL4_ARM_HugePageObject:
        return seL4_HugePageBits;
    case seL4_ARM_LargePageObject:
        return seL4_LargePageBits;
    case seL4_ARM_SmallPageObject:
        return seL4_PageBits;
    case seL4_ARM_PageTableObject:
        return seL4_PageTableBits;
    case seL4_ARM_VSpaceObject:
        return seL4_VSpaceBits;
    default:
        return el_vcpu_object_bits(type);
    }
}

bool arch_object_is_frame(word_t type)
{
    return type == seL4_ARM_HugePageObject || type == seL4_ARM_LargePageObject ||
           type == seL4_ARM_SmallPageObject;
}

struct cap arch_object_template(word_t type, bool device)
{
    if (arch_object_is_frame(type)) {
        dsb_system(); /* waits for the lines that the reset has cleaned (UNT-13) */
        return cap_frame(0, arch_object_bits(type), device, RIGHT_READ | RIGHT_WRITE);
    }
    if (type == seL4_ARM_PageTableObject) {
        return cap_make(CAP_PAGE_TABLE, 0, 0, 0, false, 0);
    }
    return cap_make(type == seL4_ARM_VSpaceObject ? CAP_VSPACE : CAP_VCPU, 0, 0, 0, false, 0);
}

void arch_object_create(struct cap cap)
{
    if (cap_is(cap, CAP_VCPU)) {
        el_vcpu_create(cap);
    }
}

void arch_finalise(struct cap cap, bool final)
{
    switch ((enum cap_kind)cap.kind) {
    case CAP_FRAME:
        if (cap_mapped_asid(cap) != 0) {
            vspace_unmap_frame(cap);
        }
        if (final) {
            benchmark_frame_destroyed(cap.object);
        }
        break;
    case CAP_PAGE_TABLE:
        if (final && cap.flag != 0) {
            vspace_unmap_table(cap);
        }
        break;
    case CAP_VSPACE:
        translation_new_epoch(); /* it may be a thread's */
        if (final && cap.flag != 0) {
            asid_release(cap.object, cap.data);
        }
        break;
    case CAP_ASID_POOL:
        if (final) {
            asid_delete_pool(asid_pool_at(cap.object), cap.data);
        }
        break;
    case CAP_VCPU:
        if (final) {
            el_vcpu_destroy(cap);
        }
        break;
    default:
        break;
    }
}
