/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event loop's one deferred operation (LIB-5, LIB-13): handlers do any sequence of operations, at once or deferred,
 * and answer a call or do not.
 *
 * Bounds: OPERATIONS different operations (notifications or acknowledgements), up to STEPS of them in one handler, any
 * number of events.
 *
 * Checked: before the domain sleeps, everything that was asked for has been done; nothing is done that was not; and an
 * operation is not done twice for one request.
 */
#define OPERATIONS 3
#define STEPS 4
#define NONE 255

byte asked[OPERATIONS], performed[OPERATIONS];
bit event;

#define perform(operation) performed[operation]++; assert(performed[operation] <= asked[operation])

/* Asking twice for a deferred operation before the end is asking once: a notification has no count. */
inline ask_deferred(operation)
{
    atomic {
        if
        :: have_signal && signal_cap != (operation) ->
            perform(signal_cap)     /* [M2] seL4_Send(microkit_signal_cap, microkit_signal_msg); */
        :: else
        fi;
        if
        :: have_signal && signal_cap == (operation)
        :: else -> asked[operation]++
        fi;
        have_signal = 1;            /* [M6] microkit_have_signal = seL4_True; */
        signal_cap = (operation)    /* [M3] microkit_signal_cap = cap; */
    }
}

inline ask_now(operation)
{
    atomic { asked[operation]++; perform(operation) }   /* [M1] seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + ch); */
}

inline all_done()
{
    assert(performed[0] == asked[0] && performed[1] == asked[1] && performed[2] == asked[2]);
    performed[0] = 0; performed[1] = 0; performed[2] = 0;
    asked[0] = 0; asked[1] = 0; asked[2] = 0
}

active proctype domain()
{
    byte steps, operation, signal_cap = NONE;
    bit have_signal, have_reply;

    do
    ::
        steps = 0;
        do
        :: steps < STEPS ->
            steps++;
            if
            :: operation = 0
            :: operation = 1
            :: operation = 2
            fi;
            if
            :: true -> ask_now(operation)
            :: true -> ask_deferred(operation)
            fi
        :: break
        od;
        atomic { steps = 0; operation = 0 };
        if
        :: have_reply = 1
        :: have_reply = 0
        fi;
        if
        :: have_reply ->
            atomic {
                if
                :: have_signal ->
                    perform(signal_cap);    /* [M7] seL4_Send(microkit_signal_cap, microkit_signal_msg); */
                    have_signal = 0
                :: else
                fi;
                all_done() };
            event -> event = 0      /* [M8] e->tag = seL4_ReplyRecv(INPUT_CAP, e->reply, &e->badge, REPLY_CAP); */
        :: !have_reply && have_signal ->
            have_signal = 0;        /* [M9] microkit_have_signal = seL4_False; */
            atomic { perform(signal_cap); all_done() }; /* [M4] e->tag = seL4_NBSendRecv(microkit_signal_cap, microkit_signal_msg, INPUT_CAP, &e->badge, REPLY_CAP); */
            event -> event = 0
        :: !have_reply && !have_signal ->
            all_done();
            event -> event = 0      /* [M5] e->tag = seL4_Recv(INPUT_CAP, &e->badge, REPLY_CAP); */
        fi;
        signal_cap = NONE
    od
}

active proctype others()
{
    do
    :: event = 1
    od
}
