/* SPDX-License-Identifier: BSD-2-Clause */
/* The shape of a system description, as one table. */
#include "sdf/sdf_schema.h"

#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/suggest.h"

const struct element_rule schema_rules[] = {
    {NULL, "system", "", "protection_domain memory_region channel io_address_space domains? timer serial net"},
    {"system", "protection_domain", "name! priority budget period passive stack_size cpu smc fpu domain",
     "program_image! map irq ioport setvar section protection_domain virtual_machine? cspace?"},
    {"protection_domain", "protection_domain",
     "name! id! priority budget period passive stack_size cpu smc fpu domain setvar_id reinit",
     "program_image! map irq ioport setvar section protection_domain virtual_machine? cspace?"},
    {"protection_domain", "program_image", "path! path_for_symbols", ""},
    {"protection_domain", "map", "mr! vaddr! perms cached setvar_vaddr setvar_size setvar_prefill_size", ""},
    {"protection_domain", "irq", "id! setvar_id irq trigger pin vector ioapic polarity pcidev handle", ""},
    {"protection_domain", "ioport", "id! addr! size! setvar_id setvar_addr", ""},
    {"protection_domain", "setvar", "symbol! region_paddr!", ""},
    {"protection_domain", "section", "name! path data", ""},
    {"protection_domain", "virtual_machine", "name! priority budget period", "vcpu+ map"},
    {"protection_domain", "cspace", "", "cap_tcb cap_sc cap_vspace"},
    {"virtual_machine", "vcpu", "id! cpu setvar_id", ""},
    {"virtual_machine", "map", "mr! vaddr! perms cached", ""},
    {"cspace", "cap_tcb", "slot! pd!", ""},
    {"cspace", "cap_sc", "slot! pd!", ""},
    {"cspace", "cap_vspace", "slot! pd!", ""},
    {"system", "memory_region", "name! size page_size phys_addr prefill_path prefill_bootinfo", ""},
    {"system", "channel", "", "end"},
    {"channel", "end", "pd! id! pp notify setvar_id", ""},
    {"system", "io_address_space", "name! peripheral_id! domain_id!", "iomap"},
    {"io_address_space", "iomap", "mr! iovaddr! perms", ""},
    {"system", "domains", "", "domain+ domain_schedule!"},
    {"domains", "domain", "name! id", ""},
    {"domains", "domain_schedule", "start_index index_shift", "schedule_entry schedule_end_marker"},
    {"domain_schedule", "schedule_entry", "domain! duration!", ""},
    {"domain_schedule", "schedule_end_marker", "", ""},
    {"system", "timer", "device driver", "client+"},
    {"timer", "client", "pd!", ""},
    {"system", "serial",
     "device driver tx_virt rx_virt rx data_size baud colour begin switch_char terminate_num_char", "client+"},
    {"serial", "client", "pd! rx data_size", ""},
    {"system", "net", "device driver rx_virt tx_virt rx_buffers", "client+"},
    {"net", "client", "pd! copier tx_copier ip mac rx tx rx_buffers tx_buffers lwip", ""},
};

const size_t schema_rule_count = sizeof schema_rules / sizeof schema_rules[0];

/* Mistakes that deserve better advice than the list of what is permitted. */
static const struct {
    const char *parent, *element, *attribute, *advice;
} known_mistakes[] = {
    {NULL, "protection_domain", "pp",
     "Put pp=\"true\" on the 'end' of the calling protection domain in its 'channel'."},
    {"system", "protection_domain", "id",
     "Remove it: only a protection domain inside another one has an id."},
    {"system", "protection_domain", "setvar_id",
     "Remove it: only a protection domain inside another one has an id."},
    {NULL, "virtual_machine", "id", "Put the id on the 'vcpu' inside the 'virtual_machine'."},
    {NULL, "memory_region", "page_count", "Give the 'size' in bytes instead."},
    {"virtual_machine", "map", NULL, "Only a map of a protection domain can set variables."},
};

struct word schema_next_word(const char **list)
{
    const char *start = *list + strspn(*list, " ");
    size_t length = strcspn(start, "!?+ ");
    struct word word = {start, length, ' '};

    if (start[length] != '\0' && start[length] != ' ') {
        word.mark = start[length];
    }
    *list = start + length + (word.mark != ' ' ? 1 : 0);
    return word;
}

static bool word_is(struct word word, const char *name)
{
    return strlen(name) == word.length && memcmp(name, word.start, word.length) == 0;
}

static bool list_has(const char *list, const char *name)
{
    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        if (word_is(word, name)) {
            return true;
        }
    }
    return false;
}

/* The list for a message: "'a', 'b', 'c'"; `nearest` gets the best match for a mistyped name. */
static const char *list_text(const char *list, struct suggestion *nearest)
{
    const char *text = NULL;

    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        const char *name = mem_string(word.start, word.length);
        suggest(nearest, name);
        text = text == NULL ? mem_format("'%s'", name) : mem_format("%s, '%s'", text, name);
    }
    return text == NULL ? "nothing" : text;
}

static const struct element_rule *find_rule(const struct xml_element *element)
{
    const char *parent = element->parent == NULL ? NULL : element->parent->name;

    for (size_t i = 0; i < schema_rule_count; i++) {
        const struct element_rule *rule = &schema_rules[i];
        bool same_parent =
            parent == NULL ? rule->parent == NULL : rule->parent != NULL && strcmp(rule->parent, parent) == 0;
        if (same_parent && strcmp(rule->name, element->name) == 0) {
            return rule;
        }
    }
    return NULL;
}

static struct place place_at(const struct xml_element *element, const struct xml_attribute *attribute)
{
    return (struct place){element, attribute};
}

static const char *known_advice(const struct element_rule *rule, const char *attribute)
{
    for (size_t i = 0; i < sizeof known_mistakes / sizeof known_mistakes[0]; i++) {
        bool any_attribute = known_mistakes[i].attribute == NULL && strncmp(attribute, "setvar", 6) == 0;
        if (strcmp(known_mistakes[i].element, rule->name) == 0 &&
            (known_mistakes[i].parent == NULL || strcmp(known_mistakes[i].parent, rule->parent) == 0) &&
            (any_attribute ||
             (known_mistakes[i].attribute != NULL && strcmp(known_mistakes[i].attribute, attribute) == 0))) {
            return known_mistakes[i].advice;
        }
    }
    return NULL;
}

static void check_attributes(const struct xml_element *element, const struct element_rule *rule)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        const struct xml_attribute *attribute = &element->attributes[i];
        if (list_has(rule->attributes, attribute->name)) {
            continue;
        }
        struct suggestion nearest = {.wanted = attribute->name};
        const char *permitted = list_text(rule->attributes, &nearest);
        const char *advice = known_advice(rule, attribute->name);
        const char *fallback = suggestion_text(&nearest, mem_format("Permitted here: %s.", permitted));
        sdf_error(place_at(element, attribute), advice != NULL ? advice : fallback,
                  "attribute '%s' is not permitted on element '%s'", attribute->name, element->name);
    }
    const char *list = rule->attributes;
    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        const char *name = mem_string(word.start, word.length);
        if (word.mark == '!' && xml_attribute(element, name) == NULL) {
            sdf_error(place_at(element, NULL), mem_format("Add %s=\"...\".", name),
                      "required attribute '%s' is missing on element '%s'", name, element->name);
        }
    }
}

/* The element as the user knows it: its kind, and its name if it has one. */
static const char *description(const struct xml_element *element)
{
    const struct xml_attribute *name = xml_attribute(element, "name");

    return name == NULL ? mem_format("'%s'", element->name)
                        : mem_format("'%s' named '%s'", element->name, name->value);
}

static void check_child_counts(const struct xml_element *element, const struct element_rule *rule)
{
    const char *list = rule->children;

    for (struct word word = schema_next_word(&list); word.length != 0; word = schema_next_word(&list)) {
        const char *name = mem_string(word.start, word.length);
        size_t count = xml_count(element, name);
        if (count == 0 && (word.mark == '!' || word.mark == '+')) {
            sdf_error(place_at(element, NULL), mem_format("Add <%s .../> inside.", name),
                      "%s has no '%s', and it needs one", description(element), name);
        }
        if (count > 1 && (word.mark == '!' || word.mark == '?')) {
            const struct xml_element *last = element->last_child;
            for (const struct xml_element *e = element->first_child; e != NULL; e = e->next_sibling) {
                last = strcmp(e->name, name) == 0 ? e : last;
            }
            sdf_error(place_at(last, NULL), "Keep one.", "%s has %zu elements '%s', and it may have only one",
                      description(element), count, name);
        }
    }
}

static _Noreturn void unknown_child(const struct xml_element *child, const struct element_rule *parent_rule)
{
    struct suggestion nearest = {.wanted = child->name};
    const char *permitted = list_text(parent_rule->children, &nearest);

    if (strcmp(parent_rule->name, "system") == 0 && strcmp(child->name, "virtual_machine") == 0) {
        sdf_error(place_at(child, NULL), "Move it into the 'protection_domain' that manages it.",
                  "a 'virtual_machine' must be inside the protection domain of its monitor");
    }
    if (strcmp(parent_rule->name, "cspace") == 0 && strncmp(child->name, "cap_", 4) == 0) {
        sdf_error(place_at(child, NULL), mem_format("Supported: %s.", permitted),
                  "element '%s' asks for an unsupported capability type", child->name);
    }
    sdf_error(place_at(child, NULL), suggestion_text(&nearest, mem_format("Permitted here: %s.", permitted)),
              "element '%s' is not permitted in element '%s'", child->name, parent_rule->name);
}

static void check_text(const struct xml_element *element, const struct element_rule *rule)
{
    static const char fix[] = "Remove it, or make it a comment: <!-- ... -->.";

    if (!element->has_text) {
        return;
    }
    if (rule->parent == NULL) {
        source_error(element->source, element->text_offset, fix, "stray text in element '%s'", element->name);
    }
    sdf_warning(place_at(element, NULL), fix, "text inside element '%s' has no meaning", element->name);
}

static void check_element(const struct xml_element *element, const struct element_rule *rule)
{
    check_text(element, rule);
    check_attributes(element, rule);
    for (const struct xml_element *child = element->first_child; child != NULL; child = child->next_sibling) {
        const struct element_rule *child_rule = find_rule(child);
        if (child_rule == NULL) {
            unknown_child(child, rule);
        }
        check_element(child, child_rule);
    }
    check_child_counts(element, rule);
}

void schema_check(const struct xml_element *root)
{
    const struct element_rule *rule = find_rule(root);

    if (rule == NULL) {
        sdf_error(place_at(root, NULL), "Put everything into one <system> ... </system>.",
                  "%s is not a system description: the root element is '%s', not 'system'",
                  root->source->path, root->name);
    }
    check_element(root, rule);
}
