/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects of the architecture: sizes, creation, finalisation (UNT-3, UNT-12, UNT-13, DEL-2). */
#include "abi.h"
#include "arch.h"
#include "arch/aarch64/asid.h"
#include "arch/aarch64/cache.h"
#include "arch/aarch64/vspace.h"

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

/* Memory that an uncached mapping may show must not have its zeros in the cache only (UNT-13). */
static struct cap frame_create(uint32_t bits, paddr_t base, bool device)
{
    if (!device) {
        uint64_t start = base + PHYSICAL_WINDOW;
        cache_clean(start, start + BIT(bits));
    }
    return cap_frame(base, bits, device, RIGHT_READ | RIGHT_WRITE);
}

struct cap arch_object_create(word_t type, paddr_t base, bool device)
{
    if (arch_object_is_frame(type)) {
        return frame_create(arch_object_bits(type), base, device);
    }
    if (type == seL4_ARM_PageTableObject) {
        return cap_make(CAP_PAGE_TABLE, base, 0, 0, false, 0);
    }
    if (type == seL4_ARM_VSpaceObject) {
        return cap_make(CAP_VSPACE, base, 0, 0, false, 0);
    }
    return el_vcpu_create(base);
}

void arch_finalise(struct cap cap, bool final)
{
    switch ((enum cap_kind)cap.kind) {
    case CAP_FRAME:
        if (cap_mapped_asid(cap) != 0) {
            vspace_unmap_frame(cap);
        }
        break;
    case CAP_PAGE_TABLE:
        if (final && cap.flag != 0) {
            vspace_unmap_table(cap);
        }
        break;
    case CAP_VSPACE:
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
