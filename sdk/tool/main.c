/* SPDX-License-Identifier: BSD-2-Clause */
/* The microkit command: from a system description and programs to a boot image (TOOL-14). */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "image/build.h"
#include "machine/command_machine.h"
#include "options.h"
#include "report/report.h"
#include "sdf/headers.h"
#include "sdf/sdf.h"
#include "sdk/board.h"
#include "sdk/sdk.h"

int main(int argc, char **argv)
{
    if (argc > 1 && machine_command_given(argv[1])) {
        return machine_command_run(argv[1], argc - 2, argv + 2);
    }
    if (command_given(argc, argv)) {
        return command_run(argc, argv);
    }
    const char *sdk = sdk_find();
    struct options options = options_parse(argc, argv, sdk);

    if (options.help) {
        options_print_help(sdk);
        return EXIT_SUCCESS;
    }
    struct board board = board_load(sdk, &options);
    struct system *system = sdf_load(&board, &options);
    if (options.emit_headers_directory != NULL) {
        headers_write(options.emit_headers_directory, system);
        return EXIT_SUCCESS;
    }
    struct build_report report = {0};
    build_image(system, &board, &options, &report);
    report_write(options.report_path, system, &board, &report);
    printf("microkit: wrote %s (%ju bytes), %zu kernel objects\n", options.output_path,
           (uintmax_t)report.image_size, report.object_count);
    return EXIT_SUCCESS;
}
