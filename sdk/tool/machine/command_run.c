/* SPDX-License-Identifier: BSD-2-Clause */
/* microkit run: boots an image in QEMU and explains what it prints. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "machine/command_machine.h"
#include "machine/decode.h"
#include "machine/qemu.h"

static const char usage[] =
    "usage: microkit run [-h] [--plain] [--forward KIND:HOST:GUEST] [--disk FILE] [--no-network]\n"
    "                    [--qemu ARGUMENT] image\n"
    "\n"
    "Boots an image in QEMU, with its serial line here. Fault reports are explained with functions and lines, as\n"
    "by microkit decode. Ctrl-C ends the machine.\n"
    "\n"
    "  --plain                  explain nothing\n";

static pid_t machine;

/* Ctrl-C reaches QEMU too; a signal to this process alone must end it as well. */
static void end_machine(int number)
{
    (void)number;
    kill(machine, SIGTERM);
}

static void pass_on(const struct qemu *qemu, struct decoder *decoder)
{
    char bytes[4096];
    ssize_t size;

    while ((size = read(qemu->console, bytes, sizeof bytes)) != 0) {
        if (size > 0 && decoder != NULL) {
            decoder_feed(decoder, bytes, (size_t)size);
        } else if (size > 0) {
            fwrite(bytes, 1, (size_t)size, stdout);
            fflush(stdout);
        } else if (errno != EINTR) {
            tool_error(NULL, "cannot read the console: %s", strerror(errno));
        }
    }
}

int command_run_image(int count, char **arguments)
{
    struct machine_options options = {0};
    bool plain = false;

    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "-h") == 0 || strcmp(arguments[i], "--help") == 0) {
            printf("%s%s", usage, machine_options_help);
            return EXIT_SUCCESS;
        }
        if (strcmp(arguments[i], "--plain") == 0) {
            plain = true;
        } else if (!machine_option(&options, count, arguments, &i)) {
            machine_refuse("run", arguments[i]);
        }
    }
    if (options.image == NULL) {
        machine_refuse("run", NULL);
    }
    struct archive archive = archive_open(options.image);
    archive_check_image(&archive);
    struct qemu qemu = qemu_start(qemu_arguments(&options, &archive), QEMU_TERMINAL);

    machine = qemu.pid;
    signal(SIGINT, end_machine);
    signal(SIGTERM, end_machine);
    pass_on(&qemu, plain ? NULL : decoder_new(&archive, stdout));
    return qemu_wait(&qemu);
}
