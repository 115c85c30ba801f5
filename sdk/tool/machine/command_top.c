/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * microkit top: who uses the processor. The kernel of the benchmark configuration counts for each thread; this
 * reads the counters out of the machine's memory while it runs, so the system needs no program for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "machine/command_machine.h"
#include "machine/layout.h"
#include "machine/monitor_link.h"
#include "machine/qemu.h"

static const char usage[] =
    "usage: microkit top [-h] [--interval SECONDS] [--count N] [--console FILE]\n"
    "                    [--forward KIND:HOST:GUEST] [--disk FILE] [--no-network] [--qemu ARGUMENT] image\n"
    "\n"
    "Boots an image of the benchmark configuration in QEMU, and shows again and again for each protection domain:\n"
    "its share of the processor, the part of that spent in the kernel, and how often a second it entered the\n"
    "kernel and was switched to. Ctrl-C ends the machine.\n"
    "\n"
    "  --interval SECONDS       time between two pictures (default: 1)\n"
    "  --count N                end after N pictures\n"
    "  --console FILE           where the console goes (default: nowhere)\n";

enum { CLEAR_SCREEN = 1, MAX_INTERVAL = 3600 };

struct top_options {
    struct machine_options machine;
    const char *console;
    double interval;
    unsigned long count; /* 0: for ever */
};

struct counters {
    uint64_t start, cycles, schedules, kernel_cycles, kernel_entries;
};

/* A thread that is watched. */
struct watched {
    const char *name;
    uint64_t address; /* physical, of its counters */
    struct counters before, now;
};

struct top {
    LIST(struct watched) threads; /* PDs, the monitor, and the idle thread */
    uint64_t cur, entry;          /* physical addresses of the kernel's variables */
    uint64_t counters_offset;
    size_t running; /* index of the thread on the processor */
    struct layout_file *kernel;
    int link;
};

static pid_t machine;

static void end_machine(int number)
{
    (void)number;
    kill(machine, SIGTERM);
}

static bool machine_alive(void)
{
    return waitpid(machine, NULL, WNOHANG) == 0;
}

/* ---- Reading ---- */

/* Counters of a thread stand in this order; the kernel's debug information must agree. */
static void check_order(struct layout_file *kernel)
{
    static const char *const members[] = {"start", "cycles", "schedules", "kernel_cycles", "kernel_entries"};

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (layout_offset(kernel, "benchmark_tcb", members[i]) != i * sizeof(uint64_t)) {
            tool_error("Use the tool of the SDK that built the image.",
                       "the kernel of this image counts in a way that this tool does not know");
        }
    }
}

static void watch(struct top *top, const char *name, uint64_t tcb)
{
    *LIST_ADD(&top->threads) = (struct watched){.name = name, .address = tcb + top->counters_offset};
}

static bool watch_idle(struct top *top)
{
    uint64_t idle;
    uint64_t at = layout_variable(top->kernel, "kernel") + layout_offset(top->kernel, "kernel", "idle");

    if (!monitor_read(top->link, at, &idle, 1)) {
        return false;
    }
    /* The kernel has not booted yet. */
    if (idle == 0) {
        return false;
    }
    watch(top, "(idle)", layout_physical(top->kernel, idle));
    return true;
}

static struct top top_start(const struct archive *archive, int link)
{
    struct top top = {.kernel = layout_open(archive->kernel), .link = link};

    check_order(top.kernel);
    top.counters_offset = layout_offset(top.kernel, "tcb", "arch.benchmark");
    top.cur = layout_variable(top.kernel, "kernel") + layout_offset(top.kernel, "kernel", "cur");
    top.entry = layout_variable(top.kernel, "utilisation") + layout_offset(top.kernel, "utilisation", "entry");
    for (size_t i = 0; i < archive->pd_count; i++) {
        watch(&top, archive->pds[i].name, archive->pds[i].tcb);
    }
    watch(&top, "(monitor)", archive->monitor.tcb);
    return top;
}

/* The thread that runs has not been charged for its time since it was switched to. */
static bool charge_running(struct top *top)
{
    uint64_t cur, entry;

    if (!monitor_read(top->link, top->cur, &cur, 1) || !monitor_read(top->link, top->entry, &entry, 1)) {
        return false;
    }
    for (size_t i = 0; i < top->threads.count; i++) {
        struct watched *w = &top->threads.items[i];

        if (w->address == layout_physical(top->kernel, cur) + top->counters_offset) {
            w->now.cycles += entry > w->now.start ? entry - w->now.start : 0;
            top->running = i;
        }
    }
    return true;
}

static bool read_all(struct top *top)
{
    for (size_t i = 0; i < top->threads.count; i++) {
        struct watched *w = &top->threads.items[i];
        uint64_t words[5];

        w->before = w->now;
        if (!monitor_read(top->link, w->address, words, 5)) {
            return false;
        }
        w->now = (struct counters){words[0], words[1], words[2], words[3], words[4]};
    }
    return charge_running(top);
}

/* ---- Showing ---- */

/* Counters may have been reset by a program in between. */
static uint64_t grown(uint64_t before, uint64_t now)
{
    return now > before ? now - before : 0;
}

static uint64_t used(const struct watched *w)
{
    return grown(w->before.cycles, w->now.cycles);
}

static int by_use(const void *a, const void *b)
{
    uint64_t x = used(*(const struct watched *const *)a), y = used(*(const struct watched *const *)b);

    return (x < y) - (x > y);
}

static double percent(uint64_t part, uint64_t whole)
{
    return whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
}

/* Without a kernel entry in all the time nothing was counted, and one thread had the processor. */
static double share(const struct top *top, const struct watched *w, uint64_t total)
{
    if (total == 0) {
        return w == &top->threads.items[top->running] ? 100.0 : 0;
    }
    return percent(used(w), total);
}

static void show(const struct top *top, double interval)
{
    struct watched **order = MEM_ARRAY(struct watched *, top->threads.count);
    uint64_t total = 0;

    for (size_t i = 0; i < top->threads.count; i++) {
        order[i] = &top->threads.items[i];
        total += used(order[i]);
    }
    qsort(order, top->threads.count, sizeof *order, by_use);
    if (isatty(STDOUT_FILENO)) {
        printf("\033[H\033[2J");
    }
    printf("%8s %8s %12s %12s  %s\n", "CPU %", "kernel %", "entries/s", "switches/s", "PD");
    for (size_t i = 0; i < top->threads.count; i++) {
        const struct watched *w = order[i];

        printf("%8.1f %8.1f %12.0f %12.0f  %s\n", share(top, w, total),
               percent(grown(w->before.kernel_cycles, w->now.kernel_cycles), total),
               (double)grown(w->before.kernel_entries, w->now.kernel_entries) / interval,
               (double)grown(w->before.schedules, w->now.schedules) / interval, w->name);
    }
    printf("\n");
    fflush(stdout);
}

static void rest(double seconds)
{
    usleep((useconds_t)(seconds * 1000000));
}

static void watch_machine(struct top *top, const struct top_options *options)
{
    while (!watch_idle(top)) {
        if (!machine_alive()) {
            return;
        }
        rest(0.01);
    }
    bool going = read_all(top);

    for (unsigned long i = 0; going && (options->count == 0 || i < options->count); i++) {
        rest(options->interval);
        going = read_all(top);
        if (going) {
            show(top, options->interval);
        }
    }
}

/* ---- The machine ---- */

static void forward_console(int console, const char *path)
{
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    char bytes[4096];
    ssize_t size;

    signal(SIGINT, SIG_IGN);
    while ((size = read(console, bytes, sizeof bytes)) > 0) {
        if (out >= 0 && write(out, bytes, (size_t)size) < 0) {
            break;
        }
    }
    _exit(EXIT_SUCCESS);
}

static int run_top(struct top_options *options, const struct archive *archive)
{
    char *directory = machine_socket_directory();
    const char *socket = path_join(directory, "qmp");

    *LIST_ADD(&options->machine.arguments) = "-qmp";
    *LIST_ADD(&options->machine.arguments) = mem_format("unix:%s,server=on,wait=off", socket);
    struct qemu qemu = qemu_start(qemu_arguments(&options->machine, archive), QEMU_NO_INPUT);

    machine = qemu.pid;
    signal(SIGINT, end_machine);
    signal(SIGTERM, end_machine);
    if (fork() == 0) {
        forward_console(qemu.console, options->console);
    }
    close(qemu.console);
    int link = monitor_connect(socket, machine_alive);

    if (link >= 0) {
        struct top top = top_start(archive, link);

        watch_machine(&top, options);
    }
    kill(machine, SIGTERM);
    qemu_wait(&qemu);
    unlink(socket);
    rmdir(directory);
    return link >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static double parse_interval(const char *text)
{
    char *end;
    double seconds = strtod(text, &end);

    if (*end != '\0' || !(seconds >= 0.01 && seconds <= MAX_INTERVAL)) {
        tool_error("Give seconds, for example 0.5.", "'%s' is no interval", text);
    }
    return seconds;
}

int command_top(int count, char **arguments)
{
    struct top_options options = {.interval = 1, .console = "/dev/null"};

    for (int i = 0; i < count; i++) {
        bool last = i + 1 == count;

        if (strcmp(arguments[i], "-h") == 0 || strcmp(arguments[i], "--help") == 0) {
            printf("%s%s", usage, machine_options_help);
            return EXIT_SUCCESS;
        }
        if (strcmp(arguments[i], "--interval") == 0 && !last) {
            options.interval = parse_interval(arguments[++i]);
        } else if (strcmp(arguments[i], "--count") == 0 && !last) {
            options.count = strtoul(arguments[++i], NULL, 10);
        } else if (strcmp(arguments[i], "--console") == 0 && !last) {
            options.console = arguments[++i];
        } else if (!machine_option(&options.machine, count, arguments, &i)) {
            machine_refuse("top", arguments[i]);
        }
    }
    if (options.machine.image == NULL) {
        machine_refuse("top", NULL);
    }
    struct archive archive = archive_open(options.machine.image);

    archive_check_image(&archive);
    if (strstr(archive.config, "benchmark") == NULL) {
        tool_error("Build it with --config benchmark.", "'%s' is an image of the configuration %s: only benchmark "
                   "images count what their PDs do", archive.image, archive.config);
    }
    return run_top(&options, &archive);
}
