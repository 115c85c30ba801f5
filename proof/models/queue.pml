/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One queue and its two signal flags, every access to shared memory a step: the ground that the models of chains stand
 * on (see system.pml).
 *
 * Bounds: CAPACITY entries; endless hand-over. Both ends sleep: the consumer when there is nothing (as network queues
 * do), the producer when there is no room (as serial queues do). Either may be woken for nothing, at any time, and may
 * notify its peer at once or as late as the end of its handler. Each end may fall silent for ever when it has nothing
 * on the way, the producer also while there is room.
 *
 * Checked: the length never leaves 0..CAPACITY; when nothing moves any more, the queue is empty and the producer does
 * not wait for room; as long as the producer produces, entries arrive.
 */
#ifndef CAPACITY
#define CAPACITY 2
#endif

byte length;
bit consumer_signalled, producer_signalled;
bit wake_consumer, wake_producer;   /* notifications */
bit waits;                          /* the producer has something, and no room */

#define REQUEST(flag) flag = 0          /* [S1] store_relaxed_32(flag, 0); */
#define CANCEL(flag) flag = 1           /* [S3] store_relaxed_32(flag, 1); */
#define READY (length > 0)              /* [Q4] SPSC_INDEX tail = SPSC_LOAD(c->shared_tail); */
#define ROOM (length < CAPACITY)        /* [Q1] SPSC_INDEX head = SPSC_LOAD(p->shared_head); */

/* queue_signal_take(), then the notification: each a step. `late` chooses the end of the handler for the last. */
inline tell(flag, wake, late)
{
    if
    :: !flag ->                         /* [S5] return load_relaxed_32(flag) == 0; */
        CANCEL(flag);                   /* [S7] queue_signal_cancel(flag); */
        if
        :: wake = 1                     /* [E9] sddf_notify(channel); */
        :: late = 1                     /* [E8] sddf_deferred_notify(channel); */
        fi
    :: else
    fi
}

/* [M4] e->tag = seL4_NBSendRecv(microkit_signal_cap, microkit_signal_msg, INPUT_CAP, &e->badge, REPLY_CAP); */
inline sleep(own, wake, late)
{
    if
    :: late -> d_step { late = 0; wake = 1 }
    :: else
    fi;
    d_step { own -> own = 0 }           /* [M5] e->tag = seL4_Recv(INPUT_CAP, &e->badge, REPLY_CAP); */
}

active proctype producer()
{
    bit late;

    do
    ::
        do
        :: ROOM ->
            length++;                   /* [Q3] SPSC_STORE(p->shared_tail, p->tail); */
            assert(length <= CAPACITY);
            tell(consumer_signalled, wake_consumer, late)
        :: !ROOM ->
            waits = 1;
            REQUEST(producer_signalled);
            if
            :: ROOM -> CANCEL(producer_signalled)
            :: !ROOM -> sleep(wake_producer, wake_consumer, late)
            fi;
            waits = 0
        :: ROOM -> break
        od;
        if
        :: late -> d_step { late = 0; wake_consumer = 1 }
        :: else
        fi;
        if
        :: skip         /* goes on */
        :: break        /* silent for ever */
        fi
    od
}

active proctype consumer()
{
    bit late;

    do
    ::  sleep(wake_consumer, wake_producer, late);
        do
        :: READY ->     /* [E5] if (net_take(consumer, out)) { */
taking:
            length--;   /* [Q6] SPSC_STORE(c->shared_head, c->head); */
            tell(producer_signalled, wake_producer, late)
        :: !READY ->
            REQUEST(consumer_signalled);    /* [E2] queue_signal_request(&consumer->queue->consumer_signalled); */
            if
            :: READY ->                     /* [E6] if (!net_rearm(consumer)) { */
                CANCEL(consumer_signalled)  /* [E3] queue_signal_cancel(&consumer->queue->consumer_signalled); */
            :: !READY -> break
            fi
        od
    od
}

/* Somebody else, who wakes either for reasons of his own. */
active proctype stranger()
{
    byte times = 3;

end:
    do
    :: d_step { times > 0 -> times--; wake_consumer = 1 }
    :: d_step { times > 0 -> times--; wake_producer = 1 }
    od
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(length == 0);
        assert(!waits);
        break
    od
}

/* If each end gets to run, what is in the queue is taken. */
ltl taken { [] (length > 0 -> <> consumer@taking) }
