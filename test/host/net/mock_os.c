/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Provider of <os/sddf.h> and of printing for host tests of the network class.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <os/sddf.h>
#include <sddf/util/printf.h>
#include "mock_os.h"

static struct mock_pd nobody;
static struct mock_pd *current = &nobody;
static bool deferred;
static unsigned int deferred_channel;
static unsigned int lines;

void mock_enter(struct mock_pd *pd)
{
    current = pd;
    deferred = false;
}

unsigned int mock_lines_printed(void)
{
    unsigned int count = lines;
    lines = 0;
    return count;
}

char *sddf_get_pd_name(void)
{
    static char name[SDDF_NAME_LENGTH] = "test";
    return name;
}

void sddf_notify(sddf_channel id)
{
    assert_true(id < MOCK_CHANNELS);
    current->notified[id]++;
}

void sddf_deferred_notify(sddf_channel id)
{
    assert_false(deferred);
    deferred = true;
    deferred_channel = id;
    sddf_notify(id);
}

unsigned int sddf_deferred_notify_curr(void)
{
    return deferred ? deferred_channel : (unsigned int)-1;
}

void sddf_irq_ack(sddf_channel id)
{
    assert_true(id < MOCK_CHANNELS);
    current->irq_acks[id]++;
}

void sddf_deferred_irq_ack(sddf_channel id)
{
    assert_false(deferred);
    deferred = true;
    deferred_channel = id + 128;
    sddf_irq_ack(id);
}

int sddf_printf_(const char *format, ...)
{
    (void)format;
    lines++;
    return 0;
}
