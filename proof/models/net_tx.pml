/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames to send: client, virtualiser, driver, device, and the buffers' way back.
 *
 * Bounds: BUFFERS transmit buffers of one client, SLOTS places in the driver's ring, IN_FLIGHT frames that the
 * virtualiser lets a client have at the driver. The client has frames to send again and again and may fall silent for
 * ever at any moment.
 *
 * Completions come back lazily: neither the driver's interrupt nor the virtualiser's wake-up is asked for while the
 * client has buffers enough. Checked: when nothing moves any more, every frame was sent, and no client is left that
 * wants to send and waits for a buffer; and as long as there are frames they are sent, if each domain gets to run.
 */
#ifndef BUFFERS
#define BUFFERS 2
#endif
#ifndef SLOTS
#define SLOTS 1
#endif
#ifndef IN_FLIGHT
#define IN_FLIGHT 2
#endif
#define BUDGET (2 * BUFFERS)

#define DOMAINS 3
#define DRIVER 0
#define VIRT 1
#define CLIENT 2

#define FROM_IRQ 0
#define FROM_DRIVER 1
#define FROM_VIRT 2
#define FROM_CLIENT 3

#define QUEUES 4
#define CLIENT_FREE 0
#define CLIENT_ACTIVE 1
#define DRIVER_FREE 2
#define DRIVER_ACTIVE 3

#include "system.pml"
#include "interrupt.pml"

/* ---- The device ---- */

byte offered;   /* frames in the ring that are to be sent */
byte sent;      /* sent, and not yet seen by the driver */
bit quiet;      /* the driver wants no interrupt */

active proctype device()
{
end:
    do
    :: d_step { offered > 0 ->
        offered--;
        sent++;
        if
        :: !quiet -> raise()
        :: else
        fi }
    od
}

/* ---- The driver ---- */

#define SLOT_FREE (offered + sent < SLOTS)

inline transmit()
{
    more = 1;
    do
    :: more ->
        do                              /* [DT1] tx_return(net); */
        :: d_step { sent > 0 ->         /* [DT2] while ((answer = frame_queue_take(&net->tx, &io_addr, &written)) == VIRTQUEUE_CHAIN) { */
            sent--;
            give(DRIVER_FREE);          /* [DT3] net->notify_tx = net_give(&net->virt_tx.free, desc) || net->notify_tx; */
            told = 1 }
        :: else -> break
        od;
        budget = BUDGET;                /* [DT4] tx_provide(net); */
        do
        :: d_step { SLOT_FREE && BOUNDED(DRIVER_ACTIVE, budget) ->
            take_bounded(DRIVER_ACTIVE, budget);    /* [DT5] && net_take_bounded(&net->virt_tx.active, &budget, &desc)) { */
            offered++ }                 /* [DT6] frame_queue_offer(&net->tx, desc.io_or_offset, desc.len); */
        :: d_step { SLOT_FREE && !BOUNDED(DRIVER_ACTIVE, budget) ->
            rearm(DRIVER_ACTIVE);
            budget = 0 }; break
        :: else -> budget = 0; break
        od;
        if                              /* [DT7] } while (rearm_tx_interrupt(net)); */
        :: d_step { SLOT_FREE && signalled[DRIVER_FREE] ->  /* [DT8] if (frame_queue_has_slot(&net->tx) && !net_is_awaited(&net->virt_tx.free)) { */
            more = 0 };
            quiet = 1                   /* [DT9] virtqueue_disable_interrupts(&net->tx.ring); */
        :: d_step { !(SLOT_FREE && signalled[DRIVER_FREE]) -> quiet = 0 };
            more = (sent > 0)           /* [DT10] return virtqueue_enable_interrupts(&net->tx.ring); */
        fi
    :: else -> break
    od
}

active proctype driver() RUNS_0
{
    byte events, budget;
    bit told, more;

    transmit();
    do
    ::  receive(DRIVER, events);
        if
        :: d_step { events & (1 << FROM_IRQ) ->
            clear_cause() };
            transmit();                 /* [DT11] transmit(net); */
            tell(DRIVER_FREE, told, VIRT, FROM_DRIVER);  /* [DT12] if (net->notify_tx && net_signal_due(&net->virt_tx.free)) { */
            acknowledge()
        :: else
        fi;
        if
        :: d_step { events & (1 << FROM_VIRT) -> events = 0 };
            transmit();                 /* [DT13] virtio_net_tx_provide(&net); */
            tell(DRIVER_FREE, told, VIRT, FROM_DRIVER)
        :: else -> events = 0
        fi
    od
}

/* ---- The virtualiser ---- */

byte in_flight;

#define NEEDED (2 * in_flight >= BUFFERS || in_flight >= IN_FLIGHT || (in_flight > 0 && !signalled[CLIENT_FREE]))

active proctype virt() RUNS_1
{
    byte events, budget;
    bit more, notify_driver, wake_driver, notify_client;

    do
    ::  receive(VIRT, events);
        d_step { events = 0; more = 1 };
        do
        :: more ->
            do                              /* [VT1] tx_return(virt); */
            :: d_step { AVAILABLE(DRIVER_FREE) ->   /* [VT2] while (budget > 0 && net_take(&virt->driver.free, &desc)) { */
                take(DRIVER_FREE);
                in_flight--;
                give(CLIENT_FREE);          /* [VT3] if (!net_give(&client->link.free, desc)) { */
                notify_client = 1 }
            :: else -> break
            od;
            budget = BUDGET;                /* [VT4] tx_provide(virt); */
            do
            :: d_step { in_flight < IN_FLIGHT && BOUNDED(CLIENT_ACTIVE, budget) ->
                take_bounded(CLIENT_ACTIVE, budget);    /* [VT5] if (!net_take_bounded(&client->link.active, &client->budget, &desc)) { */
                give(DRIVER_ACTIVE);        /* [VT6] if (!net_give(&virt->driver.active, out)) { */
                in_flight++;
                notify_driver = 1 }
            :: d_step { in_flight < IN_FLIGHT && !BOUNDED(CLIENT_ACTIVE, budget) ->
                rearm(CLIENT_ACTIVE);
                budget = 0 }; break
            :: else -> budget = 0; break
            od;
            if                              /* [VT7] more = rearm(virt); */
            :: d_step { !NEEDED ->
                leave(DRIVER_FREE);         /* [VT8] net_leave(&virt->driver.free); */
                more = 0 }
            :: d_step { NEEDED ->
                wake_driver = wake_driver || signalled[DRIVER_FREE] };  /* [VT9] virt->wake_driver = virt->wake_driver || !net_is_armed(&virt->driver.free); */
                d_step {
                    if                      /* [VT10] return net_rearm(&virt->driver.free); */
                    :: AVAILABLE(DRIVER_FREE) -> signalled[DRIVER_FREE] = 1; more = 1
                    :: else -> rearm(DRIVER_FREE); more = 0
                    fi
                }
            fi;
            d_step {
                if
                :: (notify_driver && !signalled[DRIVER_ACTIVE]) || wake_driver ->   /* [VT11] bool due = virt->notify_driver && net_signal_due(&virt->driver.active); */
                    if
                    :: notify_driver && !signalled[DRIVER_ACTIVE] ->
                        notify_driver = 0;
                        signalled[DRIVER_ACTIVE] = 1
                    :: else
                    fi;
                    wake_driver = 0;
                    notify(DRIVER, FROM_VIRT)   /* [VT12] net_notify(virt->driver.channel, last); */
                :: else
                fi
            };
            tell(CLIENT_FREE, notify_client, CLIENT, FROM_VIRT); /* [VT13] if (client->notify && net_signal_due(&client->link.free)) { */
            notify_client = 0
        :: else -> break
        od
    od
}

/* ---- The client: lwIP's port and a server that goes on sending when it is told of buffers ---- */

bit wants; /* the client has a frame to send */

active proctype client() RUNS_2
{
    byte events;
    bit told;

    length[CLIENT_FREE] = BUFFERS;
    do
    ::  wants = 1;
        do
        :: d_step { AVAILABLE(CLIENT_FREE) ->   /* [LT1] while (net_dequeue_free(&lwip_port.tx, buffer) == 0) { */
            take(CLIENT_FREE);
            give(CLIENT_ACTIVE);        /* [LT2] if (net_enqueue_active(&lwip_port.tx, buffer) != 0) { */
            told = 1;                   /* [LT3] lwip_port.notify_tx = true; */
            wants = 0 }; break
        :: !AVAILABLE(CLIENT_FREE) ->
            signalled[CLIENT_FREE] = 0; /* [LT4] net_request_signal_free(&lwip_port.tx); */
            if
            :: AVAILABLE(CLIENT_FREE) ->
                signalled[CLIENT_FREE] = 1  /* [LT5] net_cancel_signal_free(&lwip_port.tx); */
            :: else ->
                tell(CLIENT_ACTIVE, told, VIRT, FROM_CLIENT);   /* [LT6] lwip_notify_peers(true); */
                told = 0;
                receive(CLIENT, events);
                events = 0
            fi
        od;
        if
        :: tell(CLIENT_ACTIVE, told, VIRT, FROM_CLIENT); told = 0 /* the handler ends */
        :: skip /* it sends more first */
        fi;
        if
        :: skip
        :: !told -> break /* silent for ever */
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
        assert(length[CLIENT_ACTIVE] == 0);
        assert(length[DRIVER_ACTIVE] == 0);
        assert(offered == 0);
        assert(!wants);
        break
    od
}

/*
 * If each domain gets to run, a client that wants to send gets to, and all its buffers do not stay in one place for ever:
 * with one buffer, each frame is sent and comes back.
 */
ltl sent_on {
    [] ((wants -> <> (!wants)) && (length[CLIENT_ACTIVE] == BUFFERS -> <> (length[CLIENT_ACTIVE] < BUFFERS))
        && (length[DRIVER_ACTIVE] == BUFFERS -> <> (length[DRIVER_ACTIVE] < BUFFERS)))
}
