/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line editor for a terminal that sends one character at a time: erase (backspace, ^W, ^U), give up (^C),
 * redraw (^L), and the arrow keys up and down for earlier lines. Knows neither queues nor commands.
 */
#pragma once

#include <stdint.h>

#define LINE_MAX     120u /* characters a line can have; more are refused with a bell */
#define LINE_HISTORY 8u   /* earlier lines that are kept */

/* What a character did. */
enum line_event {
    LINE_EDITED,   /* nothing to do for the caller */
    LINE_ENTERED,  /* the line is complete: run it, then call line_start() */
    LINE_ABANDONED /* the user gave the line up: call line_start() */
};

/* Inside an escape sequence of the terminal, or not. */
enum line_escape { ESCAPE_NONE, ESCAPE_STARTED, ESCAPE_BRACKET };

/* All zero is an empty editor. Invariant: length <= LINE_MAX, and text[length] is NUL between calls. */
struct line {
    char text[LINE_MAX + 1];
    uint32_t length;
    enum line_escape escape;
    char history[LINE_HISTORY][LINE_MAX + 1];
    uint32_t entered;  /* lines entered so far; line n is in history[n % LINE_HISTORY] */
    uint32_t recalled; /* how many lines back the shown one is; 0: a new one */
};

/* Shows the prompt for a new, empty line. */
void line_start(struct line *line);

/* Handles one character from the terminal. On LINE_ENTERED, line->text is the line without its end. */
enum line_event line_feed(struct line *line, char character);

/* Number of lines that can be shown; line_recall(line, 1) is the last one, up to that number. */
uint32_t line_history_count(const struct line *line);
const char *line_recall(const struct line *line, uint32_t back);

/* Supplied by the user of the editor: sends a character to the terminal, with "\n" as the end of a line. */
void terminal_put(char character);
