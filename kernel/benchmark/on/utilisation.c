/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the cycles go. */
#include "benchmark/on/utilisation.h"

#include "arch/aarch64/cycles.h"
#include "benchmark_hooks.h"
#include "state.h"

struct utilisation {
    bool running;
    uint64_t entry; /* cycle count at the latest kernel entry */
    struct tcb *entered; /* who was running then */
    uint64_t start;
    uint64_t end;
    struct benchmark_tcb total;
};

static struct utilisation utilisation;

void benchmark_boot(void)
{
    cycles_init();
}

void benchmark_entry(void)
{
    utilisation.entry = cycles_now();
    utilisation.entered = kernel.cur;
}

void benchmark_exit(void)
{
    struct benchmark_tcb *counters = &utilisation.entered->arch.benchmark;
    uint64_t cycles = cycles_now() - utilisation.entry;

    if (!utilisation.running) {
        return;
    }
    counters->kernel_cycles += cycles;
    counters->kernel_entries++;
    utilisation.total.kernel_cycles += cycles;
    utilisation.total.kernel_entries++;
}

void benchmark_switch(struct tcb *from, struct tcb *to)
{
    if (!utilisation.running) {
        return;
    }
    from->arch.benchmark.cycles += utilisation.entry - from->arch.benchmark.start;
    to->arch.benchmark.start = utilisation.entry;
    to->arch.benchmark.schedules++;
    utilisation.total.schedules++;
}

void utilisation_start(void)
{
    utilisation_reset_thread(kernel.idle);
    kernel.cur->arch.benchmark.start = utilisation.entry;
    kernel.cur->arch.benchmark.schedules++;
    utilisation.total = (struct benchmark_tcb){.schedules = 1};
    utilisation.start = utilisation.entry;
    utilisation.end = utilisation.entry;
    utilisation.running = true;
}

void utilisation_stop(void)
{
    if (utilisation.running) {
        kernel.cur->arch.benchmark.cycles += utilisation.entry - kernel.cur->arch.benchmark.start;
        kernel.cur->arch.benchmark.start = utilisation.entry;
        utilisation.end = utilisation.entry;
        utilisation.running = false;
    }
}

void utilisation_reset_thread(struct tcb *t)
{
    t->arch.benchmark = (struct benchmark_tcb){.start = utilisation.entry};
}

void utilisation_read(const struct tcb *t, word_t *words)
{
    const struct benchmark_tcb *own = &t->arch.benchmark;
    const struct benchmark_tcb *idle = &kernel.idle->arch.benchmark;
    uint64_t end = utilisation.running ? utilisation.entry : utilisation.end;
    const word_t values[UTILISATION_WORDS] = {
        own->cycles,
        own->schedules,
        own->kernel_cycles,
        own->kernel_entries,
        idle->cycles,
        idle->cycles,
        idle->schedules,
        idle->kernel_cycles,
        idle->kernel_entries,
        end - utilisation.start,
        utilisation.total.schedules,
        utilisation.total.kernel_cycles,
        utilisation.total.kernel_entries,
    };

    for (uint32_t i = 0; i < UTILISATION_WORDS; i++) {
        words[i] = values[i];
    }
}
