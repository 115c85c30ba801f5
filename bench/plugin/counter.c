/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU plugin: counts all instructions, live, in a file that another process maps.
 *
 * Arguments: out=FILE, which exists and is as long as the words below; entry=ADDRESS, the kernel's first
 * instruction, at or above which everything belongs to the kernel; idle=ADDRESS, the kernel's idle loop of
 * two instructions.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "qemu_plugin.h"

#define IDLE_LOOP_BYTES 8u

/* The words of the file. The last three hold the number of all instructions before the kernel's first one,
 * before the first one outside the kernel after that, and before the first idle one; 0 until then. */
enum { USER, KERNEL, IDLE, IDLE_ROUNDS, AT_KERNEL, AT_USER, AT_IDLE, WORDS };

int qemu_plugin_version = QEMU_PLUGIN_INTERFACE;

static uint64_t *words;
static uint64_t entry_address, idle_address;

static void take_time(unsigned word)
{
    if (words[word] == 0) {
        words[word] = words[USER] + words[KERNEL];
    }
}

static void on_entry(unsigned cpu, void *data)
{
    (void)cpu;
    (void)data;
    take_time(AT_KERNEL);
}

static void on_idle(unsigned cpu, void *data)
{
    (void)cpu;
    (void)data;
    words[IDLE_ROUNDS]++;
    take_time(AT_IDLE);
}

static unsigned owner_of(uint64_t address)
{
    if (address < entry_address) {
        return USER;
    }
    return address - idle_address < IDLE_LOOP_BYTES ? IDLE : KERNEL;
}

/* A block is translated just before it runs for the first time, so the first user block can be told here. */
static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t address = qemu_plugin_insn_vaddr(insn);

        if (address == entry_address) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_entry, QEMU_PLUGIN_CB_NO_REGS, NULL);
        } else if (address == idle_address) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_idle, QEMU_PLUGIN_CB_NO_REGS, NULL);
        } else if (address < entry_address && words[AT_KERNEL] != 0) {
            take_time(AT_USER);
        }
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
                                                   &words[owner_of(address)], 1);
    }
}

static uint64_t *map_file(const char *path)
{
    int file = open(path, O_RDWR);
    void *mapped = MAP_FAILED;

    if (file >= 0) {
        mapped = mmap(NULL, WORDS * sizeof *words, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
    }
    return mapped == MAP_FAILED ? NULL : mapped;
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
    (void)info;
    for (int i = 0; i < argc; i++) {
        if (!strncmp(argv[i], "out=", 4)) {
            words = map_file(argv[i] + 4);
        } else if (!strncmp(argv[i], "entry=", 6)) {
            entry_address = strtoull(argv[i] + 6, NULL, 0);
        } else if (!strncmp(argv[i], "idle=", 5)) {
            idle_address = strtoull(argv[i] + 5, NULL, 0);
        }
    }
    if (!words || !entry_address || !idle_address) {
        return 1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
    return 0;
}
