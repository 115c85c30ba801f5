/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timer driver, a passive server, between its clients and a device with a counter and a comparator.
 *
 * Bounds: two clients, each of which asks for up to SETS timeouts of 0 to LONGEST ticks, also while an earlier one is
 * pending; the counter goes up to END. Interrupts and calls come in any order, and the counter may advance at any moment,
 * also between reading it and setting the comparator.
 *
 * Checked: no client is notified before its time; when nothing moves any more, each client's last timeout was notified.
 */
#define SETS 2
#define LONGEST 2
#define END 7

#define CLIENTS 2
#define DOMAINS 3   /* the clients, and the driver */
#define DRIVER CLIENTS
#define FROM_IRQ 0
#define FROM_DRIVER 1
#define NEVER 255

byte pending[DOMAINS];

#define notify(domain, channel) pending[domain] = pending[domain] | (1 << (channel))

#include "interrupt.pml"

byte now;
byte comparator = NEVER;    /* [TM1] driver.programmed = UINT64_MAX; */

#define look_at_line() line = (now >= comparator); deliver()

/* What the clients are owed: the deadline of the last timeout set, until it is notified. */
byte owed[CLIENTS];

#define FUTURE(client) (owed[client] != NEVER && owed[client] > now)

/* Time goes on for ever; here it stands still when it makes no difference any more. */
active proctype counter()
{
end:
    do
    :: d_step { now < END || FUTURE(0) || FUTURE(1) -> now++; look_at_line() }
    od
}

/* ---- Calls: one at a time, the caller waits for the answer ---- */

byte caller = NEVER;
byte asked;

/* ---- The driver ---- */

byte deadlines[CLIENTS];
bit armed[CLIENTS];
byte i, next, time;

/* Expiring is private: one step with the notifications, which only make clients runnable. */
inline process()
{
    d_step {
        next = NEVER;
        i = 0;
        do
        :: i < CLIENTS ->
            if
            :: armed[i] && deadlines[i] <= time ->  /* [TM2] uint64_t expired = timeouts_expire(&driver.timeouts, now); */
                armed[i] = 0;
                deadlines[i] = 0;
                assert(owed[i] != NEVER && now >= owed[i]);
                owed[i] = NEVER;
                notify(i, FROM_DRIVER)              /* [TM3] sddf_notify((sddf_channel)__builtin_ctzll(left)); */
            :: else
            fi;
            if
            :: armed[i] && deadlines[i] < next -> next = deadlines[i]   /* [TM4] uint64_t next = timeouts_next(&driver.timeouts); */
            :: else
            fi;
            i++
        :: else -> break
        od;
        i = 0
    };
    d_step {
        comparator = next;              /* [TM5] counter_set_deadline(next); */
        next = 0;
        look_at_line()
    }
}

active proctype driver()
{
    do
    :: d_step { pending[DRIVER] != 0 -> pending[DRIVER] = 0; time = now };  /* [TM6] process(counter_now()); */
        process();
        acknowledge()                   /* [TM7] sddf_deferred_irq_ack(channel); */
    :: d_step { caller != NEVER -> time = now };    /* [TM8] uint64_t now = counter_now(); */
        d_step {
            deadlines[caller] = time + asked;       /* [TM9] timeouts_set(&driver.timeouts, channel, deadline_after(now, ns)); */
            armed[caller] = 1;
            owed[caller] = time + asked };
        process();                      /* [TM10] process(now); */
        d_step { caller = NEVER; asked = 0 }
    od
}

/* ---- Clients ---- */

proctype client(byte me)
{
    byte sets = SETS;

    do
    :: atomic { sets > 0 && caller == NEVER && now <= END - LONGEST - 1 ->
        sets--;
        caller = me;
        if
        :: asked = 0
        :: asked = 1
        :: asked = 2
        fi };
        caller != me
    :: d_step { pending[me] != 0 -> pending[me] = 0 }
    :: sets = 0; break
    od
}

init
{
    atomic {
        owed[0] = NEVER;
        owed[1] = NEVER;
        run client(0);
        run client(1)
    }
}

active proctype quiescence()
{
end:
    do
    :: timeout ->
        assert(owed[0] == NEVER);
        assert(owed[1] == NEVER);
        break
    od
}

/* If time goes on and everybody gets to run, each timeout is notified, and each caller gets its answer. */
ltl notified {
    [] ((owed[0] != NEVER -> <> (owed[0] == NEVER)) && (owed[1] != NEVER -> <> (owed[1] == NEVER))
        && (caller != NEVER -> <> (caller == NEVER)))
}
