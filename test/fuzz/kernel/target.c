/* SPDX-License-Identifier: BSD-2-Clause */
/* What libFuzzer calls. */
#include "compare.h"
#include "scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool built;

    if (!built) {
        scenario_build();
        built = true;
    }
    compare_run(data, size);
    return 0;
}
