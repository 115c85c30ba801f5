/* SPDX-License-Identifier: BSD-2-Clause */
/* microkit decode: explains the console output of an image. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "machine/command_machine.h"
#include "machine/decode.h"

static const char help[] =
    "usage: microkit decode [-h] image [LOG]\n"
    "\n"
    "Copies console output of an image and explains it: which function and line an address is, who called it, and\n"
    "what a capability stands for. microkit run does so by itself.\n"
    "\n"
    "  image                    the image, or its debug archive (image.debug): only the archive is read\n"
    "  LOG                      file with the output (default: standard input)\n"
    "  -h, --help               show this help\n";

static void copy(struct decoder *decoder, FILE *in, const char *name)
{
    char bytes[4096];
    ssize_t size;

    while ((size = read(fileno(in), bytes, sizeof bytes)) != 0) {
        if (size > 0) {
            decoder_feed(decoder, bytes, (size_t)size);
        } else if (errno != EINTR) {
            tool_error(NULL, "cannot read %s: %s", name, strerror(errno));
        }
    }
}

int command_decode(int count, char **arguments)
{
    const char *paths[2] = {NULL, NULL};
    int given = 0;

    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "-h") == 0 || strcmp(arguments[i], "--help") == 0) {
            printf("%s", help);
            return EXIT_SUCCESS;
        }
        if (arguments[i][0] == '-' || given == 2) {
            tool_error("Run microkit decode --help.", "unrecognised argument: %s", arguments[i]);
        }
        paths[given++] = arguments[i];
    }
    if (given == 0) {
        tool_error("Run microkit decode --help.", "the following arguments are required: image");
    }
    struct archive archive = archive_open(paths[0]);
    FILE *in = paths[1] == NULL ? stdin : fopen(paths[1], "r");

    if (in == NULL) {
        tool_error(NULL, "cannot read '%s': %s", paths[1], strerror(errno));
    }
    copy(decoder_new(&archive, stdout), in, paths[1] == NULL ? "standard input" : paths[1]);
    return EXIT_SUCCESS;
}
