/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a passive protection domain comes to rest, and is woken from then on: it starts on the scheduling context of its
 * notification, and gives it back when it waits for the first time (NTF-8, NTF-10, IPC-11; LIB-8, LIB-34).
 *
 * Bounds: two callers, CALLS calls each; a third domain that notifies at any moment; all of this may begin before the
 * passive domain has finished its init().
 *
 * Checked: the domain only ever runs on a scheduling context, and on just one; when nothing moves any more, every call
 * was answered, every notification was handled, and the scheduling context is back at the notification.
 */
#define CALLS 2
#define CALLERS 2
#define SIGNALS 2
#define NOBODY 255

/* Whose scheduling context it is: a caller's number, or the notification's. */
#define OF_NOTIFICATION 10

byte home = NOBODY;     /* at the notification: its scheduling context or none */
byte running_on = OF_NOTIFICATION;  /* the passive domain's; it starts with the notification's */
bit waiting;            /* the passive domain is blocked in its endpoint */
bit active_;            /* the notification word has bits */
bit woken;              /* it has been given the notification */
byte serving = NOBODY;  /* whose call it has */
bit queued[CALLERS], answered[CALLERS];
byte unhandled;         /* notifications sent and not handled yet; several are handled as one */
bit monitor_told;
byte through;           /* callers whose calls have all been answered */

/* The kernel: the domain waits. A pending notification is taken at once; else a queued call; else it blocks, and the
 * scheduling context that the notification lent goes back. */
inline kernel_receive()
{
    d_step {
        if
        :: active_ ->
            active_ = 0;
            woken = 1;
            if
            :: running_on == NOBODY && home == OF_NOTIFICATION -> running_on = home; home = NOBODY
            :: else
            fi
        :: !active_ ->
            if
            :: running_on == OF_NOTIFICATION -> home = OF_NOTIFICATION; running_on = NOBODY
            :: else
            fi;
            if
            :: queued[0] -> queued[0] = 0; serving = 0; running_on = 0
            :: !queued[0] && queued[1] -> queued[1] = 0; serving = 1; running_on = 1
            :: else -> waiting = 1
            fi
        fi
    }
}

active proctype passive()
{
    /* init() ends: the monitor is told, in one step with the first receive. */
    monitor_told = 1;       /* [PS1] microkit_internal_defer(MONITOR_EP, seL4_MessageInfo_new(0, 0, 0, 0)); */
    do
    ::  kernel_receive();   /* [M5] e->tag = seL4_Recv(INPUT_CAP, &e->badge, REPLY_CAP); */
        !waiting;
        if
        :: woken ->
            assert(running_on == OF_NOTIFICATION);
            d_step { woken = 0; unhandled = 0 }     /* [M10] notified((microkit_channel)__builtin_ctzl(ids)); */
        :: serving != NOBODY ->
            assert(running_on == serving);
            /* The answer gives the caller its scheduling context back: [M8] e->tag = seL4_ReplyRecv(INPUT_CAP, e->reply, &e->badge, REPLY_CAP); */
            d_step { answered[serving] = 1; serving = NOBODY; running_on = NOBODY }
        fi
    od
}

proctype caller(byte me)
{
    byte calls = CALLS;

    do
    :: calls > 0 ->
        d_step {
            calls--;
            if
            :: waiting -> waiting = 0; serving = me; running_on = me
            :: else -> queued[me] = 1
            fi };
        d_step { answered[me] -> answered[me] = 0 }
    :: calls == 0 -> through++; break
    od
}

active proctype notifier()
{
    byte signals = SIGNALS;

    do
    :: d_step { signals > 0 ->
        signals--;
        unhandled++;
        if
        :: waiting && home == OF_NOTIFICATION -> waiting = 0; woken = 1; running_on = home; home = NOBODY
        :: else -> active_ = 1
        fi }
    :: signals == 0 -> break
    od
}

init
{
    atomic { run caller(0); run caller(1) }
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(monitor_told && waiting);
        assert(unhandled == 0 && !active_);
        assert(!queued[0] && !queued[1] && serving == NOBODY);
        assert(home == OF_NOTIFICATION && running_on == NOBODY);
        assert(through == CALLERS);
        break
    od
}

/* If everybody gets to run, each call is answered and each notification handled. */
ltl answered {
    [] ((queued[0] -> <> (!queued[0])) && (queued[1] -> <> (!queued[1])) && (serving != NOBODY -> <> (serving == NOBODY))
        && (unhandled > 0 -> <> (unhandled == 0)))
}
