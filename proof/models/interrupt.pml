/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt of the driver's device: a level that stays until the driver acknowledges its cause. The kernel signals
 * the driver once and masks the line, until the driver acknowledges the interrupt to the kernel.
 */

bit line;
bit masked;

/* Within a step: the kernel looks at the line. */
#define deliver() \
    if \
    :: line && !masked -> masked = 1; notify(DRIVER, FROM_IRQ) \
    :: else \
    fi

#define raise() line = 1; deliver()
#define clear_cause() line = 0

inline acknowledge()
{
    d_step { masked = 0; deliver() }
}
