/* SPDX-License-Identifier: BSD-2-Clause */
/* The console's line editor: what is typed, what the terminal shows, what the line is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../../os/console/line.h"

static struct line line;
static char shown[65536];
static size_t shown_length;

void terminal_put(char character)
{
    if (shown_length + 1 < sizeof(shown)) {
        shown[shown_length] = character;
        shown_length++;
        shown[shown_length] = '\0';
    }
}

static void start(void)
{
    memset(&line, 0, sizeof(line));
    line_start(&line);
    shown_length = 0;
    shown[0] = '\0';
}

static enum line_event type(const char *keys)
{
    enum line_event event = LINE_EDITED;

    for (; *keys != '\0'; keys++) {
        event = line_feed(&line, *keys);
    }
    return event;
}

static void enter(const char *text)
{
    type(text);
    assert_int_equal(type("\r"), LINE_ENTERED);
    line_start(&line);
}

static void test_enter(void **state)
{
    (void)state;
    start();
    assert_int_equal(type("help"), LINE_EDITED);
    assert_int_equal(type("\r"), LINE_ENTERED);
    assert_string_equal(line.text, "help");
    assert_string_equal(shown, "help\n");
    line_start(&line);
    assert_string_equal(line.text, "");
}

static void test_erase(void **state)
{
    (void)state;
    start();
    type("ab\x7f" "c\bd\n");
    assert_string_equal(line.text, "ad");
    line_start(&line);
    type("\b\b\x7f");
    assert_int_equal(line.length, 0);
    type("one two  \x17");
    assert_string_equal(line.text, "one ");
    type("\x17\x17");
    assert_string_equal(line.text, "");
    type("gone\x15kept");
    assert_string_equal(line.text, "kept");
}

static void test_abandon(void **state)
{
    (void)state;
    start();
    assert_int_equal(type("half\x03"), LINE_ABANDONED);
    line_start(&line);
    assert_int_equal(line_history_count(&line), 0);
}

static void test_history(void **state)
{
    (void)state;
    start();
    enter("first");
    enter("");
    enter("second");
    assert_int_equal(line_history_count(&line), 2);
    type("\033[A");
    assert_string_equal(line.text, "second");
    type("\033[A\033[A\033[A");
    assert_string_equal(line.text, "first");
    type("\033[B");
    assert_string_equal(line.text, "second");
    type("\033[B\033[B");
    assert_string_equal(line.text, "");
}

/* Only the newest lines are kept, and all of them can be recalled. */
static void test_history_wraps(void **state)
{
    (void)state;
    start();
    for (char c = 'a'; c < 'a' + 20; c++) {
        enter((char[]) { c, '\0' });
    }
    assert_int_equal(line_history_count(&line), LINE_HISTORY);
    for (uint32_t back = 1; back <= LINE_HISTORY; back++) {
        assert_int_equal(line_recall(&line, back)[0], 'a' + 20 - (int)back);
    }
}

/* Keys that the editor does not know leave no trace. */
static void test_unknown_keys(void **state)
{
    (void)state;
    start();
    type("a\033[C\033[1;5D\033[3~\033Ob\x01\x02");
    assert_string_equal(line.text, "ab");
    assert_string_equal(shown, "ab");
}

static void test_full(void **state)
{
    (void)state;
    start();
    for (uint32_t i = 0; i < LINE_MAX + 10; i++) {
        type("x");
    }
    assert_int_equal(line.length, LINE_MAX);
    assert_int_equal(shown[shown_length - 1], '\x07');
    enter("");
    type("\033[A");
    assert_int_equal(line.length, LINE_MAX);
}

static void test_redraw(void **state)
{
    (void)state;
    start();
    type("abc\x0c");
    assert_string_equal(shown, "abc\033[2J\033[H> abc");
}

/* Any bytes: the invariant of the line holds, under the sanitizers. */
static void test_random_keys(void **state)
{
    (void)state;
    start();
    srand(23);
    for (int i = 0; i < 300000; i++) {
        if (line_feed(&line, (char)rand()) != LINE_EDITED) {
            line_start(&line);
        }
        assert_true(line.length <= LINE_MAX);
        assert_int_equal(strlen(line.text), line.length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enter),         cmocka_unit_test(test_erase),
        cmocka_unit_test(test_abandon),       cmocka_unit_test(test_history),
        cmocka_unit_test(test_history_wraps), cmocka_unit_test(test_unknown_keys),
        cmocka_unit_test(test_full),          cmocka_unit_test(test_redraw),
        cmocka_unit_test(test_random_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
