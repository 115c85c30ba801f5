/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines that are explained, and how. */
#include "machine/decode.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "machine/symbols.h"

enum { MAX_LINE = 4096, INSTRUCTION_BYTES = 4 };

#define MARK "      => "

struct decoder {
    const struct archive *archive;
    FILE *out;
    struct symbols **programs; /* by PD index, opened when needed; the last is the monitor's */
    const struct archived_pd *faulting; /* whom the monitor is reporting on, or NULL */
    char line[MAX_LINE];
    size_t length; /* of the line so far; what does not fit is not looked at */
};

struct decoder *decoder_new(const struct archive *archive, FILE *out)
{
    struct decoder *d = MEM_ARRAY(struct decoder, 1);

    d->archive = archive;
    d->out = out;
    d->programs = MEM_ARRAY(struct symbols *, archive->pd_count);
    return d;
}

static struct symbols *program_of(struct decoder *d, const struct archived_pd *pd)
{
    struct symbols **program = &d->programs[pd - d->archive->pds];

    if (*program == NULL) {
        *program = symbols_open(pd->program);
    }
    return *program;
}

/* What follows `key` in the line, or NULL. */
static const char *after(const char *line, const char *key)
{
    const char *found = strstr(line, key);

    return found == NULL ? NULL : found + strlen(key);
}

static bool take_hex(const char **text, uint64_t *value)
{
    char *end;

    while (**text == ' ') {
        (*text)++;
    }
    if (strncmp(*text, "0x", 2) != 0) {
        return false;
    }
    *value = strtoull(*text, &end, 16);
    *text = end;
    return true;
}

/* The PD named in quotes at `*text`, which moves behind it. */
static const struct archived_pd *take_quoted_pd(const struct decoder *d, const char **text)
{
    const char *end = strchr(*text, '\'');
    const struct archived_pd *pd = end == NULL ? NULL : archive_find_pd(d->archive, *text, (size_t)(end - *text));

    *text = end == NULL ? *text : end + 1;
    return pd;
}

/* ---- Call chains ---- */

static void print_frame(struct decoder *d, struct symbols *program, unsigned number, uint64_t address)
{
    char prefix[sizeof MARK + 8];

    snprintf(prefix, sizeof prefix, MARK "#%-2u ", number);
    symbols_print(program, address, prefix, d->out);
}

/* The link register is a frame of its own only if the function has not stored it, and has not called anything
 * since it did: then it is neither the stored return address nor one in the function itself. */
static bool lr_is_frame(struct symbols *program, uint64_t pc, uint64_t lr, uint64_t first_caller)
{
    return lr != 0 && lr != first_caller && !symbols_same_function(program, pc, lr);
}

static void explain_backtrace(struct decoder *d, const struct archived_pd *pd, const char *text)
{
    struct symbols *program = pd == NULL ? NULL : program_of(d, pd);
    uint64_t pc, lr, caller = 0, previous = 0, repeated = 0;
    unsigned number = 0;

    if (program == NULL || (text = after(text, "pc")) == NULL || !take_hex(&text, &pc) ||
        (text = after(text, "lr")) == NULL || !take_hex(&text, &lr) || (text = after(text, "callers")) == NULL) {
        return;
    }
    print_frame(d, program, number++, pc);
    const char *rest = text;
    if (!take_hex(&rest, &caller)) {
        caller = 0;
    }
    if (lr_is_frame(program, pc, lr, caller)) {
        print_frame(d, program, number++, lr - INSTRUCTION_BYTES);
    }
    while (take_hex(&text, &caller) && caller != 0) {
        if (caller == previous) {
            repeated++;
            continue;
        }
        if (repeated != 0) {
            fprintf(d->out, MARK "    the same, %" PRIu64 " times more\n", repeated);
            number += (unsigned)repeated;
        }
        repeated = 0;
        previous = caller;
        print_frame(d, program, number++, caller - INSTRUCTION_BYTES);
    }
    if (repeated != 0) {
        fprintf(d->out, MARK "    the same, %" PRIu64 " times more, and perhaps deeper\n", repeated);
    }
}

/* "N of 'PARENT': pc ...", after "backtrace of child ". */
static void explain_child_backtrace(struct decoder *d, const char *text)
{
    char *end;
    uint64_t id = strtoull(text, &end, 10);
    const char *rest = after(end, " of '");
    const struct archived_pd *parent = rest == NULL ? NULL : take_quoted_pd(d, &rest);
    const struct archived_pd *pd = parent == NULL ? NULL : archive_find_child(d->archive, parent, id);

    if (pd != NULL) {
        fprintf(d->out, MARK "'%s' (child %" PRIu64 " of '%s')\n", pd->name, id, parent->name);
        explain_backtrace(d, pd, rest);
    }
}

/* ---- Capabilities ---- */

static const char *slot_text(const struct archived_pd *pd, uint64_t cptr)
{
    for (size_t i = 0; i < pd->slot_count; i++) {
        if (pd->slots[i].cptr == cptr) {
            return pd->slots[i].what;
        }
    }
    return NULL;
}

static void explain_cptr(struct decoder *d, const struct archived_pd *pd, const char *text)
{
    uint64_t cptr;

    if (pd == NULL || !take_hex(&text, &cptr)) {
        return;
    }
    const char *what = slot_text(pd, cptr);
    if (what != NULL) {
        fprintf(d->out, MARK "that is %s\n", what);
    } else {
        fprintf(d->out, MARK "the system description gives '%s' no such capability\n", pd->name);
    }
}

/* ---- Failed invocations ---- */

static const char *invocation_name(const struct archive *archive, uint64_t label)
{
    for (size_t i = 0; i < archive->invocation_count; i++) {
        if (archive->invocations[i].label == label) {
            return archive->invocations[i].name;
        }
    }
    return "an operation that does not exist";
}

/* "...: thread 'NAME' at 0xADDRESS, label N of KIND capability 0xCPTR", after "thread '". */
static void explain_invocation(struct decoder *d, const char *text)
{
    const struct archived_pd *pd = take_quoted_pd(d, &text);
    struct symbols *program = pd == NULL ? NULL : program_of(d, pd);
    uint64_t pc, cptr;

    if (program == NULL || (text = after(text, " at")) == NULL || !take_hex(&text, &pc) ||
        (text = after(text, "label ")) == NULL) {
        return;
    }
    const char *name = invocation_name(d->archive, strtoull(text, NULL, 10));
    const char *what = NULL;

    if ((text = after(text, "capability ")) != NULL && take_hex(&text, &cptr)) {
        what = slot_text(pd, cptr);
    }
    fprintf(d->out, MARK "'%s' tried %s on %s\n", pd->name, name,
            what == NULL ? "a capability that the system description does not give it" : what);
    symbols_print(program, pc, MARK "in ", d->out);
}

/* ---- Lines ---- */

static void check_id(struct decoder *d, const char *text)
{
    uint64_t id = strtoull(text, NULL, 16);

    if (id != d->archive->image_id) {
        fprintf(d->out, MARK "this is the output of another image: what is explained below may be wrong\n");
    }
}

static void explain(struct decoder *d, const char *line)
{
    const char *text;

    if ((text = after(line, "MON|INFO: debug archive ")) != NULL) {
        check_id(d, text);
    } else if ((text = after(line, "MON|ERROR: faulting PD: ")) != NULL) {
        d->faulting = archive_find_pd(d->archive, text, strcspn(text, "\r\n"));
    } else if ((text = after(line, "backtrace of '")) != NULL) {
        const struct archived_pd *pd = take_quoted_pd(d, &text);

        explain_backtrace(d, pd, text);
    } else if ((text = after(line, "backtrace of child ")) != NULL) {
        explain_child_backtrace(d, text);
    } else if (strstr(line, "Invocation failed: ") != NULL && (text = after(line, ": thread '")) != NULL) {
        explain_invocation(d, text);
    } else if ((text = after(line, "CapFault: fault_addr = ")) != NULL) {
        explain_cptr(d, d->faulting, text);
    }
}

static void end_line(struct decoder *d)
{
    d->line[d->length] = '\0';
    explain(d, d->line);
    d->length = 0;
}

void decoder_feed(struct decoder *d, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        fputc(bytes[i], d->out);
        if (bytes[i] == '\n') {
            end_line(d);
        } else if (d->length < MAX_LINE - 1) {
            d->line[d->length++] = bytes[i];
        }
    }
    fflush(d->out);
}
