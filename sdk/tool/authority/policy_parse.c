/* SPDX-License-Identifier: BSD-2-Clause */
/* The grammar of policies (policy.h). */
#include <ctype.h>
#include <string.h>

#include "authority/policy.h"
#include "base/diag.h"
#include "base/list.h"
#include "base/memory.h"

enum token_kind { TOKEN_END, TOKEN_LINE, TOKEN_WORD, TOKEN_QUOTED, TOKEN_ARROW, TOKEN_COMMA, TOKEN_STAR };

struct token {
    enum token_kind kind;
    size_t offset, length;
    const char *text; /* TOKEN_WORD and TOKEN_QUOTED */
};

struct parser {
    const struct source *source;
    const struct system *system;
    struct token token; /* the one to be read next */
    size_t last_end;    /* of the token before it */
};

static bool is_word(const struct source *source, size_t at)
{
    unsigned char c = (unsigned char)source->text[at];
    bool arrow = c == '-' && source->text[at + 1] == '>';

    return at < source->size && !arrow && (isalnum(c) || c == '_' || c == '.' || c == '-' || c >= 0x80);
}

static size_t skip_blank(const struct source *source, size_t at)
{
    while (at < source->size && strchr(" \t\r", source->text[at]) != NULL && source->text[at] != '\0') {
        at++;
    }
    if (at < source->size && source->text[at] == '#') {
        while (at < source->size && source->text[at] != '\n') {
            at++;
        }
    }
    return at;
}

static struct token quoted(const struct source *source, size_t at)
{
    size_t end = at + 1;

    while (end < source->size && source->text[end] != '"' && source->text[end] != '\n') {
        end++;
    }
    if (end == source->size || source->text[end] == '\n') {
        source_error(source, at, "Put '\"' behind the name, on the same line.", "this name does not end");
    }
    return (struct token){TOKEN_QUOTED, at, end + 1 - at, mem_string(source->text + at + 1, end - at - 1)};
}

static struct token token_at(const struct source *source, size_t at)
{
    size_t end = at;

    if (at == source->size) {
        return (struct token){TOKEN_END, at, 0, NULL};
    }
    switch (source->text[at]) {
    case '\n':
        return (struct token){TOKEN_LINE, at, 1, NULL};
    case ',':
        return (struct token){TOKEN_COMMA, at, 1, NULL};
    case '*':
        return (struct token){TOKEN_STAR, at, 1, NULL};
    case '"':
        return quoted(source, at);
    default:
        break;
    }
    if (source->text[at] == '-' && source->text[at + 1] == '>') {
        return (struct token){TOKEN_ARROW, at, 2, NULL};
    }
    while (is_word(source, end)) {
        end++;
    }
    if (end == at) {
        source_error(source, at, "Put names with such characters in double quotes.",
                     "this character has no meaning in a policy");
    }
    return (struct token){TOKEN_WORD, at, end - at, mem_string(source->text + at, end - at)};
}

static void advance(struct parser *parser)
{
    size_t end = parser->token.offset + parser->token.length;

    parser->last_end = end;
    parser->token = token_at(parser->source, skip_blank(parser->source, end));
}

static bool take_word(struct parser *parser, const char *word)
{
    bool taken = parser->token.kind == TOKEN_WORD && strcmp(parser->token.text, word) == 0;

    if (taken) {
        advance(parser);
    }
    return taken;
}

static bool take(struct parser *parser, enum token_kind kind)
{
    bool taken = parser->token.kind == kind;

    if (taken) {
        advance(parser);
    }
    return taken;
}

static _Noreturn void expected(const struct parser *parser, const char *what)
{
    source_error(parser->source, parser->token.offset,
                 "A rule is: forbid [write | access | share] SOURCES -> TARGETS [except SOURCES] "
                 "[unless via SOURCES]",
                 "expected %s", what);
}

static struct target parse_target(struct parser *parser, const char *keyword)
{
    struct token token = parser->token;
    struct target target;

    if (token.kind != TOKEN_WORD && token.kind != TOKEN_QUOTED) {
        expected(parser, "a name");
    }
    const char *problem = target_find(parser->system, keyword, token.text, &target);
    if (problem != NULL) {
        source_error(parser->source, token.offset, NULL, "%s", problem);
    }
    advance(parser);
    return target;
}

static pd_set parse_sources(struct parser *parser)
{
    pd_set set = 0;

    if (take(parser, TOKEN_STAR)) {
        return (UINT64_C(1) << parser->system->pd_count) - 1;
    }
    do {
        set |= UINT64_C(1) << parse_target(parser, "pd").pd->index;
    } while (take(parser, TOKEN_COMMA));
    return set;
}

static struct target parse_any_target(struct parser *parser)
{
    static const char *const keywords[] = {"pd", "region", "irq"};

    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        if (take_word(parser, keywords[i])) {
            return parse_target(parser, keywords[i]);
        }
    }
    return parse_target(parser, NULL);
}

static void parse_targets(struct parser *parser, struct policy_rule *rule)
{
    LIST(struct target) targets = {NULL, 0};

    do {
        size_t offset = parser->token.offset;
        struct target target = parse_any_target(parser);

        if (rule->mode == RULE_SHARE && target.kind != TARGET_PD) {
            source_error(parser->source, offset, NULL,
                         "sharing is between protection domains, and %s is none", target.text);
        }
        if (rule->mode == RULE_WRITE && target.kind != TARGET_REGION) {
            source_error(parser->source, offset, "Use 'forbid access'.",
                         "only a memory region can be written, and %s is none", target.text);
        }
        *LIST_ADD(&targets) = target;
    } while (take(parser, TOKEN_COMMA));
    rule->targets = targets.items;
    rule->target_count = targets.count;
}

static struct policy_rule parse_rule(struct parser *parser)
{
    struct policy_rule rule = {.offset = parser->token.offset, .mode = RULE_INFLUENCE};

    if (!take_word(parser, "forbid")) {
        expected(parser, "'forbid'");
    }
    if (take_word(parser, "write")) {
        rule.mode = RULE_WRITE;
    } else if (take_word(parser, "access")) {
        rule.mode = RULE_ACCESS;
    } else if (take_word(parser, "share")) {
        rule.mode = RULE_SHARE;
    }
    rule.sources = parse_sources(parser);
    if (!take(parser, TOKEN_ARROW)) {
        expected(parser, "'->'");
    }
    parse_targets(parser, &rule);
    if (take_word(parser, "except")) {
        rule.sources &= ~parse_sources(parser);
    }
    if (take_word(parser, "unless")) {
        if (!take_word(parser, "via")) {
            expected(parser, "'via'");
        }
        rule.via = parse_sources(parser);
    }
    if (parser->token.kind != TOKEN_LINE && parser->token.kind != TOKEN_END) {
        expected(parser, "the end of the line");
    }
    rule.length = parser->last_end - rule.offset;
    return rule;
}

struct policy policy_parse(const struct source *source, const struct system *system)
{
    LIST(struct policy_rule) rules = {NULL, 0};
    struct parser parser = {source, system, {TOKEN_LINE, 0, 0, NULL}, 0};

    advance(&parser);
    while (parser.token.kind != TOKEN_END) {
        if (!take(&parser, TOKEN_LINE)) {
            *LIST_ADD(&rules) = parse_rule(&parser);
        }
    }
    return (struct policy){source, rules.items, rules.count};
}
