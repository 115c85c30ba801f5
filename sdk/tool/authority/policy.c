/* SPDX-License-Identifier: BSD-2-Clause */
/* Comparing a system with a policy. */
#include "authority/policy.h"

#include <stdio.h>

#include "base/diag.h"
#include "base/memory.h"

/* What a violation consists of, or NULL if there is none. */
static const char *violation(const struct policy_rule *rule, const struct target *target,
                             const struct authority *authority, const struct protection_domain *source)
{
    const struct system *system = authority->system;
    size_t previous[MAX_PDS];

    if (target->pd == source) {
        return NULL;
    }
    if (rule->mode == RULE_SHARE) {
        const struct memory_region *region = shared_region(system, source, target->pd);
        return region == NULL ? NULL : mem_format("both map '%s'", region->name);
    }
    authority_ways(authority, source->index, rule->mode == RULE_INFLUENCE ? PATH_INFLUENCE : PATH_CONTROL,
                   rule->via, previous);
    for (size_t i = 0; i < system->pd_count; i++) {
        if (previous[i] == system->pd_count ||
            !target_held(target, &system->pds[i], rule->mode == RULE_WRITE)) {
            continue;
        }
        const char *way = authority_way_text(authority, previous, i);
        if (target->kind == TARGET_PD) {
            return way;
        }
        return mem_format(
            "%s%s'%s' has %s%s%s", way, *way == '\0' ? "" : "; ", system->pds[i].name, target->text,
            target->kind == TARGET_REGION ? ": " : "",
            target->kind == TARGET_REGION ? rights_text(rights_of(&system->pds[i], target->region)) : "");
    }
    return NULL;
}

static const char *verb(enum rule_mode mode)
{
    static const char *const verbs[] = {[RULE_INFLUENCE] = "can reach",
                                        [RULE_ACCESS] = "has access to",
                                        [RULE_WRITE] = "can write",
                                        [RULE_SHARE] = "shares writable memory with"};

    return verbs[mode];
}

size_t policy_enforce(const struct policy *policy, const struct authority *authority)
{
    const struct system *system = authority->system;
    size_t violations = 0;

    for (size_t r = 0; r < policy->rule_count; r++) {
        const struct policy_rule *rule = &policy->rules[r];

        for (size_t i = 0; i < system->pd_count * rule->target_count; i++) {
            const struct protection_domain *source = &system->pds[i / rule->target_count];
            const struct target *target = &rule->targets[i % rule->target_count];
            const char *found = NULL;

            if ((rule->sources >> source->index & 1) != 0) {
                found = violation(rule, target, authority, source);
            }
            if (found != NULL) {
                violations++;
                source_problem(policy->source, rule->offset, rule->length, "'%s' %s %s", source->name,
                               verb(rule->mode), target->text);
                fprintf(stderr, "note: %s\n", found);
            }
        }
    }
    return violations;
}
