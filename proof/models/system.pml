/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all models of chains share: notifications and the event loop of a protection domain, queues, signal flags.
 *
 * There are two levels. queue.pml has every single access to shared memory as a step, and shows that the operations on
 * one queue behave as if they happened at one moment each. The models of chains build on that: here an operation on a
 * queue (take, give, tell) is one step, between any two of which all other domains may run, whatever their priorities.
 * `d_step` joins to a step only what is private to the domain
 * (`atomic` where that may go several ways).
 *
 * A line that stands for a line of C carries that line's number and text in brackets, and check_steps.py compares both.
 *
 * A queue is its length. Each end keeps its own index privately, so a look at the peer's index and the publication of
 * the own one tell and change the length and nothing else. What the entries hold is the business of the proofs in C.
 *
 * Variables that are not needed any more are set to 0, which keeps states from being counted twice.
 */

/* ---- Notifications: one word of channel bits a domain, as the kernel keeps it ---- */

byte pending[DOMAINS];

#define notify(domain, channel) \
    pending[domain] = pending[domain] | (1 << (channel))    /* [M1] seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + ch); */

/*
 * Who may run. By default everybody at any time, as on several cores, or with budgets that run out. ORDER makes it one
 * core with fixed priorities, which has far fewer states: 1, lower numbers first; 2, higher numbers first.
 */
#ifdef ORDER
bit asleep[DOMAINS];
#define SLEEPS(domain, value) asleep[domain] = value
#define RUNNABLE(domain) (!asleep[domain] || pending[domain] != 0)
#else
#define SLEEPS(domain, value) skip
#define RUNNABLE(domain) false
#define ORDER 0
#endif

#if ORDER == 1
#define RUNS_0 provided (true)
#define RUNS_1 provided (!RUNNABLE(0))
#define RUNS_2 provided (!RUNNABLE(0) && !RUNNABLE(1))
#elif ORDER == 2
#define RUNS_0 provided (!RUNNABLE(1) && !RUNNABLE(2))
#define RUNS_1 provided (!RUNNABLE(2))
#define RUNS_2 provided (true)
#else
#define RUNS_0
#define RUNS_1
#define RUNS_2
#endif

/*
 * Waiting for an event. Notifications that are deferred to the end of a handler are sent when they arise here: queue.pml
 * and deferred.pml have the deferring, and show that a notification may come as late as that.
 */
inline receive(domain, events)
{
    SLEEPS(domain, 1);
    d_step {
        pending[domain] != 0 ->     /* [M5] e->tag = seL4_Recv(INPUT_CAP, &e->badge, REPLY_CAP); */
        events = pending[domain];
        pending[domain] = 0;
        SLEEPS(domain, 0)
    }
}

/* ---- Queues and their flags ---- */

byte length[QUEUES];
bit signalled[QUEUES]; /* the flag: 0 signal me, 1 no need */

#define give(queue) length[queue]++
#define leave(queue) signalled[queue] = 1   /* [E7] queue_signal_cancel(&consumer->queue->consumer_signalled); */

/*
 * Taking what is there is joined to what is done with it: nobody else can take it away, or sees that it is gone. So
 * these are no statements but conditions, each with its effect.
 */
#define AVAILABLE(queue) (length[queue] > 0)
#define take(queue) length[queue]--     /* [E1] spsc16_consumer_release(&consumer->index, 1); */

/* net_take_bounded(): the condition for an entry, and the effect if there is none: a signal is requested. */
#define BOUNDED(queue, budget) (length[queue] > 0 && budget > 0)    /* [E5] if (net_take(consumer, out)) { */
#define take_bounded(queue, budget) length[queue]--; budget--
#define rearm(queue) signalled[queue] = 0                           /* [E6] if (!net_rearm(consumer)) { */

/* Notifies the domain that waits for `queue` if it asked for that; else what is to be told remains to be told. */
inline tell(queue, told, domain, channel)
{
    d_step {
        if
        :: told && !signalled[queue] ->
            told = 0;
            signalled[queue] = 1;
            notify(domain, channel)
        :: else
        fi
    }
}
