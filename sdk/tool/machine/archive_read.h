/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a debug archive (archive.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archived_slot {
    uint64_t cptr;
    const char *what;
};

struct archived_pd {
    const char *name;
    const char *program; /* path */
    const char *parent;  /* NULL for a root PD */
    uint64_t child_id;   /* for its parent */
    uint64_t vspace, tcb; /* physical addresses of the root table and of the thread object */
    uint64_t priority;
    uint64_t *irqs;
    size_t irq_count;
    struct archived_slot *slots;
    size_t slot_count;
};

/* An operation on kernel objects, by the label of its message. */
struct archived_invocation {
    uint64_t label;
    const char *name;
};

struct archive {
    const char *directory;
    const char *image; /* path */
    const char *board, *config;
    bool hypervisor;
    uint64_t image_hash, image_id;
    const char *kernel; /* path */
    struct archived_pd monitor;
    struct archived_pd *pds; /* by index */
    size_t pd_count;
    struct archived_invocation *invocations;
    size_t invocation_count;
};

/* Opens the archive of `image`, which may also be the path of the archive itself. Ends the process if there is
 * none or it cannot be understood. */
struct archive archive_open(const char *image);

/* Ends the process unless the image is there and is the one that the archive belongs to. */
void archive_check_image(const struct archive *archive);

/* NULL if there is none of that name. */
const struct archived_pd *archive_find_pd(const struct archive *archive, const char *name, size_t length);

/* The child `id` of PD `parent`, or NULL. */
const struct archived_pd *archive_find_child(const struct archive *archive, const struct archived_pd *parent,
                                             uint64_t id);
