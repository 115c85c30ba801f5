/* SPDX-License-Identifier: BSD-2-Clause */
/* <irq> in its three forms, and <ioport> (SDF-19 to SDF-23). */
#include <string.h>

#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

enum { MAX_IRQ_NUMBER = INT32_MAX, PORT_COUNT = 0x10000 };

/* The attributes that may stand beside id and setvar_id in each form; the first one tells the form. */
static const struct irq_form {
    const char *discriminator;
    const char *name;
    const char *attributes[5];
} forms[] = {
    [IRQ_CONVENTIONAL] = {"irq", "conventional", {"irq", "trigger"}},
    [IRQ_IOAPIC] = {"pin", "IOAPIC", {"pin", "vector", "ioapic", "trigger", "polarity"}},
    [IRQ_MSI] = {"pcidev", "MSI", {"pcidev", "handle", "vector"}},
};

static bool form_has(const struct irq_form *form, const char *attribute)
{
    for (size_t i = 0; i < 5 && form->attributes[i] != NULL; i++) {
        if (strcmp(form->attributes[i], attribute) == 0) {
            return true;
        }
    }
    return strcmp(attribute, "id") == 0 || strcmp(attribute, "setvar_id") == 0;
}

static enum irq_kind find_form(const struct sdf *sdf, const struct xml_element *element)
{
    bool x86 = sdf->board->arch == ARCH_X86_64;

    for (enum irq_kind kind = IRQ_CONVENTIONAL; kind <= IRQ_MSI; kind++) {
        if (!attribute_given(element, forms[kind].discriminator)) {
            continue;
        }
        if ((kind == IRQ_CONVENTIONAL) == x86) {
            sdf_error(attribute_place(element, forms[kind].discriminator),
                      x86 ? "Name the interrupt with 'pin' (IOAPIC) or 'pcidev' (MSI)."
                          : "Name the interrupt with 'irq'.",
                      "%s interrupts are not available on architecture %s", forms[kind].name,
                      sdf->board->arch_name);
        }
        return kind;
    }
    sdf_error((struct place){element, NULL}, x86 ? "Add pin=\"...\" or pcidev=\"...\"." : "Add irq=\"...\".",
              "required attribute %s is missing on element 'irq'", x86 ? "'pin' or 'pcidev'" : "'irq'");
}

static void check_form(const struct xml_element *element, const struct irq_form *form)
{
    for (size_t i = 0; i < element->attribute_count; i++) {
        const struct xml_attribute *attribute = &element->attributes[i];
        if (!form_has(form, attribute->name)) {
            sdf_error((struct place){element, attribute}, NULL,
                      "attribute '%s' is not permitted on element 'irq' of the %s form, which '%s' chooses",
                      attribute->name, form->name, form->discriminator);
        }
    }
}

static enum irq_trigger parse_trigger(const struct xml_element *element)
{
    static const char *const choices[] = {[TRIGGER_LEVEL] = "level", [TRIGGER_EDGE] = "edge"};

    return (enum irq_trigger)value_choice_or(element, "trigger", choices, 2, TRIGGER_LEVEL);
}

static enum irq_polarity parse_polarity(const struct xml_element *element)
{
    static const char *const choices[] = {[POLARITY_HIGH] = "high", [POLARITY_LOW] = "low"};

    return (enum irq_polarity)value_choice_or(element, "polarity", choices, 2, POLARITY_HIGH);
}

static struct irq parse_irq(const struct sdf *sdf, const struct xml_element *element)
{
    struct irq irq = {.at = {element, NULL}, .kind = find_form(sdf, element)};

    check_form(element, &forms[irq.kind]);
    irq.id = value_id(element, "id");
    switch (irq.kind) {
    case IRQ_CONVENTIONAL:
        irq.number = value_decimal(element, "irq", MAX_IRQ_NUMBER);
        irq.trigger = parse_trigger(element);
        break;
    case IRQ_IOAPIC:
        irq.ioapic = value_decimal_or(element, "ioapic", UINT32_MAX, 0);
        irq.pin = value_decimal(element, "pin", UINT32_MAX);
        irq.number = value_decimal(element, "vector", MAX_VECTOR);
        irq.trigger = parse_trigger(element);
        irq.polarity = parse_polarity(element);
        break;
    case IRQ_MSI:
        irq.pci = value_pci(element, "pcidev");
        irq.handle = value_decimal(element, "handle", UINT32_MAX);
        irq.number = value_decimal(element, "vector", MAX_VECTOR);
        break;
    }
    return irq;
}

void parse_irqs(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    pd->irqs = MEM_ARRAY(struct irq, xml_count(element, "irq"));
    FOR_EACH_CHILD (child, element, "irq") {
        struct irq *irq = &pd->irqs[pd->irq_count++];
        *irq = parse_irq(sdf, child);
        add_value_setvar(sdf, pd, child, "setvar_id", irq->id);
    }
}

static struct ioport parse_ioport(const struct xml_element *element)
{
    struct ioport port = {.at = {element, NULL}, .id = value_id(element, "id")};
    uint64_t addr = value_number(element, "addr");
    uint64_t size = value_decimal(element, "size", PORT_COUNT);

    if (size == 0) {
        sdf_error(attribute_place(element, "size"), NULL, "an I/O port range of size 0 holds no port");
    }
    if (addr >= PORT_COUNT || size > PORT_COUNT - addr) {
        sdf_error(attribute_place(element, "addr"), NULL, "ports 0x%jx and on exceed the 0x10000 I/O ports",
                  (uintmax_t)addr);
    }
    port.addr = (uint16_t)addr;
    port.size = (uint32_t)size;
    return port;
}

void parse_ioports(struct sdf *sdf, const struct xml_element *element, struct protection_domain *pd)
{
    pd->ioports = MEM_ARRAY(struct ioport, xml_count(element, "ioport"));
    FOR_EACH_CHILD (child, element, "ioport") {
        if (sdf->board->arch != ARCH_X86_64) {
            sdf_error((struct place){child, NULL}, "Map the registers of the device as a memory region.",
                      "I/O ports are not available on architecture %s, which has none",
                      sdf->board->arch_name);
        }
        struct ioport *port = &pd->ioports[pd->ioport_count++];
        *port = parse_ioport(child);
        add_value_setvar(sdf, pd, child, "setvar_id", port->id);
        add_value_setvar(sdf, pd, child, "setvar_addr", port->addr);
    }
}
