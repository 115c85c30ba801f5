/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls the server, and notices when it begins a new life. */

#include <microkit.h>

#define SERVER_CH 0
#define LAST_GENERATION 2

seL4_Word generation;
static unsigned abandoned;

static void finished(void)
{
    microkit_dbg_puts("client: served again by generation ");
    microkit_dbg_put32((seL4_Uint32)generation);
    microkit_dbg_puts("\n");
}

/* Until a call is abandoned. */
static void call_server(void)
{
    for (;;) {
        microkit_msginfo answer = microkit_ppcall(SERVER_CH, microkit_msginfo_new(0, 0));

        if (microkit_msginfo_get_label(answer) == MICROKIT_CALL_ABANDONED) {
            abandoned++;
            microkit_dbg_puts("client: a call was abandoned\n");
            return;
        }
        generation = microkit_mr_get(0);
        if (generation == LAST_GENERATION) {
            finished();
            return;
        }
    }
}

void init(void)
{
    call_server();
}

/* The server notifies when it is ready again. */
void notified(microkit_channel ch)
{
    (void)ch;
    microkit_dbg_puts("client: the server is ready again\n");
    call_server();
}
