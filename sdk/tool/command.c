/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands, their options and help. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "authority/policy.h"
#include "authority/question.h"
#include "audit/audit.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "compose/expand.h"
#include "explain/explain.h"
#include "picture/picture.h"
#include "sdf/schema_rng.h"
#include "sdf/sdf.h"
#include "sdk/sdk.h"

/* Far above any policy. */
enum { MAX_POLICY_BYTES = 1 << 20, MAX_LOG_BYTES = 1 << 28 };

static const char graph_help[] =
    "usage: microkit graph [-h] [-o OUTPUT] [--board BOARD] [--config CONFIG] [--search-path [PATH ...]] system\n"
    "\n"
    "Draws a system as a picture (SVG): protection domains with their priorities and budgets, devices on the left,\n"
    "and between the domains what connects them: channels, calls, parents, and memory with each one's rights.\n"
    "\n"
    "  system                   the system description (XML); its programs need not exist\n"
    "  -o, --output OUTPUT      picture to write (default: system.svg)\n";

static const char check_help[] =
    "usage: microkit check [-h] [--reach NAME] [--policy FILE] [--board BOARD] [--config CONFIG]\n"
    "                      [--search-path [PATH ...]] system\n"
    "\n"
    "Answers who can reach what, from the system description alone. Without options it lists who has which device,\n"
    "who controls whom, and who shares memory that one of them can write.\n"
    "\n"
    "  system                   the system description (XML); its programs need not exist\n"
    "  --reach NAME             who reaches a memory region or a protection domain, and by which way;\n"
    "                           'pd:NAME', 'region:NAME' and 'irq:NUMBER' are understood too\n"
    "  --policy FILE            report each flow that the policy forbids and the system has, and then end with\n"
    "                           status 1. A rule: forbid [write | access | share] SOURCES -> TARGETS\n"
    "                           [except SOURCES] [unless via SOURCES]\n";

static const char expand_help[] =
    "usage: microkit expand [-h] [-o OUTPUT] [--data DIR] [--board BOARD] [--config CONFIG] [--drivers DIR]\n"
    "                       [--dtb FILE] [--search-path [PATH ...]] system\n"
    "\n"
    "Shows what the device classes of a system stand for, as a description without them, which any Microkit builds.\n"
    "\n"
    "  system                   the system description (XML); its programs need not exist\n"
    "  -o, --output OUTPUT      description to write (default: standard output)\n"
    "  --data DIR               also write the configuration of each program to DIR, under the names that sDDF uses,\n"
    "                           for `objcopy --update-section .SECTION=FILE PROGRAM`\n";

static const char audit_help[] =
    "usage: microkit audit [-h] --log FILE [--board BOARD] [--config CONFIG] [--drivers DIR] [--dtb FILE]\n"
    "                      [--search-path [PATH ...]] system\n"
    "\n"
    "Compares the capabilities and mappings that exist in a booted system with those that its description asks for,\n"
    "and ends with status 1 if there is any difference. The image is built with --snapshot, of the same files.\n"
    "\n"
    "  system                   the system description (XML)\n"
    "  --log FILE               what the system printed on its console\n";

static const char common_help[] =
    "  --board BOARD            board of the SDK (default: the first that the SDK has)\n"
    "  --config CONFIG          configuration of that board (default: debug)\n"
    "  --search-path [PATH ...] directories for prefill files whose size matters\n"
    "  --drivers DIR            database of drivers for device classes: DIR/CLASS/DRIVER/config.json\n"
    "  --dtb FILE               device tree of the board (default: the SDK's)\n"
    "  -h, --help               show this help\n";

static int run_expand(const struct command_input *input)
{
    if (input->data_directory != NULL) {
        expand_write_data(input->data_directory, input->system);
    }
    expand_write(input->options.output_path, input->system);
    return EXIT_SUCCESS;
}

static int run_audit(const struct command_input *input)
{
    struct layout layout;
    struct file_bytes log;
    struct dump dump;

    if (input->log_path == NULL) {
        tool_error("Boot an image built with --snapshot, and give its output.", "--log is missing");
    }
    const char *wrong = file_read(input->log_path, MAX_LOG_BYTES, &log);
    if (wrong == NULL) {
        wrong = dump_parse((const char *)log.data, &dump);
    }
    if (wrong != NULL) {
        tool_error(NULL, "the console log '%s' %s", input->log_path, wrong);
    }
    build_layout(input->system, &input->board, &input->options, &layout);
    return audit_compare(&layout, &input->board, &dump) == 0 ? EXIT_SUCCESS : EXIT_USER_ERROR;
}

static int run_graph(const struct command_input *input)
{
    picture_write(input->options.output_path, input->system, &input->board);
    return EXIT_SUCCESS;
}

static struct target question_target(const struct system *system, const char *text)
{
    static const char *const keywords[] = {"pd", "region", "irq"};
    const char *keyword = NULL;
    struct target target;

    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        size_t length = strlen(keywords[i]);
        if (strncmp(text, keywords[i], length) == 0 && text[length] == ':') {
            keyword = keywords[i];
            text += length + 1;
            break;
        }
    }
    const char *problem = target_find(system, keyword, text, &target);
    if (problem != NULL) {
        tool_error(NULL, "--reach: %s", problem);
    }
    return target;
}

static size_t enforce(const struct authority *authority, const char *path)
{
    struct file_bytes bytes;
    const char *reason = file_read(path, MAX_POLICY_BYTES, &bytes);

    if (reason != NULL) {
        tool_error(NULL, "cannot read the policy '%s': %s", path, reason);
    }
    struct source *source = MEM_ARRAY(struct source, 1);
    *source = (struct source){path, (const char *)bytes.data, bytes.size};
    struct policy policy = policy_parse(source, authority->system);
    size_t violations = policy_enforce(&policy, authority);
    printf("%s: rules: %zu, violations: %zu\n", path, policy.rule_count, violations);
    return violations;
}

static int run_check(const struct command_input *input)
{
    if (input->system->io_space_count != 0) {
        sdf_error(input->system->io_spaces[0].at, NULL,
                  "questions about systems with I/O address spaces cannot be answered");
    }
    struct authority authority = authority_of(input->system);
    size_t violations = 0;

    if (input->reach != NULL) {
        struct target target = question_target(input->system, input->reach);
        answer_reach(&authority, &target);
    }
    if (input->policy_path != NULL) {
        violations = enforce(&authority, input->policy_path);
    }
    if (input->reach == NULL && input->policy_path == NULL) {
        answer_overview(&authority);
    }
    return violations == 0 ? EXIT_SUCCESS : EXIT_USER_ERROR;
}

#define COMMON_OPTIONS " --board --config --search-path --drivers --dtb "

/* Commands that read a description. `options` are those of the main command line that they take. */
static const struct command {
    const char *name, *help, *options;
    const char *output; /* default; NULL is standard output */
    int (*run)(const struct command_input *input);
} commands[] = {
    {"graph", graph_help, " -o --output" COMMON_OPTIONS, "system.svg", run_graph},
    {"check", check_help, COMMON_OPTIONS, NULL, run_check},
    {"audit", audit_help, COMMON_OPTIONS, NULL, run_audit},
    {"expand", expand_help, " -o --output" COMMON_OPTIONS, NULL, run_expand},
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

bool command_given(int argc, char **argv)
{
    return argc > 1 && (find_command(argv[1]) != NULL || strcmp(argv[1], "explain") == 0 ||
                        strcmp(argv[1], "schema") == 0);
}

static bool is_help(const char *argument)
{
    return strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0;
}

/* Where the value of an option goes that only commands have; NULL if `name` is none. */
static const char **own_option(struct command_input *input, const struct command *command, const char *name)
{
    if (command->run == run_audit) {
        return strcmp(name, "--log") == 0 ? &input->log_path : NULL;
    }
    if (command->run == run_expand) {
        return strcmp(name, "--data") == 0 ? &input->data_directory : NULL;
    }
    if (command->run != run_check) {
        return NULL;
    }
    return strcmp(name, "--policy") == 0  ? &input->policy_path
           : strcmp(name, "--reach") == 0 ? &input->reach
                                          : NULL;
}

static void refuse_option(const struct command *command, const char *argument)
{
    if (argument[0] == '-' && strstr(command->options, mem_format(" %s ", argument)) == NULL) {
        tool_error(mem_format("Run microkit %s --help for the list of options.", command->name),
                   "unrecognised argument: %s", argument);
    }
}

/* Takes out what belongs to the command; the rest is read like the main command line, behind defaults. */
static void parse(struct command_input *input, const struct command *command, int argc, char **argv,
                  const char *sdk)
{
    struct name_list boards = sdk_boards(sdk);
    char **rest = MEM_ARRAY(char *, (size_t)argc + 5);
    int count = 0;

    if (boards.count == 0) {
        tool_error(NULL, "the SDK '%s' has no boards", sdk);
    }
    rest[count++] = argv[0];
    rest[count++] = mem_format("--board");
    rest[count++] = mem_format("%s", boards.names[0]);
    rest[count++] = mem_format("--config");
    rest[count++] = mem_format("debug");
    for (int i = 2; i < argc; i++) {
        const char **target = own_option(input, command, argv[i]);

        if (target == NULL) {
            refuse_option(command, argv[i]);
            rest[count++] = argv[i];
        } else if (i + 1 == argc) {
            tool_error(NULL, "argument %s: expected a value", argv[i]);
        } else {
            *target = argv[++i];
        }
    }
    input->options = options_parse(count, rest, sdk);
    if (!input->options.output_given) {
        input->options.output_path = command->output;
    }
    input->options.description_only = command->run != run_audit;
}

/* Commands about the language, which need neither a description nor an SDK. */
static int run_language_command(int argc, char **argv)
{
    if (strcmp(argv[1], "explain") == 0) {
        return explain(argc - 2, argv + 2);
    }
    return schema_command(argc - 2, argv + 2);
}

int command_run(int argc, char **argv)
{
    const struct command *command = find_command(argv[1]);
    struct command_input input = {0};

    if (command == NULL) {
        return run_language_command(argc, argv);
    }
    for (int i = 2; i < argc; i++) {
        if (is_help(argv[i])) {
            printf("%s%s", command->help, common_help);
            return EXIT_SUCCESS;
        }
    }
    const char *sdk = sdk_find();
    parse(&input, command, argc, argv, sdk);
    input.board = board_load(sdk, &input.options);
    input.system = sdf_load(&input.board, &input.options);
    return command->run(&input);
}
