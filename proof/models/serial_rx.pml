/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters received: UART, its driver, virtualiser, client.
 *
 * Bounds: CHARACTERS in each queue, FIFO places in the UART. A character may come at any moment, and there may be no
 * more for ever. The virtualiser drops what the client has no room for, and the UART what its FIFO has no room for.
 *
 * Checked: when nothing moves any more, no character is left on the way; as long as some come, some reach the client.
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

#define QUEUES 1
#define TO_VIRT 0

#include "system.pml"
#include "interrupt.pml"

byte to_client; /* characters in the client's queue, which has no flag */

/* ---- The UART: its receive interrupt is raised while there are characters ---- */

byte fifo;
bit wanted, silent;

#define look_at_line() line = (fifo > 0) && wanted; deliver()

active proctype uart()
{
end:
    do
    :: d_step { fifo < FIFO && !silent -> fifo++; look_at_line() }
    :: silent = 1; break
    od
}

/* ---- The driver ---- */

#define ROOM (length[TO_VIRT] < CHARACTERS)

inline return_characters()
{
    d_step { room = CHARACTERS - length[TO_VIRT]; count = 0 };  /* [RX1] uint32_t room = spsc32_producer_free(&driver.rx.end); */
    do
    :: d_step { count < room && fifo > 0 -> /* [RX2] while (count < limit && !(driver.regs->fr & PL011_FR_RXFE)) { */
        fifo--;                             /* [RX3] serial_sink_put(&driver.rx, count, (char)(driver.regs->dr & 0xff)); */
        count++;
        look_at_line() }
    :: !(count < room && fifo > 0) -> break
    od;
    length[TO_VIRT] = length[TO_VIRT] + count;  /* [RX4] spsc32_producer_publish(&driver.rx.end, count); */
    room = 0;
    if
    :: !ROOM ->                             /* [RX5] if (spsc32_producer_free(&driver.rx.end) == 0) { */
        d_step { wanted = 0; look_at_line() }; /* [RX6] enable_interrupts(0, PL011_INT_RX | PL011_INT_RT); */
        signalled[TO_VIRT] = 0;             /* [RX7] serial_sink_request_signal(&driver.rx); */
        if
        :: ROOM ->                          /* [RX8] if (spsc32_producer_free(&driver.rx.end) > 0) { */
            signalled[TO_VIRT] = 1;         /* [RX9] serial_sink_cancel_signal(&driver.rx); */
            d_step { wanted = 1; look_at_line() }
        :: else
        fi
    :: else ->
        d_step { wanted = 1; look_at_line() }
    fi;
    if
    :: d_step { count > 0 -> count = 0; notify(VIRT, FROM_DRIVER) } /* [RX10] sddf_notify(driver.rx.channel); */
    :: else
    fi
}

active proctype driver() RUNS_0
{
    byte events, room, count;

    return_characters();
    do
    ::  receive(DRIVER, events);
        if
        :: events & (1 << FROM_IRQ) ->
            if
            :: fifo > 0 && wanted -> return_characters()   /* [RX11] if (raised & (PL011_INT_RX | PL011_INT_RT)) { */
            :: else
            fi;
            acknowledge()
        :: else
        fi;
        if
        :: events & (1 << FROM_VIRT) -> return_characters() /* [RX12] } else if (config.rx_enabled && channel == driver.rx.channel) { */
        :: else
        fi;
        events = 0
    od
}

/* ---- The virtualiser: everything that was there at one moment, once a wake-up ---- */

active proctype virt() RUNS_1
{
    byte events, ready, left;
    bit told;

    do
    ::  receive(VIRT, events);
        d_step { events = 0; ready = length[TO_VIRT]; left = ready };   /* [SR1] uint32_t ready = spsc32_consumer_ready(&virt.driver.end); */
        do
        :: d_step { left > 0 -> left--;     /* [SR2] for (uint32_t i = 0; i < ready; i++) { */
            if
            :: to_client < CHARACTERS -> to_client++    /* [SR3] if (virt.room == 0) { */
            :: else
            fi }
        :: else -> break
        od;
        length[TO_VIRT] = length[TO_VIRT] - ready;      /* [SR4] spsc32_consumer_release(&virt.driver.end, ready); */
        if
        :: ready > 0 ->
            notify(CLIENT, FROM_VIRT);      /* [SR5] sddf_notify(client->channel); */
            d_step { told = 1; ready = 0 };
            tell(TO_VIRT, told, DRIVER, FROM_VIRT); /* [SR6] if (receive() && serial_source_take_signal(&virt.driver)) { */
            told = 0
        :: else
        fi
    od
}

/* ---- The client takes what is there when it is told ---- */

active proctype client() RUNS_2
{
    byte events;

    do
    ::  receive(CLIENT, events);
        events = 0;
        do
        :: to_client > 0 ->
taking:     to_client--
        :: else -> break
        od
    od
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(fifo == 0);
        assert(length[TO_VIRT] == 0);
        assert(to_client == 0);
        assert(wanted);
        break
    od
}

/* If each domain gets to run, neither the UART nor a queue stays full, and what the client has is taken. */
ltl taken {
    [] ((fifo == FIFO -> <> (fifo < FIFO)) && (length[TO_VIRT] == CHARACTERS -> <> (length[TO_VIRT] < CHARACTERS))
        && (to_client > 0 -> <> (client@taking)))
}
