/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Help by class of message. A message is recognised by a phrase of it, so that people can paste what they
 * got; phrases are looked for in the order of the table, the more telling before the more general.
 */
#include "explain/explain.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "explain/explain_texts.h"

static const char help[] =
    "usage: microkit explain [-h] [CLASS | MESSAGE ...]\n"
    "\n"
    "Explains a class of messages, for example E-OVL, or the class that a message belongs to: paste the message,\n"
    "in quotes. Without an argument it lists the classes.\n";

static void list_classes(void)
{
    for (size_t i = 0; i < explanation_count; i++) {
        printf("%-7s  %s\n", explanations[i].class, explanations[i].summary);
    }
}

static void print_explanation(const struct explanation *explanation)
{
    printf("%s: %s\n\n%s", explanation->class, explanation->summary, explanation->text);
}

static const struct explanation *find_class(const char *name, struct suggestion *nearest)
{
    for (size_t i = 0; i < explanation_count; i++) {
        if (strcasecmp(explanations[i].class, name) == 0) {
            return &explanations[i];
        }
        suggest(nearest, explanations[i].class);
    }
    return NULL;
}

/* Names in single quotes could contain anything, phrases of other messages too. */
static char *without_quoted(const char *message)
{
    char *text = mem_string(message, strlen(message));
    size_t length = 0;
    bool quoted = false;

    for (const char *c = message; *c != '\0'; c++) {
        bool apostrophe = *c == '\'' && !quoted && c != message && isalnum((unsigned char)c[-1]);

        quoted = *c == '\'' && !apostrophe ? !quoted : quoted;
        if (!quoted || *c == '\'') {
            text[length++] = *c;
        }
    }
    text[length] = '\0';
    return text;
}

static const struct explanation *find_message(const char *message)
{
    const char *severity = strstr(message, "error: ");
    const char *text =
        without_quoted(severity != NULL ? severity : message); /* the place could mislead too */

    for (size_t i = 0; i < message_phrase_count; i++) {
        struct suggestion none = {.wanted = ""};
        if (strstr(text, message_phrases[i].phrase) != NULL) {
            return find_class(message_phrases[i].class, &none);
        }
    }
    return NULL;
}

int explain(int argc, char **argv)
{
    if (argc == 0) {
        list_classes();
        return EXIT_SUCCESS;
    }
    if (strcmp(argv[0], "-h") == 0 || strcmp(argv[0], "--help") == 0) {
        printf("%s", help);
        return EXIT_SUCCESS;
    }
    const char *message = argv[0];
    for (int i = 1; i < argc; i++) {
        message = mem_format("%s %s", message, argv[i]);
    }
    struct suggestion nearest = {.wanted = message};
    const struct explanation *found = find_class(message, &nearest);
    if (found == NULL) {
        found = find_message(message);
    }
    if (found == NULL) {
        tool_error(suggestion_text(&nearest, "Run microkit explain for the list of classes."),
                   "no class of messages is called '%s', and no message reads so", message);
    }
    print_explanation(found);
    return EXIT_SUCCESS;
}
