/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Received frames at their end: lwIP's port, between a peer that hands frames over (copier or virtualiser) and a program
 * that may keep them for a while. The port's packets are fewer than the frames that can come; while the program holds all
 * of them, frames wait, and no signal brings them forth: the next tick of the program's timer does.
 *
 * Bounds: BUFFERS receive buffers, PACKETS that the program can hold. Frames may come whenever the peer has a buffer, and
 * there may be none any more for ever. The timer ticks only while the program holds something, so that it cannot stand in
 * for a signal that was lost.
 *
 * Checked: when nothing moves any more, all frames were taken, and all buffers are back; and as long as frames come they
 * are taken, if everybody gets to run.
 */
#ifndef BUFFERS
#define BUFFERS 2
#endif
#ifndef PACKETS
#define PACKETS 1
#endif

#define DOMAINS 2
#define PEER 0
#define CLIENT 1

#define FROM_DEVICE 0
#define FROM_CLIENT 1
#define FROM_PEER 2
#define FROM_TIMER 3

#define QUEUES 2
#define TO_PEER 0
#define TO_CLIENT 1

#include "system.pml"

byte with_network = BUFFERS;  /* buffers that a frame may come into */
byte filled;            /* frames that the peer has not handed over yet */
bit silent;

active proctype network()
{
end:
    do
    :: d_step { with_network > 0 && !silent -> with_network--; filled++; notify(PEER, FROM_DEVICE) }
    :: d_step { silent = 1 }; break
    od
}

/* The peer: hands over what there is, and fetches all buffers that come back, as a virtualiser does that has too few. */
active proctype peer()
{
    byte events;
    bit told;

    signalled[TO_PEER] = 0;
    do
    ::  receive(PEER, events);
        events = 0;
        do
        :: d_step { filled > 0 -> filled--; give(TO_CLIENT); told = 1 }
        :: else -> break
        od;
        tell(TO_CLIENT, told, CLIENT, FROM_PEER);
        told = 0;
        leave(TO_PEER);
        do
        :: d_step { AVAILABLE(TO_PEER) -> take(TO_PEER); with_network++ }
        :: d_step { !AVAILABLE(TO_PEER) -> rearm(TO_PEER) }; break
        od
    od
}

byte held;  /* packets that the program holds */

active proctype timer()
{
end:
    do
    :: d_step { held > 0 && !(pending[CLIENT] & (1 << FROM_TIMER)) -> notify(CLIENT, FROM_TIMER) }
    od
}

#define CAN_RECEIVE (AVAILABLE(TO_CLIENT) && held < PACKETS)   /* [LR1] return !net_queue_empty_active(&lwip_port.rx) && !sddf_lwip_pbuf_pool_empty(); */

active proctype client()
{
    byte events;
    bit again, told, ticked;

    do
    ::  receive(CLIENT, events);
        do
        :: events != 0 ->
            d_step {
                if                      /* lower channels first; which is lower makes no difference */
                :: events & (1 << FROM_PEER) -> events = events & ~(1 << FROM_PEER)
                :: else -> events = 0; ticked = 1
                fi
            };
            again = 1;
            do
            :: again ->                 /* [LR2] while (again) { */
                do
                :: CAN_RECEIVE ->       /* [LR3] for (unsigned int count = 1; can_receive(); count++) { */
taking:             take(TO_CLIENT);    /* [LR4] if (net_dequeue_active(&lwip_port.rx, &buffer) != 0) { */
                    if
                    :: held++           /* the program keeps it */
                    :: d_step { give(TO_PEER);  /* [LR5] if (net_enqueue_free(&lwip_port.rx, buffer) != 0) { */
                        told = 1 }      /* [LR6] lwip_port.notify_rx = true; */
                    fi
                :: else -> break
                od;
                signalled[TO_CLIENT] = 0;   /* [LR7] net_request_signal_active(&lwip_port.rx); */
                again = CAN_RECEIVE;    /* [LR8] again = can_receive(); */
                if
                :: again -> signalled[TO_CLIENT] = 1    /* [LR9] net_cancel_signal_active(&lwip_port.rx); */
                :: else
                fi
            :: !again && ticked ->
                do                      /* [LR10] sys_check_timeouts(); */
                :: held > 0 ->
                    held--;
                    d_step { give(TO_PEER); told = 1 }
                :: else -> break
                od;
                ticked = 0;
                again = CAN_RECEIVE     /* [LR13] if (can_receive()) { */
            :: else -> break
            od
        :: else -> break
        od;
        tell(TO_PEER, told, PEER, FROM_CLIENT);    /* [LR11] if (lwip_port.notify_rx && net_require_signal_free(&lwip_port.rx)) { */
        told = 0                        /* [LR12] lwip_port.notify_rx = false; */
    od
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(filled == 0);
        assert(length[TO_CLIENT] == 0);
        assert(held == 0);
        assert(with_network == BUFFERS);
        break
    od
}

/* If everybody gets to run, what has come is handed over and taken. */
ltl taken { [] ((filled == BUFFERS -> <> (filled < BUFFERS)) && (length[TO_CLIENT] > 0 -> <> (client@taking))) }
