/* SPDX-License-Identifier: BSD-2-Clause */
/* The request parser's state machine, one byte at a time; http_parser.c drives it. */
#pragma once

#include "http_parser.h"

/* Lets one byte of the request line or the fields decide. Does nothing in the states from PARSER_BODY on. */
void http_parser_step(struct http_parser *parser, unsigned char c);

/* Ends the request with the status code of an error. */
void http_parser_fail(struct http_parser *parser, unsigned status);
