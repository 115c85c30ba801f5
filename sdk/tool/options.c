/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line. */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "sdk/sdk.h"

static const char usage[] =
    "usage: microkit [-h] [-o OUTPUT] [-r REPORT] --board BOARD --config CONFIG [--image-type TYPE]\n"
    "                [--search-path [PATH ...]] [--capdl-json FILE] [--viper-output DIR]\n"
    "                [--override-kernel FILE] [--emit-headers DIR] [--drivers DIR] [--dtb FILE]\n"
    "                [--snapshot] system\n";

static const char help[] =
    "\n"
    "Builds a boot image from a system description and the programs that it names.\n"
    "\n"
    "  system                   the system description (XML)\n"
    "  --board BOARD            board of the SDK to build for\n"
    "  --config CONFIG          configuration of that board: debug, release, benchmark, ...\n"
    "  -o, --output OUTPUT      image to write (default: loader.img)\n"
    "  -r, --report REPORT      report for people about what was built (default: report.txt)\n"
    "  --search-path [PATH ...] directories that programs and prefill files are looked for in, before the\n"
    "                           current directory; takes all arguments up to the next that starts with '-'\n"
    "  --image-type TYPE        binary, elf or uimage (default: what the board boots)\n"
    "  --capdl-json FILE        also write the kernel objects and capabilities of the system as JSON\n"
    "  --viper-output DIR       also write one file per protection domain that states its rights\n"
    "  --override-kernel FILE   kernel ELF to use instead of the SDK's\n"
    "  --emit-headers DIR       write one C header per protection domain, with addresses and channel ids,\n"
    "                           and build no image; no program has to exist yet\n"
    "  --drivers DIR            database of drivers for device classes: DIR/CLASS/DRIVER/config.json\n"
    "  --dtb FILE               device tree of the board (default: the SDK's)\n"
    "  --snapshot               at boot, let a debug kernel print all capabilities, for `microkit audit`\n"
    "  -h, --help               show this help\n"
    "\n"
    "Other commands, each with a --help of its own:\n"
    "\n"
    "  microkit graph           draws a system as a picture\n"
    "  microkit check           answers questions about authority, and enforces a policy\n"
    "  microkit audit           compares what exists in a running system with its description\n"
    "  microkit expand          shows what device classes stand for, as a plain description\n"
    "  microkit explain         tells more about a message\n"
    "  microkit schema          writes the schema of system descriptions\n"
    "  microkit run             boots an image in QEMU, and explains what it prints\n"
    "  microkit debug           boots an image in QEMU under GDB, which knows all protection domains\n"
    "  microkit top             shows live who uses the processor (benchmark configuration)\n"
    "  microkit decode          explains the console output of an image: functions, lines, capabilities\n"
    "\n"
    "The SDK is the directory in the environment variable MICROKIT_SDK, or else the one this program is "
    "in.\n";

void options_print_help(const char *sdk)
{
    struct name_list boards = sdk_boards(sdk);

    printf("%s%s\nBoards of the SDK %s:\n", usage, help, sdk);
    for (size_t i = 0; i < boards.count; i++) {
        struct name_list configs = sdk_configs(sdk, boards.names[i]);
        printf("  %-24s %s\n", boards.names[i], name_list_join(&configs));
    }
}

static enum image_type parse_image_type(const char *name)
{
    static const struct {
        const char *name;
        enum image_type type;
    } types[] = {{"binary", IMAGE_BINARY}, {"elf", IMAGE_ELF}, {"uimage", IMAGE_UIMAGE}};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, name) == 0) {
            return types[i].type;
        }
    }
    tool_error("Choose binary, elf or uimage.", "unknown image type '%s'", name);
}

static void check_board(const char *sdk, const char *board)
{
    struct name_list boards = sdk_boards(sdk);

    if (!name_list_has(&boards, board)) {
        tool_error(NULL, "unknown board '%s': choose from: %s", board, name_list_join(&boards));
    }
}

static void check_config(const char *sdk, const struct options *options)
{
    struct name_list configs = sdk_configs(sdk, options->board);

    if (!name_list_has(&configs, options->config)) {
        tool_error(NULL, "configuration '%s' is not available for board '%s': choose from: %s",
                   options->config, options->board, name_list_join(&configs));
    }
}

static void check_required(const struct options *options)
{
    struct name_list missing = {MEM_ARRAY(const char *, 3), 0};

    if (options->board == NULL) {
        missing.names[missing.count++] = "--board";
    }
    if (options->config == NULL) {
        missing.names[missing.count++] = "--config";
    }
    if (options->system_path == NULL) {
        missing.names[missing.count++] = "system";
    }
    if (missing.count != 0) {
        printf("%s", usage);
        tool_error("A path directly after --search-path belongs to it: put the system description first.",
                   "the following arguments are required: %s", name_list_join(&missing));
    }
}

/* Where the value of a plain option goes; NULL if `name` is no such option. */
static const char **value_target(struct options *options, const char *name)
{
    const struct {
        const char *name;
        const char **target;
    } table[] = {
        {"-o", &options->output_path},
        {"--output", &options->output_path},
        {"-r", &options->report_path},
        {"--report", &options->report_path},
        {"--board", &options->board},
        {"--config", &options->config},
        {"--capdl-json", &options->capdl_json_path},
        {"--viper-output", &options->viper_directory},
        {"--override-kernel", &options->override_kernel},
        {"--emit-headers", &options->emit_headers_directory},
        {"--drivers", &options->drivers_directory},
        {"--dtb", &options->device_tree_path},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return table[i].target;
        }
    }
    return NULL;
}

/* TOOL-3: takes every argument up to the next option. Returns the index of the last one taken. */
static int take_search_paths(struct options *options, int argc, char **argv, int i)
{
    while (i + 1 < argc && argv[i + 1][0] != '-') {
        i++;
        options->search_paths =
            mem_append(options->search_paths, options->search_path_count, sizeof *options->search_paths);
        options->search_paths[options->search_path_count++] = argv[i];
    }
    return i;
}

static void take_positional(struct options *options, const char *argument)
{
    if (options->system_path != NULL || argument[0] == '-') {
        printf("%s", usage);
        tool_error(strchr(argument, '=') != NULL ? "Give the value of an option as the next argument."
                                                 : "Run microkit --help for the list of options.",
                   "unrecognised argument: %s", argument);
    }
    options->system_path = argument;
}

/* One argument that takes a value, and its value. Returns false if it takes none. */
static bool take_value_option(struct options *options, int argc, char **argv, int i, const char *sdk)
{
    const char **target = value_target(options, argv[i]);
    bool image_type = strcmp(argv[i], "--image-type") == 0;

    if (target == NULL && !image_type) {
        return false;
    }
    if (i + 1 == argc) {
        printf("%s", usage);
        tool_error(NULL, "argument %s: expected a value", argv[i]);
    }
    if (image_type) {
        options->image_type = parse_image_type(argv[i + 1]);
        return true;
    }
    *target = argv[i + 1];
    options->output_given = options->output_given || target == &options->output_path;
    if (target == &options->board) {
        check_board(sdk, options->board);
    }
    return true;
}

struct options options_parse(int argc, char **argv, const char *sdk)
{
    struct options options = {.output_path = "loader.img", .report_path = "report.txt"};

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
            options.help = true;
            return options;
        }
        if (strcmp(argv[i], "--snapshot") == 0) {
            options.snapshot = true;
        } else if (strcmp(argv[i], "--search-path") == 0) {
            i = take_search_paths(&options, argc, argv, i);
        } else if (take_value_option(&options, argc, argv, i, sdk)) {
            i++;
        } else {
            take_positional(&options, argv[i]);
        }
    }
    check_required(&options);
    check_config(sdk, &options);
    options.description_only = options.emit_headers_directory != NULL;
    return options;
}
