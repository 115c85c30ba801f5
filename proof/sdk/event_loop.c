/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event loop of libmicrokit and the functions of <microkit.h> that it hangs together with. Assumed: what the kernel
 * does, which is in include/sel4/sel4.h; the tool sets no bit above 61; constructors and entry points do anything but
 * leave a deferred operation that no function of <microkit.h> makes.
 */
#include <microkit.h>

/* How often each entry point was called, by channel or child. */
extern seL4_Word called_notified[62];
extern seL4_Word called_protected[64];
extern seL4_Word called_fault[256];

/*@ predicate called_no_channel{L1,L2} = \forall integer c; 0 <= c < 62 ==>
      \at(called_notified[c], L2) == \at(called_notified[c], L1);
    predicate called_no_call{L1,L2} = \forall integer c; 0 <= c < 64 ==>
      \at(called_protected[c], L2) == \at(called_protected[c], L1);
    predicate called_no_fault{L1,L2} = \forall integer c; 0 <= c < 256 ==>
      \at(called_fault[c], L2) == \at(called_fault[c], L1); */

/*@ requires deferral_valid;
    assigns microkit_have_signal, microkit_signal_cap, microkit_signal_msg, kernel_sent[0 .. 457];
    ensures deferral_valid; */
void init(void);

/*@ requires ch < 62 && deferral_valid;
    assigns called_notified[ch], microkit_have_signal, microkit_signal_cap, microkit_signal_msg,
            kernel_sent[0 .. 457];
    ensures called_notified[ch] == (uint64_t)(\old(called_notified[ch]) + 1) && deferral_valid; */
void notified(microkit_channel ch);

/*@ requires ch < 64 && deferral_valid;
    assigns called_protected[ch], microkit_have_signal, microkit_signal_cap, microkit_signal_msg,
            kernel_sent[0 .. 457];
    ensures called_protected[ch] == (uint64_t)(\old(called_protected[ch]) + 1) && deferral_valid; */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);

/*@ requires child < 256 && \valid(reply_msginfo) && deferral_valid;
    assigns *reply_msginfo, called_fault[child], microkit_have_signal, microkit_signal_cap, microkit_signal_msg,
            kernel_sent[0 .. 457];
    ensures called_fault[child] == (uint64_t)(\old(called_fault[child]) + 1) && deferral_valid; */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

#include "main.c"
