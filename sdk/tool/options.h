/* SPDX-License-Identifier: BSD-2-Clause */
/* What the command line asks for (TOOL-1). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum image_type { IMAGE_DEFAULT, IMAGE_BINARY, IMAGE_ELF, IMAGE_UIMAGE };

struct options {
    bool help;
    const char *system_path;
    const char *output_path; /* default loader.img */
    bool output_given;       /* output_path is not the default */
    const char *report_path; /* default report.txt */
    const char *board;
    const char *config;
    const char **search_paths;
    size_t search_path_count;
    enum image_type image_type;
    const char *capdl_json_path; /* NULL: not wanted */
    const char *viper_directory; /* NULL: not wanted */
    const char *override_kernel; /* NULL: the SDK's */
    const char *drivers_directory; /* database of drivers for composition; NULL: none */
    const char *device_tree_path;  /* NULL: the board's in the SDK */
    const char
        *emit_headers_directory; /* NULL: not wanted; else the tool writes headers and builds no image */
    bool snapshot;               /* a debug kernel prints what exists at boot */
    bool description_only;       /* no image is wanted: programs and prefill files need not exist */
};

/* Reads the command line (TOOL-1 to TOOL-4, TOOL-8) for an SDK at `sdk`. With --help, options.help is set and
 * nothing else is checked. Otherwise board, config and system_path are set and the first two exist; a mistake
 * ends the process. */
struct options options_parse(int argc, char **argv, const char *sdk);

/* Prints usage, options and the boards of the SDK to standard output. */
void options_print_help(const char *sdk);
