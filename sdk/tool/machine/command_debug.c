/* SPDX-License-Identifier: BSD-2-Clause */
/* microkit debug: QEMU with GDB on it, which knows all PDs (../../debugger/microkit_gdb.py). */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "machine/command_machine.h"
#include "machine/decode.h"
#include "machine/qemu.h"
#include "sdk/sdk.h"

static const char usage[] =
    "usage: microkit debug [-h] [--reset] [--batch] [--command COMMAND] [--gdb PROGRAM]\n"
    "                      [--forward KIND:HOST:GUEST] [--disk FILE] [--no-network] [--qemu ARGUMENT] image\n"
    "\n"
    "Starts an image in QEMU with GDB on it, and stops when the system is built and no PD has run yet. Besides its\n"
    "own commands GDB has\n"
    "\n"
    "  microkit pds                  list the PDs, what each does, and where\n"
    "  microkit break PD LOCATION    stop when this PD reaches the place\n"
    "  microkit pd PD                use the symbols of a PD, and show where it is\n"
    "  microkit bt PD                the call chain of a PD, which need not be running\n"
    "  microkit print PD EXPRESSION  a global variable of a PD\n"
    "\n"
    "At each stop GDB uses the symbols of the PD that runs. The kernel's are always there.\n"
    "\n"
    "  --reset                  stop at the first instruction of the image instead\n"
    "  --batch                  end when the commands are done\n"
    "  --command COMMAND        a command for GDB to begin with; may repeat\n"
    "  --gdb PROGRAM            GDB for AArch64 with Python (default: gdb-multiarch)\n";

struct debug_options {
    struct machine_options machine;
    LIST(const char *) commands;
    const char *gdb;
    bool batch, reset;
};

struct words {
    LIST(char *) list;
};

static void add(struct words *words, const char *option, const char *value)
{
    *LIST_ADD(&words->list) = mem_string(option, strlen(option));
    if (value != NULL) {
        *LIST_ADD(&words->list) = mem_string(value, strlen(value));
    }
}

static char **gdb_arguments(const struct debug_options *options, const struct archive *archive,
                            const char *socket)
{
    const char *script = path_join(sdk_find(), "share/gdb/microkit_gdb.py");
    struct words words = {{NULL, 0}};

    if (!file_exists(script)) {
        tool_error("The SDK is incomplete: install or build it again.", "cannot read '%s'", script);
    }
    add(&words, options->gdb, "-q");
    if (options->batch) {
        add(&words, "-batch", "-nx");
    }
    add(&words, archive->kernel, NULL);
    add(&words, "-ex", "set confirm off");
    add(&words, "-ex", "set pagination off");
    add(&words, "-ex", mem_format("target remote %s", socket));
    add(&words, "-x", script);
    for (size_t i = 0; i < options->commands.count; i++) {
        add(&words, "-ex", options->commands.items[i]);
    }
    *LIST_ADD(&words.list) = NULL;
    return words.list.items;
}

/* Runs `work` in a process that ends with this one. */
static pid_t start(void (*work)(const void *argument), const void *argument)
{
    pid_t pid = fork();

    if (pid < 0) {
        tool_error(NULL, "cannot start a process: %s", strerror(errno));
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        work(argument);
        _exit(EXIT_SUCCESS);
    }
    return pid;
}

struct console {
    const struct archive *archive;
    int input;
};

static void show_console(const void *argument)
{
    const struct console *console = argument;
    struct decoder *decoder = decoder_new(console->archive, stdout);
    char bytes[4096];
    ssize_t size;

    signal(SIGINT, SIG_IGN);
    while ((size = read(console->input, bytes, sizeof bytes)) > 0) {
        decoder_feed(decoder, bytes, (size_t)size);
    }
}

static void be_gdb(const void *argument)
{
    char *const *arguments = argument;

    execvp(arguments[0], arguments);
    fprintf(stderr, "microkit: error: cannot start %s: %s\nfix: Install it (Debian: gdb-multiarch).\n",
            arguments[0], strerror(errno));
    _exit(127);
}

static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

static int debug(struct debug_options *options, const struct archive *archive)
{
    char *directory = machine_socket_directory();
    const char *socket = path_join(directory, "gdb");
    char **gdb = gdb_arguments(options, archive, socket);

    *LIST_ADD(&options->machine.arguments) = "-S";
    *LIST_ADD(&options->machine.arguments) = "-gdb";
    *LIST_ADD(&options->machine.arguments) = mem_format("unix:%s,server=on,wait=off", socket);
    struct qemu qemu = qemu_start(qemu_arguments(&options->machine, archive), QEMU_NO_INPUT);
    struct console console = {archive, qemu.console};

    while (access(socket, F_OK) != 0 && waitpid(qemu.pid, NULL, WNOHANG) == 0) {
        usleep(10000);
    }
    setenv("MICROKIT_ARCHIVE", archive->directory, 1);
    setenv("MICROKIT_FROM_RESET", options->reset ? "1" : "", 1);
    signal(SIGINT, SIG_IGN);
    pid_t shower = start(show_console, &console);
    pid_t debugger = start(be_gdb, gdb);
    int status = wait_for(debugger);

    kill(qemu.pid, SIGTERM);
    wait_for(qemu.pid);
    wait_for(shower);
    unlink(socket);
    rmdir(directory);
    return status;
}

int command_debug(int count, char **arguments)
{
    struct debug_options options = {.gdb = "gdb-multiarch"};

    for (int i = 0; i < count; i++) {
        bool last = i + 1 == count;

        if (strcmp(arguments[i], "-h") == 0 || strcmp(arguments[i], "--help") == 0) {
            printf("%s%s", usage, machine_options_help);
            return EXIT_SUCCESS;
        }
        if (strcmp(arguments[i], "--batch") == 0) {
            options.batch = true;
        } else if (strcmp(arguments[i], "--reset") == 0) {
            options.reset = true;
        } else if (strcmp(arguments[i], "--command") == 0 && !last) {
            *LIST_ADD(&options.commands) = arguments[++i];
        } else if (strcmp(arguments[i], "--gdb") == 0 && !last) {
            options.gdb = arguments[++i];
        } else if (!machine_option(&options.machine, count, arguments, &i)) {
            machine_refuse("debug", arguments[i]);
        }
    }
    if (options.machine.image == NULL) {
        machine_refuse("debug", NULL);
    }
    struct archive archive = archive_open(options.machine.image);
    archive_check_image(&archive);
    return debug(&options, &archive);
}
