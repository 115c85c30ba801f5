/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU plugin: finds the longest stay in the kernel without a look at pending interrupts.
 *
 * Arguments: entry=ADDRESS, the kernel's first instruction, at or above which everything belongs to the
 * kernel; breaks=FILE, addresses of kernel instructions that end a stay as a return to user level does, one a
 * line (those of preemption points and of the idle loop); out=FILE, which gets the addresses of the longest
 * stay's instructions, one a line. The boot does not count: it ends with the first instruction at user level.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

#define MAX_BREAKS 4096u
#define MAX_LENGTH (1u << 22)

struct stay {
    uint64_t length;
    uint64_t addresses[MAX_LENGTH];
};

int qemu_plugin_version = QEMU_PLUGIN_INTERFACE;

static struct stay stays[2];
static struct stay *current = &stays[0], *longest = &stays[1];
static bool booted, in_kernel;
static uint64_t entry_address;
static uint64_t breaks[MAX_BREAKS];
static unsigned break_count;
static const char *output;

static void end_stay(void)
{
    if (booted && current->length > longest->length) {
        struct stay *other = longest;

        longest = current;
        current = other;
    }
    current->length = 0;
}

static void on_kernel(unsigned cpu, void *data)
{
    (void)cpu;
    in_kernel = true;
    if (current->length < MAX_LENGTH) {
        current->addresses[current->length++] = (uint64_t)(uintptr_t)data;
    }
}

static void on_break(unsigned cpu, void *data)
{
    (void)cpu;
    (void)data;
    end_stay();
}

static void on_user(unsigned cpu, void *data)
{
    (void)cpu;
    (void)data;
    end_stay();
    booted = booted || in_kernel;
}

static bool is_break(uint64_t address)
{
    for (unsigned i = 0; i < break_count; i++) {
        if (breaks[i] == address) {
            return true;
        }
    }
    return false;
}

/* Of a block outside the kernel, the first instruction is enough. */
static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t address = qemu_plugin_insn_vaddr(insn);
        qemu_plugin_vcpu_udata_cb callback = is_break(address) ? on_break : on_kernel;

        if (address < entry_address) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_user, QEMU_PLUGIN_CB_NO_REGS, NULL);
            return;
        }
        qemu_plugin_register_vcpu_insn_exec_cb(insn, callback, QEMU_PLUGIN_CB_NO_REGS,
                                               (void *)(uintptr_t)address);
    }
}

static void on_end(qemu_plugin_id_t id, void *data)
{
    FILE *file = fopen(output, "w");

    (void)id;
    (void)data;
    for (uint64_t i = 0; file && i < longest->length; i++) {
        fprintf(file, "%#" PRIx64 "\n", longest->addresses[i]);
    }
    if (file) {
        fclose(file);
    }
}

static bool read_breaks(const char *path)
{
    FILE *file = fopen(path, "r");

    while (file && break_count < MAX_BREAKS && fscanf(file, "%" SCNx64, &breaks[break_count]) == 1) {
        break_count++;
    }
    if (file) {
        fclose(file);
    }
    return break_count > 0;
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
    static char path[4096];
    bool have_breaks = false;

    (void)info;
    for (int i = 0; i < argc; i++) {
        if (!strncmp(argv[i], "out=", 4)) {
            snprintf(path, sizeof path, "%s", argv[i] + 4);
            output = path;
        } else if (!strncmp(argv[i], "entry=", 6)) {
            entry_address = strtoull(argv[i] + 6, NULL, 0);
        } else if (!strncmp(argv[i], "breaks=", 7)) {
            have_breaks = read_breaks(argv[i] + 7);
        }
    }
    if (!output || !entry_address || !have_breaks) {
        fputs("longest: error: needs entry=, breaks= and out=\n", stderr);
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    qemu_plugin_register_atexit_cb(id, on_end, NULL);
    return 0;
}
