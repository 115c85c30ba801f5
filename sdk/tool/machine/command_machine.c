/* SPDX-License-Identifier: BSD-2-Clause */
/* Which commands work on an image. */
#include "machine/command_machine.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int count, char **arguments);
} commands[] = {
    {"debug", command_debug},
    {"decode", command_decode},
    {"run", command_run_image},
    {"top", command_top},
};

static size_t find(const char *name)
{
    size_t i = 0;

    while (i < sizeof commands / sizeof commands[0] && strcmp(commands[i].name, name) != 0) {
        i++;
    }
    return i;
}

bool machine_command_given(const char *name)
{
    return find(name) < sizeof commands / sizeof commands[0];
}

int machine_command_run(const char *name, int count, char **arguments)
{
    return commands[find(name)].run(count, arguments);
}
