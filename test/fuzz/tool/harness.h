/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lets a fuzzer call the tool again and again in one process: what would end the process ends the call, and the memory
 * of the call is given back.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "sdk/board.h"

/* Runs `call`. False if the tool refused its input with a message; an internal error of the tool stops the fuzzer. */
bool harness_run(void (*call)(void));

/* A path that the tool can read `size` bytes at `data` from, during this run. `number`: 0 or 1, for two files. */
const char *harness_file(int number, const uint8_t *data, size_t size);

/* Stops the fuzzer if `holds` is false: the tool accepted something that it should not have, or made it wrong. */
void harness_expect(bool holds, const char *what);
#define EXPECT(condition) harness_expect((condition), #condition)
