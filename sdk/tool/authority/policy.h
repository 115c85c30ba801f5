/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Policies: files of rules that say which flows a system must not have. One rule a line, '#' begins a
 * comment:
 *
 *     rule    = "forbid" [ "write" | "access" | "share" ] sources "->" targets
 *               [ "except" sources ] [ "unless" "via" sources ]
 *     sources = "*" | NAME { "," NAME }
 *     targets = target { "," target }
 *     target  = [ "pd" | "region" ] NAME | "irq" NUMBER
 *
 * A NAME is a word of letters, digits and _ . - or any text in double quotes; quoted, it is never a keyword.
 */
#pragma once

#include "authority/authority.h"

enum rule_mode {
    RULE_INFLUENCE, /* no way at all (authority.h) to the target, or to a PD that has access to it */
    RULE_ACCESS,    /* no rights to the target, of the source itself or of a PD that it controls */
    RULE_WRITE,     /* as RULE_ACCESS, but reading a region is permitted */
    RULE_SHARE      /* no region that both map and one of them can write */
};

enum target_kind { TARGET_PD, TARGET_REGION, TARGET_IRQ };

struct target {
    enum target_kind kind;
    const char *text; /* for messages: a quoted name, or "irq NUMBER" */
    const struct protection_domain *pd;
    const struct memory_region *region;
    uint64_t irq;
};

struct policy_rule {
    size_t offset, length; /* in the policy */
    enum rule_mode mode;
    pd_set sources;
    struct target *targets;
    size_t target_count;
    pd_set via;
};

struct policy {
    const struct source *source;
    struct policy_rule *rules;
    size_t rule_count;
};

/* Reads a policy for a system. The first mistake, names that the system does not have among them, ends the
 * process. */
struct policy policy_parse(const struct source *source, const struct system *system);

/* Makes the target that `name` means after `keyword` ("pd", "region", "irq", or NULL for a PD or a
 * region). Returns NULL on success, else what is wrong. */
const char *target_find(const struct system *system, const char *keyword, const char *name,
                        struct target *target);

/* Whether the PD itself has rights to the target, at least writing if `write`. A PD has itself. */
bool target_held(const struct target *target, const struct protection_domain *pd, bool write);

/* The first region that both map and at least one of them can write, or NULL. */
const struct memory_region *shared_region(const struct system *system, const struct protection_domain *a,
                                          const struct protection_domain *b);

/* Reports each violation on standard error. Returns their number. */
size_t policy_enforce(const struct policy *policy, const struct authority *authority);
