/* SPDX-License-Identifier: BSD-2-Clause */
#include "mock_sddf.h"

#include <assert.h>
#include <string.h>

struct mock_sddf mock;

static char pd_name[SDDF_NAME_LENGTH] = "test_pd";

void mock_reset(void)
{
    memset(&mock, 0, sizeof(mock));
}

unsigned int mock_notifications(void)
{
    unsigned int sum = 0;

    for (unsigned int i = 0; i < MOCK_CHANNELS; i++) {
        sum += mock.notified[i];
    }
    return sum;
}

char *sddf_get_pd_name(void)
{
    return pd_name;
}

void sddf_irq_ack(sddf_channel id)
{
    assert(id < MOCK_CHANNELS);
    mock.acknowledged[id]++;
}

void sddf_deferred_irq_ack(sddf_channel id)
{
    sddf_irq_ack(id);
}

void sddf_notify(sddf_channel id)
{
    assert(id < MOCK_CHANNELS);
    mock.notified[id]++;
}

void sddf_deferred_notify(sddf_channel id)
{
    sddf_notify(id);
}

unsigned int sddf_deferred_notify_curr(void)
{
    return (unsigned int)-1;
}

microkit_msginfo sddf_ppcall(sddf_channel id, microkit_msginfo info)
{
    (void)id;
    return info;
}

uint64_t sddf_get_mr(unsigned int i)
{
    assert(i < 8);
    return mock.registers[i];
}

void sddf_set_mr(unsigned int i, uint64_t value)
{
    assert(i < 8);
    mock.registers[i] = value;
}
