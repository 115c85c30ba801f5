/* SPDX-License-Identifier: BSD-2-Clause */
/* A print backend that keeps the text for the test to look at. */
#include "mock_sddf.h"

#include <sddf/util/printf.h>

void _sddf_putchar(char character)
{
    if (mock.printed_length + 1 < sizeof(mock.printed)) {
        mock.printed[mock.printed_length] = character;
        mock.printed_length++;
    }
}
