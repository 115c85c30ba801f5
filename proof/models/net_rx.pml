/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Received frames: device, driver, virtualiser, and the copier as the virtualiser's client.
 *
 * Bounds: BUFFERS receive buffers in a ring that takes all of them. The device may receive a frame whenever it has a
 * buffer, and may fall silent for ever at any moment; a frame may be for nobody. The copier's own client may have
 * buffers or not (net_copier.pml is about the two).
 *
 * Checked: when nothing moves any more, no frame is left on the way and the device has a buffer to receive into; and
 * as long as frames arrive they are dealt with, if each domain gets to run.
 */
#ifndef BUFFERS
#define BUFFERS 2
#endif
#define BUDGET (2 * BUFFERS)

#define DOMAINS 3
#define DRIVER 0
#define VIRT 1
#define COPIER 2

/* Channels, as bits of the receiver's notification word. */
#define FROM_IRQ 0
#define FROM_DRIVER 1
#define FROM_VIRT 2
#define FROM_COPIER 3

#define QUEUES 4
#define DRIVER_FREE 0
#define DRIVER_ACTIVE 1
#define COPIER_FREE 2
#define COPIER_ACTIVE 3

#include "system.pml"
#include "interrupt.pml"

/* ---- The device ---- */

byte ring;  /* buffers that the device may receive into */
byte used;  /* frames that it has received and the driver has not seen */
bit silent; /* the network has fallen silent */

active proctype device()
{
end:
    do
    :: d_step { ring > 0 && !silent ->
        ring--;
        used++;
        raise() }
    :: d_step { silent = 1 }; break
    od
}

/* ---- The driver ---- */

#define RING_LOW (ring + used <= BUFFERS / 2)

inline driver_provide()
{
    d_step {
        leave(DRIVER_FREE);             /* [DR1] net_leave(buffers); */
        budget = BUDGET
    };
    do
    :: d_step { ring + used < BUFFERS && AVAILABLE(DRIVER_FREE) ->  /* [DR2] && (net_take(buffers, &desc) */
        take(DRIVER_FREE);
        ring++ }                        /* [DR4] frame_queue_offer(&net->rx, desc.io_or_offset, NET_BUFFER_SIZE); */
    :: else -> break
    od;
    do
    :: d_step { RING_LOW && BOUNDED(DRIVER_FREE, budget) -> /* [DR3] || (frame_queue_is_low(&net->rx) && net_take_bounded(buffers, &budget, &desc)))) { */
        take_bounded(DRIVER_FREE, budget);
        ring++ }
    :: d_step { RING_LOW && !BOUNDED(DRIVER_FREE, budget) ->
        rearm(DRIVER_FREE);
        budget = 0 }; break
    :: else -> budget = 0; break
    od
}

active proctype driver() RUNS_0
{
    byte events, budget;
    bit told;

    driver_provide();
    do
    ::  receive(DRIVER, events);
        if
        :: d_step { events & (1 << FROM_IRQ) ->
            clear_cause() };            /* [DR7] virtio_transport_write_isr(&net->device, VIRTIO_IRQ_VQUEUE | VIRTIO_IRQ_CONFIG); */
            do                          /* [DR8] rx_return(net); */
            :: used > 0 ->
returning:      d_step { used > 0 ->    /* [DR5] while ((answer = frame_queue_take(&net->rx, &io_addr, &written)) == VIRTQUEUE_CHAIN) { */
                used--;
                give(DRIVER_ACTIVE);    /* [DR6] net->notify_rx = net_give(&net->virt_rx.active, desc) || net->notify_rx; */
                told = 1 }
            :: else -> break
            od;
            driver_provide();           /* [DR9] virtio_net_rx_provide(net); */
            tell(DRIVER_ACTIVE, told, VIRT, FROM_DRIVER);    /* [DR10] if (net->notify_rx && net_signal_due(&net->virt_rx.active)) { */
            acknowledge()         /* [DR12] sddf_deferred_irq_ack(channel); */
        :: else
        fi;
        if
        :: d_step { events & (1 << FROM_VIRT) -> events = 0 };
            driver_provide()            /* [DR13] virtio_net_rx_provide(&net); */
        :: else -> events = 0
        fi
    od
}

/* ---- The virtualiser ---- */

byte with_driver;

#define give_to_driver() \
    give(DRIVER_FREE); \
    with_driver++; \
    notify_driver = 1                   /* [VR1] if (!net_give(&virt->driver.free, desc)) { */

#define DRIVER_LOW (2 * with_driver <= BUFFERS)

inline virt_return()
{
    budget = BUDGET;
    do
    :: atomic { BOUNDED(DRIVER_ACTIVE, budget) ->   /* [VR2] while (net_take_bounded(&virt->driver.active, &budget, &desc)) { */
        take_bounded(DRIVER_ACTIVE, budget);
        with_driver--;
        if
        :: give(COPIER_ACTIVE);                     /* [VR3] if (!net_give(&client->link.active, desc)) { */
           notify_client = 1
        :: give_to_driver()                         /* [VR4] give_to_driver(virt, index); */
        fi }
    :: d_step { !BOUNDED(DRIVER_ACTIVE, budget) ->
        rearm(DRIVER_ACTIVE);
        more = (budget == 0);
        budget = 0 }; break
    od
}

inline virt_provide()
{
    d_step {
        leave(COPIER_FREE);             /* [VR5] net_leave(queue); */
        budget = BUDGET
    };
    do
    :: d_step { AVAILABLE(COPIER_FREE) && budget > 0 -> /* [VR6] while (budget > 0 && net_take(queue, &desc)) { */
        take_bounded(COPIER_FREE, budget);
        give_to_driver() }
    :: else -> break
    od;
    do
    :: d_step { DRIVER_LOW && BOUNDED(COPIER_FREE, budget) ->   /* [VR7] while (driver_is_low(virt) && net_take_bounded(queue, &budget, &desc)) { */
        take_bounded(COPIER_FREE, budget);
        give_to_driver() }
    :: d_step { DRIVER_LOW && !BOUNDED(COPIER_FREE, budget) ->
        rearm(COPIER_FREE);
        budget = 0 }; break
    :: else -> budget = 0; break
    od
}

active proctype virt() RUNS_1
{
    byte events, budget;
    bit more, notify_driver, notify_client;

    /* All buffers go to the driver at first. */
    d_step { length[DRIVER_FREE] = BUFFERS; with_driver = BUFFERS; notify_driver = 1 };
    tell(DRIVER_FREE, notify_driver, DRIVER, FROM_VIRT);
    do
    ::  receive(VIRT, events);
        d_step { events = 0; more = 1 };
        do
        :: more ->
            virt_return();      /* [VR8] more = rx_return(virt); */
            virt_provide();     /* [VR9] rx_provide_client(virt, i); */
            tell(DRIVER_FREE, notify_driver, DRIVER, FROM_VIRT);     /* [VR10] if (virt->notify_driver && net_signal_due(&virt->driver.free)) { */
            tell(COPIER_ACTIVE, notify_client, COPIER, FROM_VIRT);   /* [VR12] if (client->notify && net_signal_due(&client->link.active)) { */
            notify_client = 0   /* [VR14] client->notify = false; */
        :: else -> break
        od
    od
}

/* ---- The copier: every frame is dealt with, and its buffer goes back at once ---- */

active proctype copier() RUNS_2
{
    byte events, budget;
    bit more, notify_rx;

    do
    ::  receive(COPIER, events);
        d_step { events = 0; more = 1 };
        do
        :: d_step { more -> budget = BUDGET };
            do
            :: BOUNDED(COPIER_ACTIVE, budget) ->
dealing:        d_step { BOUNDED(COPIER_ACTIVE, budget) ->  /* [CP1] while (net_take_bounded(&copier->rx.active, &budget, &desc)) { */
                take_bounded(COPIER_ACTIVE, budget);
                give(COPIER_FREE);                          /* [CP5] if (!net_give(&copier->rx.free, desc)) { */
                notify_rx = 1 }
            :: d_step { !BOUNDED(COPIER_ACTIVE, budget) ->
                rearm(COPIER_ACTIVE);
                more = (budget == 0);
                budget = 0 }; break
            od;
            tell(COPIER_FREE, notify_rx, VIRT, FROM_COPIER)  /* [CP6] if (copier->notify_rx && net_signal_due(&copier->rx.free)) { */
        :: else -> break
        od
    od
}

/* Nothing moves any more: all that was received has been dealt with, and more can be. */
active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(used == 0);
        assert(length[DRIVER_ACTIVE] == 0);
        assert(length[COPIER_ACTIVE] == 0);
        assert(ring > 0);
        break
    od
}

/* If each domain gets to run, what the device has received is dealt with. */
ltl dealt_with {
    [] ((used > 0 -> <> driver@returning) && (length[COPIER_ACTIVE] > 0 -> <> copier@dealing))
}
