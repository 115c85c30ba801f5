/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the proofs know of memory that another domain can write, in place of <sddf/util/fence.h>: a load yields any
 * value, whatever was stored before, and a store changes one word and nothing else. The order is the business of
 * proof/models.
 */
#pragma once

#include <stdint.h>

/*@ requires \valid_read(p); assigns \result \from \nothing; */
uint16_t load_acquire_16(const uint16_t *p);
/*@ requires \valid_read(p); assigns \result \from \nothing; */
uint32_t load_acquire_32(const uint32_t *p);
/*@ requires \valid_read(p); assigns \result \from \nothing; */
uint32_t load_relaxed_32(const uint32_t *p);
/*@ requires \valid_read(p); assigns \result \from \nothing; */
uint16_t load_relaxed_16(const uint16_t *p);

/*@ requires \valid(p); assigns *p; ensures *p == value; */
void store_release_16(uint16_t *p, uint16_t value);
/*@ requires \valid(p); assigns *p; ensures *p == value; */
void store_release_32(uint32_t *p, uint32_t value);
/*@ requires \valid(p); assigns *p; ensures *p == value; */
void store_relaxed_32(uint32_t *p, uint32_t value);
/*@ requires \valid(p); assigns *p; ensures *p == value; */
void store_relaxed_16(uint16_t *p, uint16_t value);

/*@ requires \valid_read(p); assigns \result \from \nothing; */
char load_relaxed_8(const char *p);
/*@ requires \valid(p); assigns *p; ensures *p == value; */
void store_relaxed_8(char *p, char value);

/*@ assigns \nothing; */
void fence_seq_cst(void);
/*@ assigns \nothing; */
void rrmb(void);
/*@ assigns \nothing; */
void wwmb(void);
