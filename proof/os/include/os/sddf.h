/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the proofs know of the operating system under a component, in place of <os/sddf.h>. It counts the notifications
 * that a component sends, so that contracts can say who is notified. What stands in message
 * registers is arbitrary: a caller chose it.
 */
#pragma once

#include "frama_c.h"

#include <extern/os/sddf.h>

#define SDDF_MAX_CHANNELS 64

/* How often each channel was notified, and the kernel's interrupt acknowledged, modulo 2^64. */
extern uint64_t sddf_notifications[SDDF_MAX_CHANNELS];
extern uint64_t sddf_acknowledgements[SDDF_MAX_CHANNELS];

/*@ requires id < SDDF_MAX_CHANNELS;
    assigns sddf_notifications[id];
    ensures sddf_notifications[id] == (uint64_t)(\old(sddf_notifications[id]) + 1); */
void sddf_notify(sddf_channel id);

/*@ requires id < SDDF_MAX_CHANNELS;
    assigns sddf_acknowledgements[id];
    ensures sddf_acknowledgements[id] == (uint64_t)(\old(sddf_acknowledgements[id]) + 1); */
void sddf_deferred_irq_ack(sddf_channel id);

/* The operation that the end of the handler does, and (unsigned)-1 for none; 128 or more: an acknowledgement (GEN-7). */
extern unsigned int sddf_deferred;

/*@ assigns \nothing;
    ensures \result == sddf_deferred; */
unsigned int sddf_deferred_notify_curr(void);

/* A second one would overwrite the first, silently. */
/*@ requires id < SDDF_MAX_CHANNELS && sddf_deferred == (unsigned int)-1;
    assigns sddf_deferred, sddf_notifications[id];
    ensures sddf_deferred == id;
    ensures sddf_notifications[id] == (uint64_t)(\old(sddf_notifications[id]) + 1); */
void sddf_deferred_notify(sddf_channel id);

/* The message registers: what the caller chose, and then what is answered. */
extern uint64_t sddf_message[SDDF_MAX_CHANNELS];

/*@ requires i < SDDF_MAX_CHANNELS;
    assigns \nothing;
    ensures \result == sddf_message[i]; */
uint64_t sddf_get_mr(unsigned int i);

/*@ requires i < SDDF_MAX_CHANNELS;
    assigns sddf_message[i];
    ensures sddf_message[i] == value; */
void sddf_set_mr(unsigned int i, uint64_t value);

/*@ assigns \nothing;
    ensures \result.label == label && \result.count == count; */
static inline microkit_msginfo microkit_msginfo_new(uint64_t label, uint16_t count);
/*@ assigns \nothing;
    ensures \result == info.label; */
static inline uint64_t microkit_msginfo_get_label(microkit_msginfo info);
/*@ assigns \nothing;
    ensures \result == info.count; */
static inline uint64_t microkit_msginfo_get_count(microkit_msginfo info);
