/* SPDX-License-Identifier: BSD-2-Clause */
/* The line editor. The terminal shows the line at all times, with the cursor behind its last character. */
#include "line.h"

#include <sddf/util/custom_libc/string.h>

#define KEY_CTRL_C    '\x03'
#define KEY_BELL      '\x07'
#define KEY_BACKSPACE '\b'
#define KEY_CTRL_L    '\x0c'
#define KEY_CTRL_U    '\x15'
#define KEY_CTRL_W    '\x17'
#define KEY_ESCAPE    '\x1b'
#define KEY_DELETE    '\x7f'

static void show(const char *text)
{
    for (; *text != '\0'; text++) {
        terminal_put(*text);
    }
}

static void erase(struct line *line, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        show("\b \b");
    }
    line->length -= count;
    line->text[line->length] = '\0';
}

/* Characters of the last word, and the blanks after it. */
static uint32_t last_word(const struct line *line)
{
    uint32_t start = line->length;

    while (start > 0 && line->text[start - 1] == ' ') {
        start--;
    }
    while (start > 0 && line->text[start - 1] != ' ') {
        start--;
    }
    return line->length - start;
}

static void insert(struct line *line, char character)
{
    if (line->length == LINE_MAX) {
        terminal_put(KEY_BELL);
        return;
    }
    line->text[line->length] = character;
    line->length++;
    line->text[line->length] = '\0';
    terminal_put(character);
}

static void replace(struct line *line, const char *text)
{
    erase(line, line->length);
    for (; *text != '\0'; text++) {
        insert(line, *text);
    }
}

uint32_t line_history_count(const struct line *line)
{
    return line->entered < LINE_HISTORY ? line->entered : LINE_HISTORY;
}

const char *line_recall(const struct line *line, uint32_t back)
{
    return line->history[(line->entered - back) % LINE_HISTORY];
}

static void remember(struct line *line)
{
    if (line->length > 0) {
        strcpy(line->history[line->entered % LINE_HISTORY], line->text);
        line->entered++;
    }
}

/* The last character of "ESC [ A" (up) or "ESC [ B" (down); other sequences do nothing. */
static void handle_arrow(struct line *line, char key)
{
    if (key == 'A' && line->recalled < line_history_count(line)) {
        line->recalled++;
        replace(line, line_recall(line, line->recalled));
    } else if (key == 'B' && line->recalled > 0) {
        line->recalled--;
        replace(line, line->recalled == 0 ? "" : line_recall(line, line->recalled));
    }
}

/* Parameters of a sequence are digits and semicolons; the first other character ends it. */
static void handle_escape(struct line *line, char character)
{
    if (line->escape == ESCAPE_STARTED) {
        line->escape = character == '[' ? ESCAPE_BRACKET : ESCAPE_NONE;
    } else if (!((character >= '0' && character <= '9') || character == ';')) {
        line->escape = ESCAPE_NONE;
        handle_arrow(line, character);
    }
}

static void handle_key(struct line *line, char character)
{
    switch (character) {
    case KEY_ESCAPE:
        line->escape = ESCAPE_STARTED;
        break;
    case KEY_BACKSPACE:
    case KEY_DELETE:
        erase(line, line->length > 0 ? 1 : 0);
        break;
    case KEY_CTRL_U:
        erase(line, line->length);
        break;
    case KEY_CTRL_W:
        erase(line, last_word(line));
        break;
    case KEY_CTRL_L:
        show("\033[2J\033[H> ");
        show(line->text);
        break;
    default:
        if (character >= ' ') {
            insert(line, character);
        }
        break;
    }
}

void line_start(struct line *line)
{
    line->length = 0;
    line->text[0] = '\0';
    line->recalled = 0;
    line->escape = ESCAPE_NONE;
    show("> ");
}

enum line_event line_feed(struct line *line, char character)
{
    if (line->escape != ESCAPE_NONE) {
        handle_escape(line, character);
        return LINE_EDITED;
    }
    if (character == KEY_CTRL_C) {
        show("^C\n");
        return LINE_ABANDONED;
    }
    if (character == '\r' || character == '\n') {
        show("\n");
        remember(line);
        return LINE_ENTERED;
    }
    handle_key(line, character);
    return LINE_EDITED;
}
