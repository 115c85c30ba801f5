/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who can reach what, as the description alone tells: no program is looked at, so each is taken for capable
 * of everything that its rights allow. A guest counts as part of its monitor, which rules it.
 *
 * The authority of A includes that of B when A controls B (as its parent, or with its thread or address
 * space). A influences B when something that A does can change what B does: a call, its reply, a
 * notification, a fault, or memory that A writes and B reads. Both are transitive.
 */
#pragma once

#include "sdf/model.h"

/* How one PD acts on another: the strongest way comes first. */
enum step_kind {
    STEP_NONE,
    STEP_PARENT,
    STEP_THREAD, /* has the other's TCB */
    STEP_VSPACE, /* has the other's address space */
    STEP_CALL,
    STEP_MEMORY, /* writes what the other reads */
    STEP_REPLY,
    STEP_FAULT, /* its faults are the other's to handle */
    STEP_NOTIFY,
    STEP_TIME /* has the other's scheduling context: can starve it, no more */
};

struct step {
    enum step_kind kind;
    const struct memory_region *region; /* STEP_MEMORY */
};

struct rights {
    bool mapped, read, write, execute;
};

struct authority {
    const struct system *system;
    struct step *steps; /* of PD a on PD b: at a * pd_count + b */
};

/* Which steps a path may take. */
enum path_kind { PATH_CONTROL, PATH_INFLUENCE };

struct authority authority_of(const struct system *system);

/* What the PD itself, or its guest, may do with a region. */
struct rights rights_of(const struct protection_domain *pd, const struct memory_region *region);

struct step authority_step(const struct authority *authority, size_t from, size_t to);

/* Sets of PDs: bit i is the PD with index i. MAX_PDS fit. */
typedef uint64_t pd_set;

/* Shortest ways from one PD to all that enter none of `closed`: previous[i] is the PD before i, `from` for
 * itself, and pd_count if there is no way. `previous` has room for pd_count numbers. */
void authority_ways(const struct authority *authority, size_t from, enum path_kind kind, pd_set closed,
                    size_t *previous);

/* One step in words, e.g. "client calls server". */
const char *authority_step_text(const struct authority *authority, size_t from, size_t to);

/* A whole way in words, from the PD for which `previous` was made to the PD `to`. "" if they are the same. */
const char *authority_way_text(const struct authority *authority, const size_t *previous, size_t to);

/* Rights in letters; "none" if a region is mapped without any. */
const char *rights_text(struct rights rights);
