/* SPDX-License-Identifier: BSD-2-Clause */
/* Commands of the tool that work on a finished image and its debug archive. */
#pragma once

#include <stdbool.h>

bool machine_command_given(const char *name);

/* Runs command `name` with the arguments that follow it. Returns the exit status of the process. */
int machine_command_run(const char *name, int count, char **arguments);

int command_decode(int count, char **arguments);
int command_run_image(int count, char **arguments);
int command_debug(int count, char **arguments);
int command_top(int count, char **arguments);
