/* SPDX-License-Identifier: BSD-2-Clause */
/* Lets a test go on after a message that would end the tool. */
#pragma once

#include <setjmp.h>

extern jmp_buf catch_point;
extern char catch_text[1024]; /* the last message */

/* Runs `statement`; true if it ended the tool, with the message in catch_text. */
#define ENDS_TOOL(statement) (setjmp(catch_point) != 0 || ((statement), 0))
