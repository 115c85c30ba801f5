/* SPDX-License-Identifier: BSD-2-Clause */
/* The QEMU command line, from the archive of an image. */
#include "machine/qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
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

/* Virtio transports of the virt machine. Transport n interrupts with FIRST_VIRTIO_IRQ + n. */
enum { FIRST_VIRTIO_IRQ = 48, VIRTIO_TRANSPORTS = 32 };

enum { READ_END, WRITE_END };

static const struct {
    const char *board;
    const char *program, *machine, *cpu, *memory;
    uint64_t load_address;
} machines[] = {
    {"qemu_virt_aarch64", "qemu-system-aarch64", "virt,virtualization=on", "cortex-a53", "2G", 0x70000000},
    {"qemu_virt_aarch64_el1", "qemu-system-aarch64", "virt", "cortex-a53", "2G", 0x70000000},
};

const char machine_options_help[] =
    "  image                    the image, or its debug archive (image.debug); both are needed\n"
    "  --forward KIND:HOST:GUEST\n"
    "                           offer port GUEST of the system as port HOST of 127.0.0.1; KIND is tcp or udp; may\n"
    "                           repeat\n"
    "  --disk FILE              a virtio disk with the contents of FILE; may repeat\n"
    "  --no-network             no network device, even if the system has a driver for a virtio device\n"
    "  --qemu ARGUMENT          pass ARGUMENT to QEMU; may repeat\n"
    "  -h, --help               show this help\n"
    "\n"
    "Virtio devices go where the system has a driver: to the transports whose interrupts (from 48 on) it has, the\n"
    "network to the first and disks to the next ones.\n";

static const char *value_of(int count, char **arguments, int *i)
{
    if (*i + 1 == count) {
        tool_error(NULL, "argument %s: expected a value", arguments[*i]);
    }
    return arguments[++*i];
}

bool machine_option(struct machine_options *options, int count, char **arguments, int *i)
{
    const char *argument = arguments[*i];

    if (strcmp(argument, "--forward") == 0) {
        *LIST_ADD(&options->forwards) = value_of(count, arguments, i);
    } else if (strcmp(argument, "--disk") == 0) {
        *LIST_ADD(&options->disks) = value_of(count, arguments, i);
    } else if (strcmp(argument, "--qemu") == 0) {
        *LIST_ADD(&options->arguments) = value_of(count, arguments, i);
    } else if (strcmp(argument, "--no-network") == 0) {
        options->no_network = true;
    } else if (argument[0] != '-' && options->image == NULL) {
        options->image = argument;
    } else {
        return false;
    }
    return true;
}

_Noreturn void machine_refuse(const char *command, const char *argument)
{
    if (argument == NULL) {
        tool_error(mem_format("Run microkit %s --help.", command),
                   "the following arguments are required: image");
    }
    tool_error(mem_format("Run microkit %s --help for the list of options.", command), "unrecognised argument: %s",
               argument);
}

/* ---- Devices ---- */

struct arguments {
    LIST(char *) list;
};

static void add(struct arguments *a, const char *text)
{
    *LIST_ADD(&a->list) = mem_string(text, strlen(text));
}

static void add_option(struct arguments *a, const char *option, const char *value)
{
    add(a, option);
    add(a, value);
}

/* The transports that some PD has the interrupt of, as a bit mask. */
static uint32_t driven_transports(const struct archive *archive)
{
    uint32_t mask = 0;

    for (size_t i = 0; i < archive->pd_count; i++) {
        for (size_t j = 0; j < archive->pds[i].irq_count; j++) {
            uint64_t n = archive->pds[i].irqs[j] - FIRST_VIRTIO_IRQ;

            mask |= n < VIRTIO_TRANSPORTS ? UINT32_C(1) << n : 0;
        }
    }
    return mask;
}

/* Takes the lowest transport of the mask; the lowest free one when all driven ones are taken. */
static unsigned take_transport(uint32_t *driven, uint32_t *taken)
{
    uint32_t choice = (*driven & ~*taken) != 0 ? *driven & ~*taken : ~*taken;
    unsigned transport = (unsigned)__builtin_ctz(choice);

    *taken |= UINT32_C(1) << transport;
    return transport;
}

static const char *forward_rule(const char *forward)
{
    char kind[4];
    unsigned host, guest;
    int end = 0;

    if (sscanf(forward, "%3[a-z]:%u:%u%n", kind, &host, &guest, &end) != 3 || forward[end] != '\0' ||
        (strcmp(kind, "tcp") != 0 && strcmp(kind, "udp") != 0) || host > UINT16_MAX || guest > UINT16_MAX) {
        tool_error("Write for example --forward tcp:8080:80.", "'%s' is no port to forward", forward);
    }
    return mem_format(",hostfwd=%s:127.0.0.1:%u-:%u", kind, host, guest);
}

static void add_network(struct arguments *a, const struct machine_options *options, unsigned transport)
{
    const char *network = "user,id=net0";

    for (size_t i = 0; i < options->forwards.count; i++) {
        network = mem_format("%s%s", network, forward_rule(options->forwards.items[i]));
    }
    add_option(a, "-netdev", network);
    add_option(a, "-device", mem_format("virtio-net-device,netdev=net0,bus=virtio-mmio-bus.%u", transport));
}

static void add_devices(struct arguments *a, const struct machine_options *options,
                        const struct archive *archive)
{
    uint32_t driven = driven_transports(archive);
    uint32_t taken = 0;

    add_option(a, "-global", "virtio-mmio.force-legacy=false");
    if (!options->no_network && (driven != 0 || options->forwards.count != 0)) {
        add_network(a, options, take_transport(&driven, &taken));
    }
    for (size_t i = 0; i < options->disks.count; i++) {
        add_option(a, "-drive",
                   mem_format("if=none,id=disk%zu,format=raw,file=%s", i, options->disks.items[i]));
        add_option(a, "-device", mem_format("virtio-blk-device,drive=disk%zu,bus=virtio-mmio-bus.%u", i,
                                            take_transport(&driven, &taken)));
    }
}

static bool is_elf(const char *path)
{
    char magic[4] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool elf = fd >= 0 && read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "\177ELF", 4) == 0;

    if (fd >= 0) {
        close(fd);
    }
    return elf;
}

char **qemu_arguments(const struct machine_options *options, const struct archive *archive)
{
    struct arguments a = {{NULL, 0}};
    size_t m = 0;

    while (m < sizeof machines / sizeof machines[0] && strcmp(machines[m].board, archive->board) != 0) {
        m++;
    }
    if (m == sizeof machines / sizeof machines[0]) {
        tool_error(NULL, "the board '%s' is no QEMU machine that this tool knows", archive->board);
    }
    add(&a, machines[m].program);
    add(&a, "-nodefaults");
    add_option(&a, "-machine", machines[m].machine);
    add_option(&a, "-cpu", machines[m].cpu);
    add_option(&a, "-m", machines[m].memory);
    add_option(&a, "-display", "none");
    add_option(&a, "-chardev", "stdio,id=console,signal=on");
    add_option(&a, "-serial", "chardev:console");
    add_option(&a, "-device",
               is_elf(archive->image)
                   ? mem_format("loader,file=%s,cpu-num=0", archive->image)
                   : mem_format("loader,file=%s,addr=0x%" PRIx64 ",cpu-num=0", archive->image,
                                machines[m].load_address));
    add_devices(&a, options, archive);
    for (size_t i = 0; i < options->arguments.count; i++) {
        add(&a, options->arguments.items[i]);
    }
    *LIST_ADD(&a.list) = NULL;
    return a.list.items;
}

/* ---- The process ---- */

static void take_no_input(void)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    setsid();
    dup2(nothing, STDIN_FILENO);
}

static _Noreturn void become(char **arguments, enum qemu_input input, const int *console)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (input == QEMU_NO_INPUT) {
        take_no_input();
    }
    dup2(console[WRITE_END], STDOUT_FILENO);
    execvp(arguments[0], arguments);
    fprintf(stderr, "microkit: error: cannot start %s: %s\nfix: Install QEMU (Debian: qemu-system-arm).\n",
            arguments[0], strerror(errno));
    _exit(127);
}

struct qemu qemu_start(char **arguments, enum qemu_input input)
{
    int console[2];
    struct qemu qemu;

    if (pipe2(console, O_CLOEXEC) != 0 || (qemu.pid = fork()) < 0) {
        tool_error(NULL, "cannot start %s: %s", arguments[0], strerror(errno));
    }
    if (qemu.pid == 0) {
        become(arguments, input, console);
    }
    close(console[WRITE_END]);
    qemu.console = console[READ_END];
    return qemu;
}

char *machine_socket_directory(void)
{
    const char *temporary = getenv("TMPDIR");
    char *directory = mem_format("%s/microkit-XXXXXX", temporary == NULL ? "/tmp" : temporary);

    if (mkdtemp(directory) == NULL) {
        tool_error(NULL, "cannot make the directory '%s': %s", directory, strerror(errno));
    }
    return directory;
}

int qemu_wait(const struct qemu *qemu)
{
    int status;

    while (waitpid(qemu->pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
