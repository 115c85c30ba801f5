/* SPDX-License-Identifier: BSD-2-Clause */
/* Longer help for messages. */
#pragma once

/* `microkit explain [CLASS or message ...]`; `argv` are the arguments behind the command. Returns the exit
 * status. */
int explain(int argc, char **argv);
