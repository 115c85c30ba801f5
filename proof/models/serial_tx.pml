/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters to send: client, virtualiser, UART driver, UART.
 *
 * Bounds: CHARACTERS in each queue, FIFO places in the UART. The client has characters again and again and may fall
 * silent for ever at any moment. It sleeps when its queue is full. Producers always notify their consumer; consumers
 * notify a producer that asked for it.
 *
 * Checked: when nothing moves any more, all characters were sent and no client waits for room.
 */
#ifndef CHARACTERS
#define CHARACTERS 2
#endif
#ifndef FIFO
#define FIFO 2
#endif

#define DOMAINS 3
#define DRIVER 0
#define VIRT 1
#define CLIENT 2

#define FROM_IRQ 0
#define FROM_DRIVER 1
#define FROM_VIRT 2
#define FROM_CLIENT 3

#define QUEUES 2
#define TO_VIRT 0
#define TO_DRIVER 1

#include "system.pml"
#include "interrupt.pml"

/* ---- The UART: its transmit interrupt is raised when the FIFO drains past a level, here to empty ---- */

byte fifo;
bit raised, wanted;

#define look_at_line() line = raised && wanted; deliver()

active proctype uart()
{
end:
    do
    :: d_step { fifo > 0 ->
        fifo--;
        if
        :: fifo == 0 -> raised = 1; look_at_line()
        :: else
        fi }
    od
}

/* ---- The driver ---- */

inline provide()
{
    d_step { ready = length[TO_DRIVER]; taken = 0 };    /* [DS1] uint32_t ready = spsc32_consumer_ready(&driver.tx.end); */
    d_step { raised = 0; look_at_line() };              /* [DS2] driver.regs->icr = PL011_INT_TX; */
    do
    :: d_step { taken < ready && fifo < FIFO ->         /* [DS3] while (taken < limit && !(driver.regs->fr & PL011_FR_TXFF)) { */
        fifo++;                                         /* [DS4] driver.regs->dr = (uint8_t)serial_source_peek(&driver.tx, taken); */
        taken++ }
    :: !(taken < ready && fifo < FIFO) -> break
    od;
    length[TO_DRIVER] = length[TO_DRIVER] - taken;      /* [DS5] spsc32_consumer_release(&driver.tx.end, taken); */
    d_step { wanted = (taken < ready); look_at_line() };   /* [DS6] if (taken < ready) { */
    d_step { told = (taken > 0); ready = 0; taken = 0 };
    tell(TO_DRIVER, told, VIRT, FROM_DRIVER);           /* [DS7] if (taken > 0 && serial_source_take_signal(&driver.tx)) { */
    told = 0
}

active proctype driver() RUNS_0
{
    byte events, ready, taken;
    bit told;

    provide();
    do
    ::  receive(DRIVER, events);
        if
        :: events & (1 << FROM_IRQ) ->
            if
            :: raised && wanted -> provide()   /* [DS8] if (raised & PL011_INT_TX) { */
            :: else
            fi;
            acknowledge()                       /* [DS9] sddf_deferred_irq_ack(device_resources.irqs[0].id); */
        :: else
        fi;
        if
        :: events & (1 << FROM_VIRT) -> provide()   /* [DS10] } else if (channel == driver.tx.channel) { */
        :: else
        fi;
        events = 0
    od
}

/* ---- The virtualiser ---- */

active proctype virt() RUNS_1
{
    byte events;
    bit moved, told;

    do
    ::  receive(VIRT, events);
        events = 0;
        do                                      /* [ST1] if (serve()) { */
        :: length[TO_VIRT] == 0 -> break        /* [ST2] uint32_t ready = spsc32_consumer_ready(&client->end); */
        :: d_step { length[TO_VIRT] > 0 && length[TO_DRIVER] < CHARACTERS ->  /* [ST3] if (spsc32_producer_free(&virt.driver.end) >= need) { */
            length[TO_VIRT]--;                  /* [ST4] spsc32_consumer_release(&client->end, length); */
            length[TO_DRIVER]++;                /* [ST5] spsc32_producer_publish(&virt.driver.end, length + decoration_length()); */
            moved = 1;
            told = 1 }
        :: length[TO_VIRT] > 0 && length[TO_DRIVER] < CHARACTERS -> /* enough for once, which may be any time */
            signalled[TO_DRIVER] = 0;           /* [ST11] serial_sink_request_signal(&virt.driver); */
            d_step {
            length[TO_VIRT]--;
            length[TO_DRIVER]++;
            moved = 1;
            told = 1 };
            break
        :: length[TO_VIRT] > 0 && !(length[TO_DRIVER] < CHARACTERS) ->
            signalled[TO_DRIVER] = 0;           /* [ST6] serial_sink_request_signal(&virt.driver); */
            if
            :: !(length[TO_DRIVER] < CHARACTERS) -> break   /* [ST7] if (spsc32_producer_free(&virt.driver.end) < need) { */
            :: else -> signalled[TO_DRIVER] = 1 /* [ST8] serial_sink_cancel_signal(&virt.driver); */
            fi
        od;
        if
        :: moved ->
            moved = 0;
            notify(DRIVER, FROM_VIRT);          /* [ST9] sddf_notify(virt.driver.channel); */
            tell(TO_VIRT, told, CLIENT, FROM_VIRT); /* [ST10] if (virt.moved[i] && serial_source_take_signal(&virt.clients[i])) { */
            told = 0
        :: else
        fi
    od
}

/* ---- The client ---- */

bit wants;

active proctype client() RUNS_2
{
    byte events;

    do
    ::  wants = 1;
        do
        :: d_step { length[TO_VIRT] < CHARACTERS ->
            length[TO_VIRT]++;
            wants = 0 };
            break
        :: !(length[TO_VIRT] < CHARACTERS) ->
            signalled[TO_VIRT] = 0;
            if
            :: !(length[TO_VIRT] < CHARACTERS) ->
                receive(CLIENT, events);
                events = 0
            :: else -> signalled[TO_VIRT] = 1
            fi
        od;
        if
        :: notify(VIRT, FROM_CLIENT)
        :: length[TO_VIRT] < CHARACTERS -> skip /* it has more first */
        fi;
        if
        :: skip
        :: notify(VIRT, FROM_CLIENT); break /* silent for ever */
        fi
    od;
    do
    ::  receive(CLIENT, events);
        events = 0
    od
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(length[TO_VIRT] == 0);
        assert(length[TO_DRIVER] == 0);
        assert(fifo == 0);
        assert(!wants);
        break
    od
}

/* If each domain gets to run, a client that waits for room gets it, and no queue stays full. */
ltl sent_on {
    [] ((wants -> <> (!wants)) && (length[TO_VIRT] == CHARACTERS -> <> (length[TO_VIRT] < CHARACTERS))
        && (length[TO_DRIVER] == CHARACTERS -> <> (length[TO_DRIVER] < CHARACTERS)))
}
