/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interactive console: a client of the serial and timer classes that runs commands typed on the serial line.
 * It has no authority but its own queues and its timer channel.
 */
#include <os/sddf.h>
#include <sddf/serial/config.h>
#include <sddf/timer/client.h>
#include <sddf/timer/config.h>
#include <sddf/util/custom_libc/string.h>
#include <sddf/util/si_units.h>
#include <sddf/util/util.h>

#include "line.h"
#include "terminal.h"

__attribute__((section(".serial_client_config"))) serial_client_config_t serial_config;
__attribute__((section(".timer_client_config"))) timer_client_config_t timer_config;

#define MAX_DELAY_MS 86400000u

struct command {
    const char *name;
    const char *help;
    void (*run)(const char *arguments);
};

static struct {
    bool running;
    struct line line;
    uint64_t started;  /* time of the first prompt, in ns of the timer driver */
    uint64_t due;      /* when the reminder is due; 0: there is none */
    char reminder[LINE_MAX + 1];
} console;

static void run_help(const char *arguments);

static void run_echo(const char *arguments)
{
    terminal_print("%s\n", arguments);
}

static void run_uptime(const char *arguments)
{
    uint64_t ms = (sddf_timer_time_now(timer_config.driver_id) - console.started) / NS_IN_MS;

    (void)arguments;
    terminal_print("up %llu.%03llu s\n", (unsigned long long)(ms / MS_IN_S),
                   (unsigned long long)(ms % MS_IN_S));
}

/* "MS TEXT": one reminder at a time, because a client has one timeout (TMR-4). */
static void run_remind(const char *arguments)
{
    /* A negative number is a large one here. */
    uint64_t ms = (uint64_t)sddf_atoi(arguments);

    if (ms == 0 || ms > MAX_DELAY_MS) {
        terminal_print("remind: give a delay of 1 to %u milliseconds, then a text\n", MAX_DELAY_MS);
        return;
    }
    while (sddf_isdigit(*arguments)) {
        arguments++;
    }
    while (*arguments == ' ') {
        arguments++;
    }
    strcpy(console.reminder, *arguments != '\0' ? arguments : "time is up");
    console.due = sddf_timer_time_now(timer_config.driver_id) + ms * NS_IN_MS;
    sddf_timer_set_timeout(timer_config.driver_id, ms * NS_IN_MS);
}

static void run_stats(const char *arguments)
{
    struct terminal_counts counts = terminal_counts();

    (void)arguments;
    terminal_print("%llu characters received, %llu sent, %llu dropped; %u lines entered\n",
                   (unsigned long long)counts.received, (unsigned long long)counts.sent,
                   (unsigned long long)counts.dropped, console.line.entered);
}

static void run_history(const char *arguments)
{
    (void)arguments;
    for (uint32_t back = line_history_count(&console.line); back > 0; back--) {
        terminal_print("%s\n", line_recall(&console.line, back));
    }
}

static void run_name(const char *arguments)
{
    (void)arguments;
    terminal_print("%s\n", sddf_get_pd_name());
}

static const struct command commands[] = {
    { "help", "list the commands", run_help },
    { "echo", "TEXT: print the text", run_echo },
    { "uptime", "print the time since the console started", run_uptime },
    { "remind", "MS [TEXT]: print the text after MS milliseconds", run_remind },
    { "stats", "print counts of this console", run_stats },
    { "history", "print the last lines", run_history },
    { "name", "print the name of this protection domain", run_name },
};

static void run_help(const char *arguments)
{
    (void)arguments;
    for (uint32_t i = 0; i < ARRAY_SIZE(commands); i++) {
        terminal_print("  %-8s %s\n", commands[i].name, commands[i].help);
    }
    terminal_print("Keys: backspace, ^U line, ^W word, ^C give up, ^L redraw, arrows up and down.\n");
}

static void run_line(const char *text)
{
    size_t length = 0;

    while (*text == ' ') {
        text++;
    }
    if (*text == '\0') {
        return;
    }
    while (text[length] != ' ' && text[length] != '\0') {
        length++;
    }
    for (uint32_t i = 0; i < ARRAY_SIZE(commands); i++) {
        if (strlen(commands[i].name) == length && strncmp(commands[i].name, text, length) == 0) {
            text += length;
            commands[i].run(*text == ' ' ? text + 1 : text);
            return;
        }
    }
    terminal_print("%.*s: unknown command; try help\n", (int)length, text);
}

/*
 * Handles what was typed. Bounded by the queue: what arrives meanwhile brings its own notification (SIG-1).
 */
static void handle_input(void)
{
    char character;

    for (uint64_t left = serial_config.rx.data.size; left > 0 && terminal_get(&character); left--) {
        switch (line_feed(&console.line, character)) {
        case LINE_ENTERED:
            run_line(console.line.text);
            line_start(&console.line);
            break;
        case LINE_ABANDONED:
            line_start(&console.line);
            break;
        case LINE_EDITED:
            break;
        }
    }
}

/* The notification may be spurious (TMR-4), so the time decides. */
static void handle_timeout(void)
{
    if (console.due == 0 || sddf_timer_time_now(timer_config.driver_id) < console.due) {
        return;
    }
    console.due = 0;
    terminal_print("\n%s\n", console.reminder);
    terminal_print("> %s", console.line.text);
}

void init(void)
{
    if (!serial_config_check_magic(&serial_config) || !timer_config_check_magic(&timer_config)) {
        return;
    }
    terminal_init(&serial_config);
    console.running = true;
    console.started = sddf_timer_time_now(timer_config.driver_id);
    terminal_print("Nemea console. Type help.\n");
    line_start(&console.line);
    terminal_flush();
}

/* Space in the transmit queue is nothing we wait for (SER-32). */
void notified(sddf_channel channel)
{
    if (!console.running) {
        return;
    }
    if (channel == serial_config.rx.id) {
        handle_input();
    } else if (channel == timer_config.driver_id) {
        handle_timeout();
    }
    terminal_flush();
}
