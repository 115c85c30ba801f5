/* SPDX-License-Identifier: BSD-2-Clause */
/* Booting an image in QEMU with the devices that it has drivers for. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/list.h"
#include "machine/archive_read.h"

struct machine_options {
    const char *image;            /* image or archive */
    LIST(const char *) forwards;  /* "tcp:HOST:GUEST" or "udp:HOST:GUEST" */
    LIST(const char *) disks;     /* files */
    LIST(const char *) arguments; /* passed to QEMU as they are */
    bool no_network;
};

/* Options that run, debug and top have in common, for their help. */
extern const char machine_options_help[];

/* Takes the argument at `*i`, and its value, if it is one of these options or the image; `*i` is then at the last
 * one taken. False if it is something else. */
bool machine_option(struct machine_options *options, int count, char **arguments, int *i);

/* Ends the process, with the name of `command` in the message. */
_Noreturn void machine_refuse(const char *command, const char *argument);

/* NULL-terminated argument list for the image of `archive`. */
char **qemu_arguments(const struct machine_options *options, const struct archive *archive);

struct qemu {
    pid_t pid;
    int console; /* what the machine prints */
};

/* Starts QEMU, which ends with this process. With the terminal's input it hears Ctrl-C too. */
enum qemu_input { QEMU_NO_INPUT, QEMU_TERMINAL };
struct qemu qemu_start(char **arguments, enum qemu_input input);

/* A new directory for a socket of QEMU; the caller removes it. */
char *machine_socket_directory(void);

/* Waits for the end of QEMU and returns the exit status for this process. */
int qemu_wait(const struct qemu *qemu);
