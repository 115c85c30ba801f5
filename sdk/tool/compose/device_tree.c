/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading device trees. */
#include "compose/device_tree.h"

#include <libfdt.h>
#include <limits.h>
#include <string.h>

#include "base/memory.h"

/* Deeper than any tree; bounds the walk to the root. */
enum { MAX_DEPTH = 32 };

/* Interrupt specifiers of a GIC: type, number, flags. */
enum { GIC_CELLS = 3, GIC_SPI = 0, GIC_PPI = 1, FIRST_PPI = 16, FIRST_SPI = 32 };

const char *device_tree_parse(const void *bytes, size_t size, struct device_tree *tree)
{
    if (size < sizeof(struct fdt_header) || size > INT_MAX) {
        return "is not a device tree blob";
    }
    int wrong = fdt_check_full(bytes, size);
    if (wrong != 0) {
        return mem_format("is not a usable device tree blob (%s)", fdt_strerror(wrong));
    }
    tree->fdt = bytes;
    return NULL;
}

static int child_called(const struct device_tree *tree, int parent, const char *name, size_t length,
                        struct suggestion *nearest)
{
    int child;

    fdt_for_each_subnode(child, tree->fdt, parent)
    {
        int child_length;
        const char *child_name = fdt_get_name(tree->fdt, child, &child_length);

        if (child_name != NULL && (size_t)child_length == length && memcmp(child_name, name, length) == 0) {
            return child;
        }
        if (child_name != NULL) {
            suggest(nearest, child_name);
        }
    }
    return -FDT_ERR_NOTFOUND;
}

int device_tree_find(const struct device_tree *tree, const char *path, struct suggestion *nearest)
{
    int node = 0;

    while (*path != '\0' && node >= 0) {
        size_t length = strcspn(path, "/");

        *nearest = (struct suggestion){.wanted = mem_string(path, length)};
        node = child_called(tree, node, path, length, nearest);
        path += length;
        path += *path == '/' ? 1 : 0;
    }
    return node;
}

const char *device_tree_name(const struct device_tree *tree, int node)
{
    int length;
    const char *name = fdt_get_name(tree->fdt, node, &length);

    return name == NULL ? "" : mem_string(name, (size_t)length);
}

/* A property whose value is text; NULL if it is missing or is not terminated. */
static const char *text_property(const struct device_tree *tree, int node, const char *name, int *length)
{
    const char *text = fdt_getprop(tree->fdt, node, name, length);

    return text == NULL || *length <= 0 || text[*length - 1] != '\0' ? NULL : text;
}

bool device_tree_enabled(const struct device_tree *tree, int node)
{
    int length;
    const char *status = text_property(tree, node, "status", &length);

    return status == NULL || strcmp(status, "okay") == 0 || strcmp(status, "ok") == 0;
}

bool device_tree_compatible(const struct device_tree *tree, int node, const char *compatible)
{
    int length;
    const char *list = text_property(tree, node, "compatible", &length);

    return list != NULL && fdt_stringlist_contains(list, length, compatible) != 0;
}

const char *device_tree_compatible_text(const struct device_tree *tree, int node)
{
    int length;
    const char *list = text_property(tree, node, "compatible", &length);
    const char *text = NULL;

    for (int at = 0; list != NULL && at < length; at += (int)strlen(list + at) + 1) {
        text = text == NULL ? mem_format("'%s'", list + at) : mem_format("%s, '%s'", text, list + at);
    }
    return text == NULL ? "nothing" : text;
}

/* A property that is an array of 32-bit cells. */
struct cells {
    const fdt32_t *cells;
    size_t count;
};

static struct cells cells_of(const struct device_tree *tree, int node, const char *name)
{
    int length;
    const void *value = fdt_getprop(tree->fdt, node, name, &length);

    return value == NULL || length < 0 ? (struct cells){NULL, 0}
                                       : (struct cells){value, (size_t)length / sizeof(fdt32_t)};
}

static uint32_t cell(const struct cells *cells, size_t index)
{
    return fdt32_ld(&cells->cells[index]);
}

/* A number of one or two cells, or of none, which is 0. */
static uint64_t number_at(const struct cells *cells, size_t index, unsigned width)
{
    uint64_t number = 0;

    for (unsigned i = 0; i < width; i++) {
        number = number << 32 | cell(cells, index + i);
    }
    return number;
}

/* Cells of an address and of a size on the bus that `node` is. False if they are more than 64 bits. */
struct bus {
    unsigned address_cells, size_cells;
};

static bool bus_of(const struct device_tree *tree, int node, struct bus *bus)
{
    int address = fdt_address_cells(tree->fdt, node);
    int size = fdt_size_cells(tree->fdt, node);

    if (address < 1 || address > 2 || size < 0 || size > 2) {
        return false;
    }
    *bus = (struct bus){(unsigned)address, (unsigned)size};
    return true;
}

/* From addresses on the bus `node` to those of its parent's bus. */
static const char *translate(const struct device_tree *tree, int node, int parent, struct range *range)
{
    struct bus inner, outer;
    struct cells ranges = cells_of(tree, node, "ranges");
    int length;

    if (fdt_getprop(tree->fdt, node, "ranges", &length) == NULL) {
        return "is on a bus that the processor cannot address: it has no 'ranges'";
    }
    if (!bus_of(tree, node, &inner) || !bus_of(tree, parent, &outer)) {
        return "is on a bus whose addresses do not have one or two cells";
    }
    if (ranges.count == 0) {
        return NULL;
    }
    size_t entry = inner.address_cells + outer.address_cells + inner.size_cells;
    for (size_t i = 0; i + entry <= ranges.count; i += entry) {
        uint64_t from = number_at(&ranges, i, inner.address_cells);
        uint64_t to = number_at(&ranges, i + inner.address_cells, outer.address_cells);
        uint64_t size =
            number_at(&ranges, i + inner.address_cells + outer.address_cells, inner.size_cells);

        if (range->start >= from && range->start - from < size && range->end - from <= size &&
            to <= UINT64_MAX - size) {
            *range = (struct range){to + (range->start - from), to + (range->end - from)};
            return NULL;
        }
    }
    return "has registers outside of the 'ranges' of its bus";
}

const char *device_tree_reg(const struct device_tree *tree, int node, uint64_t index, struct range *reg)
{
    struct cells cells = cells_of(tree, node, "reg");
    int parent = fdt_parent_offset(tree->fdt, node);
    struct bus bus;

    if (parent < 0 || !bus_of(tree, parent, &bus)) {
        return "is on a bus whose addresses do not have one or two cells";
    }
    size_t entry = bus.address_cells + bus.size_cells;
    if (index >= cells.count / entry) {
        return mem_format("has no entry %ju in 'reg'", (uintmax_t)index);
    }
    uint64_t start = number_at(&cells, index * entry, bus.address_cells);
    uint64_t size = number_at(&cells, index * entry + bus.address_cells, bus.size_cells);
    if (size == 0 || start > UINT64_MAX - size) {
        return mem_format("has an impossible entry %ju in 'reg'", (uintmax_t)index);
    }
    *reg = (struct range){start, start + size};
    for (int depth = 0; parent != 0; depth++) {
        int outer = fdt_parent_offset(tree->fdt, parent);

        if (outer < 0 || depth == MAX_DEPTH) {
            return "lies too deep in the tree";
        }
        const char *wrong = translate(tree, parent, outer, reg);
        if (wrong != NULL) {
            return wrong;
        }
        parent = outer;
    }
    return NULL;
}

/* Cells of an interrupt specifier for the node's interrupt controller; 0 if the tree does not tell. */
static unsigned interrupt_cells(const struct device_tree *tree, int node)
{
    for (int depth = 0; node >= 0 && depth <= MAX_DEPTH; depth++) {
        struct cells parent = cells_of(tree, node, "interrupt-parent");

        if (parent.count == 1) {
            int controller = fdt_node_offset_by_phandle(tree->fdt, cell(&parent, 0));
            struct cells width = controller < 0 ? (struct cells){NULL, 0}
                                                : cells_of(tree, controller, "#interrupt-cells");

            return width.count == 1 ? cell(&width, 0) : 0;
        }
        node = node == 0 ? -1 : fdt_parent_offset(tree->fdt, node);
    }
    return 0;
}

/* SDF-31. */
static const char *gic_interrupt(uint32_t type, uint32_t number, uint32_t flags,
                                 struct device_interrupt *interrupt)
{
    uint32_t sense = flags & 0xf;

    if (type != GIC_SPI && type != GIC_PPI) {
        return mem_format("has an interrupt of the unknown type %u", type);
    }
    if (sense != 1 && sense != 2 && sense != 4 && sense != 8) {
        return mem_format("has an interrupt with the unknown trigger %u", sense);
    }
    *interrupt = (struct device_interrupt){
        .number = (uint64_t)number + (type == GIC_SPI ? FIRST_SPI : FIRST_PPI),
        .trigger = sense <= 2 ? TRIGGER_EDGE : TRIGGER_LEVEL,
        .has_trigger = true,
    };
    return NULL;
}

const char *device_tree_interrupt(const struct device_tree *tree, int node, uint64_t index, enum arch arch,
                                  struct device_interrupt *interrupt)
{
    struct cells cells = cells_of(tree, node, "interrupts");
    unsigned wanted = arch == ARCH_AARCH64 ? GIC_CELLS : 1;
    unsigned width = interrupt_cells(tree, node);

    if (width != wanted) {
        return width == 0 ? "has an interrupt controller that the tree does not describe"
                          : mem_format("has an interrupt controller with %u cells for an interrupt instead of %u",
                                       width, wanted);
    }
    if (index >= cells.count / width) {
        return mem_format("has no entry %ju in 'interrupts'", (uintmax_t)index);
    }
    size_t at = index * width;
    if (arch == ARCH_AARCH64) {
        return gic_interrupt(cell(&cells, at), cell(&cells, at + 1), cell(&cells, at + 2), interrupt);
    }
    *interrupt = (struct device_interrupt){.number = cell(&cells, at)};
    return NULL;
}
