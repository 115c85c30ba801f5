/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands of the tool besides building: `microkit NAME ...`. Without one of these names as its first
 * argument the tool has the command line of TOOL-1; a description called like a command is given as ./NAME.
 */
#pragma once

#include <stdbool.h>

#include "options.h"
#include "sdf/model.h"
#include "sdk/board.h"

/* What a command that reads a description gets. */
struct command_input {
    struct options options;
    const char *policy_path; /* --policy, or NULL */
    const char *reach;       /* --reach, or NULL */
    const char *log_path;       /* --log, or NULL */
    const char *data_directory; /* --data, or NULL */
    struct board board;
    struct system *system;
};

bool command_given(int argc, char **argv);

/* Runs the command that command_given found. Returns the exit status of the process. */
int command_run(int argc, char **argv);
