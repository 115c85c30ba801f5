/* SPDX-License-Identifier: BSD-2-Clause */
/* The language of system descriptions as a RELAX NG schema, made from the table that the tool itself checks
 * by. */
#pragma once

/* `microkit schema [-o FILE]`; `argv` are the arguments behind the command. Returns the exit status. */
int schema_command(int argc, char **argv);
