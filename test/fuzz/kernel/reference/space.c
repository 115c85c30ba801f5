/* SPDX-License-Identifier: BSD-2-Clause */
/* Address spaces (VSP-1 to VSP-22, A64-1 to A64-11) as lists of table entries and of assigned ASIDs. */
#include "rules.h"

#include "host_processor.h"

enum { ROOT_SPAN = 30, TABLE_SPAN = 9, PAGE_SPAN = 12 };

#define TOP          UINT64_C(0xffffffffff)
#define VALID        UINT64_C(1)
#define TABLE        UINT64_C(3)
#define ADDRESS      UINT64_C(0x0000fffffffff000)
#define READABLE     (UINT64_C(1) << 6)
#define WRITABLE     (UINT64_C(1) << 7)
#define ACCESSED     (UINT64_C(1) << 10)
#define NO_EXECUTE   (UINT64_C(1) << 54)
#define CACHED       (UINT64_C(15) << 2)

static word_t asid_of(struct cap cap)
{
    return cap.data & 0xffffu;
}

static vaddr_t address_of(struct cap cap)
{
    return cap.data >> 16;
}

static struct wspace *space_of(name_t pool, word_t asid)
{
    for (uint32_t i = 0; i < w.spaces; i++) {
        if (w.space[i].pool == pool && w.space[i].index == asid % 512u) {
            return &w.space[i];
        }
    }
    return NULL;
}

static name_t root_of(word_t asid)
{
    name_t pool = w.pool[asid / 512u % ASID_TABLE];
    const struct wspace *s = pool ? space_of(pool, asid) : NULL;

    return s ? s->root : 0;
}

static struct wentry *entry_of(name_t table, word_t index)
{
    for (uint32_t i = 0; i < w.entries; i++) {
        if (w.entry[i].table == table && w.entry[i].index == index) {
            return &w.entry[i];
        }
    }
    return NULL;
}

static void set_entry(name_t table, word_t index, uint64_t raw)
{
    struct wentry *e = entry_of(table, index);

    if (raw == 0) {
        if (e) {
            w.entries--;
            *e = w.entry[w.entries];
        }
        return;
    }
    if (!e) {
        if (w.entries == ENTRIES_MAX) {
            w.undefined = true;
            return;
        }
        e = &w.entry[w.entries];
        w.entries++;
    }
    *e = (struct wentry){table, (uint32_t)index, raw};
}

void forget_entries(name_t table)
{
    for (uint32_t i = w.entries; i > 0; i--) {
        if (w.entry[i - 1u].table == table) {
            set_entry(table, w.entry[i - 1u].index, 0);
        }
    }
}

struct place {
    name_t table;
    word_t index;
    word_t span;
    uint64_t raw;
};

static struct place place_in(name_t table, vaddr_t address, word_t span)
{
    word_t index = address >> span & (span == ROOT_SPAN ? 1023u : 511u);
    const struct wentry *e = entry_of(table, index);

    return (struct place){table, index, span, e ? e->raw : 0};
}

static bool leads_on(struct place p)
{
    return (p.raw & TABLE) == TABLE && p.span > PAGE_SPAN;
}

/* Down to the table `stop`, or to where nothing leads on. */
static struct place walk_until(name_t root, vaddr_t address, name_t stop)
{
    struct place p = place_in(root, address, ROOT_SPAN);

    while (leads_on(p) && (p.raw & ADDRESS) != stop) {
        p = place_in(p.raw & ADDRESS, address, p.span - TABLE_SPAN);
    }
    return p;
}

static void unmap_frame(struct cap frame)
{
    name_t root = asid_of(frame) ? root_of(asid_of(frame)) : 0;

    if (root) {
        struct place p = walk_until(root, address_of(frame), 0);
        if ((p.raw & VALID) && !leads_on(p) && p.span == frame.size && (p.raw & ADDRESS) == frame.object) {
            set_entry(p.table, p.index, 0);
        }
    }
}

static void unmap_table(struct cap table)
{
    name_t root = table.flag ? root_of(asid_of(table)) : 0;

    if (root) {
        struct place p = walk_until(root, address_of(table), table.object);
        if (leads_on(p) && (p.raw & ADDRESS) == table.object) {
            set_entry(p.table, p.index, 0);
        }
    }
}

void finalise_space(struct cap cap, bool final)
{
    if (cap.kind == CAP_FRAME) {
        unmap_frame(cap);
    } else if (cap.kind == CAP_PAGE_TABLE && final) {
        unmap_table(cap);
    } else if (cap.kind == CAP_VSPACE && final && cap.flag && root_of(asid_of(cap)) == cap.object) {
        struct wspace *s = space_of(w.pool[cap.data / 512u], cap.data);
        w.spaces--;
        *s = w.space[w.spaces];
    } else if (cap.kind == CAP_ASID_POOL && final && w.pool[cap.data / 512u] == cap.object) {
        w.pool[cap.data / 512u] = 0;
    }
}

/* VSP-8: number is that of the argument. */
static struct verdict check_root(struct cap cap, word_t number)
{
    if (cap.kind != CAP_VSPACE || !cap.flag) {
        return verdict_capability(number);
    }
    name_t root = root_of(cap.data);
    if (!root) {
        return verdict_lookup(false, lookup_no_root());
    }
    return root == cap.object ? verdict_ok() : verdict_capability(number);
}

static struct verdict map_frame(const struct request *r)
{
    struct cap frame = r->cap;

    if (r->length < 3 || !r->extra[0]) {
        return verdict_truncated();
    }
    struct cap root = cap_in(r->extra[0]);
    vaddr_t address = request_arg(r, 0);
    word_t rights = mask_rights(frame, request_arg(r, 1)).rights;
    word_t attributes = request_arg(r, 2);
    struct verdict verdict = check_root(root, 1);
    if (!verdict.ok) {
        return verdict;
    }
    if (address % (UINT64_C(1) << frame.size) != 0) {
        return verdict_alignment();
    }
    if (asid_of(frame) != 0 && asid_of(frame) != root.data) {
        return verdict_capability(1);
    }
    if (asid_of(frame) != 0 ? address_of(frame) != address : address > TOP) {
        return verdict_argument(0);
    }
    struct place p = walk_until(root.object, address, 0);
    if (p.span != frame.size) {
        return verdict_lookup(false, lookup_missing(p.span));
    }
    commit();
    uint64_t raw = frame.object | (p.span == PAGE_SPAN ? TABLE : VALID) | ACCESSED;
    raw |= attributes & 1u ? CACHED : 0u;
    raw |= rights & RIGHT_READ ? READABLE : NO_EXECUTE;
    raw |= (rights & RIGHT_READ) && (rights & RIGHT_WRITE) ? WRITABLE : 0u;
    raw |= attributes & 4u ? NO_EXECUTE : 0u;
    set_entry(p.table, p.index, raw);
    node_of(r->slot)->cap.data = address << 16 | root.data;
    return verdict_ok();
}

/* A64-9; what the operation does cannot be seen in the state. */
static struct verdict maintain_frame(const struct request *r)
{
    if (r->length < 2) {
        return verdict_truncated();
    }
    word_t start = request_arg(r, 0);
    word_t end = request_arg(r, 1);
    word_t size = UINT64_C(1) << r->cap.size;
    if (asid_of(r->cap) == 0) {
        return verdict_illegal();
    }
    if (!root_of(asid_of(r->cap))) {
        return verdict_lookup(false, lookup_no_root());
    }
    if (end <= start) {
        return verdict_argument(1);
    }
    if (start >= size || end > size) {
        return verdict_argument(0);
    }
    if (r->cap.object + end > HOST_DEVICE_MEMORY) {
        return verdict_illegal();
    }
    commit();
    return verdict_ok();
}

struct verdict invoke_frame(const struct request *r)
{
    switch (r->label) {
    case ARMPageMap:
        return map_frame(r);
    case ARMPageUnmap:
        commit();
        unmap_frame(r->cap);
        node_of(r->slot)->cap.data = 0;
        return verdict_ok();
    case ARMPageClean_Data:
    case ARMPageInvalidate_Data:
    case ARMPageCleanInvalidate_Data:
    case ARMPageUnify_Instruction:
        return maintain_frame(r);
    case ARMPageGetAddress:
        commit();
        return answer(r, r->cap.object);
    default:
        return verdict_illegal();
    }
}

static struct verdict map_table(const struct request *r)
{
    if (r->length < 2 || !r->extra[0]) {
        return verdict_truncated();
    }
    struct cap root = cap_in(r->extra[0]);
    vaddr_t address = request_arg(r, 0);
    if (r->cap.flag) {
        return verdict_capability(0);
    }
    if (root.kind != CAP_VSPACE || !root.flag) {
        return verdict_capability(1);
    }
    if (address > TOP) {
        return verdict_argument(0);
    }
    struct verdict verdict = check_root(root, 1);
    if (!verdict.ok) {
        return verdict;
    }
    struct place p = walk_until(root.object, address, 0);
    if (p.span == PAGE_SPAN || (p.raw & VALID)) {
        return verdict_delete_first();
    }
    commit();
    set_entry(p.table, p.index, r->cap.object | TABLE);
    struct node *n = node_of(r->slot);
    n->cap.flag = 1;
    n->cap.data = address >> p.span << p.span << 16 | root.data;
    return verdict_ok();
}

struct verdict invoke_page_table(const struct request *r)
{
    if (r->label == ARMPageTableMap) {
        return map_table(r);
    }
    if (r->label != ARMPageTableUnmap) {
        return verdict_illegal();
    }
    if (!is_final(r->slot)) {
        return verdict_revoke_first();
    }
    commit();
    unmap_table(r->cap);
    if (r->cap.flag) {
        forget_entries(r->cap.object);
    }
    node_of(r->slot)->cap.flag = 0;
    node_of(r->slot)->cap.data = 0;
    return verdict_ok();
}

/* A64-8 */
struct verdict invoke_vspace(const struct request *r)
{
    if (r->label != ARMVSpaceClean_Data && r->label != ARMVSpaceInvalidate_Data &&
        r->label != ARMVSpaceCleanInvalidate_Data && r->label != ARMVSpaceUnify_Instruction) {
        return verdict_illegal();
    }
    if (r->length < 2) {
        return verdict_truncated();
    }
    vaddr_t start = request_arg(r, 0);
    vaddr_t end = request_arg(r, 1);
    if (end <= start) {
        return verdict_argument(1);
    }
    if (end > TOP) {
        return verdict_illegal();
    }
    struct verdict verdict = check_root(r->cap, 0);
    if (!verdict.ok) {
        return verdict;
    }
    struct place p = walk_until(r->cap.object, start, 0);
    if ((p.raw & VALID) && !leads_on(p)) {
        word_t mask = (UINT64_C(1) << p.span) - 1u;
        if (end - 1u > (start | mask)) {
            return verdict_range(start, start | mask);
        }
        if ((p.raw & ADDRESS) + (start & mask) + (end - start) > HOST_DEVICE_MEMORY) {
            return verdict_illegal();
        }
    }
    commit();
    return verdict_ok();
}

struct verdict invoke_asid_control(const struct request *r)
{
    struct verdict verdict;
    word_t free = 0;

    if (r->label != ARMASIDControlMakePool) {
        return verdict_illegal();
    }
    if (r->length < 2 || !r->extra[0] || !r->extra[1]) {
        return verdict_truncated();
    }
    while (free < ASID_TABLE && w.pool[free]) {
        free++;
    }
    if (free == ASID_TABLE) {
        return verdict_delete_first();
    }
    struct cap untyped = cap_in(r->extra[0]);
    if (untyped.kind != CAP_UNTYPED || untyped.size != seL4_ASIDPoolBits || untyped.flag) {
        return verdict_capability(1);
    }
    if (has_children(r->extra[0])) {
        return verdict_revoke_first();
    }
    name_t to = lookup_slot(cap_in(r->extra[1]), request_arg(r, 0), request_arg(r, 1), false, &verdict).slot;
    if (!to) {
        return verdict;
    }
    if (node_of(to)) {
        return verdict_delete_first();
    }
    commit();
    node_of(r->extra[0])->cap.data = UINT64_C(1) << untyped.size;
    w.pool[free] = untyped.object;
    for (uint32_t i = w.spaces; i > 0; i--) {
        if (w.space[i - 1u].pool == untyped.object) {
            w.spaces--;
            w.space[i - 1u] = w.space[w.spaces];
        }
    }
    insert_created((struct cap){.kind = CAP_ASID_POOL, .object = untyped.object, .data = free * 512u}, r->extra[0], to);
    return verdict_ok();
}

struct verdict invoke_asid_pool(const struct request *r)
{
    word_t first = r->cap.data;
    word_t asid = first ? first : 1;

    if (r->label != ARMASIDPoolAssign) {
        return verdict_illegal();
    }
    if (!r->extra[0]) {
        return verdict_truncated();
    }
    struct cap root = cap_in(r->extra[0]);
    if (root.kind != CAP_VSPACE || root.flag) {
        return verdict_capability(1);
    }
    if (!w.pool[first / 512u]) {
        return verdict_lookup(false, lookup_no_root());
    }
    if (w.pool[first / 512u] != r->cap.object) {
        return verdict_capability(0);
    }
    while (asid < first + 512u && root_of(asid)) {
        asid++;
    }
    if (asid == first + 512u) {
        return verdict_delete_first();
    }
    commit();
    if (w.spaces == SPACES_MAX) {
        w.undefined = true;
        return verdict_ok();
    }
    w.space[w.spaces] = (struct wspace){r->cap.object, (uint32_t)(asid % 512u), root.object};
    w.spaces++;
    node_of(r->extra[0])->cap.flag = 1;
    node_of(r->extra[0])->cap.data = asid;
    return verdict_ok();
}

/* --- What must hold between capabilities and tables ------------------------------------------------------------ */

static bool has_cap(const struct world *world, struct cap cap)
{
    for (uint32_t i = 0; i < world->nodes; i++) {
        struct cap other = world->node[i].cap;
        if (other.kind == cap.kind && other.object == cap.object && other.size == cap.size &&
            other.data == cap.data && (cap.kind != CAP_PAGE_TABLE || other.flag)) {
            return true;
        }
    }
    return false;
}

static const char *table_violated(const struct world *world, name_t table, word_t asid, vaddr_t first, word_t span)
{
    for (uint32_t i = 0; i < world->entries; i++) {
        const struct wentry *e = &world->entry[i];
        vaddr_t address = first + ((vaddr_t)e->index << span);
        if (e->table != table) {
            continue;
        }
        bool leads = (e->raw & TABLE) == TABLE && span > PAGE_SPAN;
        struct cap cap = {.kind = leads ? CAP_PAGE_TABLE : CAP_FRAME,
                          .object = e->raw & ADDRESS,
                          .size = (leads ? 0u : span) & 63u,
                          .data = address << 16 | asid};
        if (!has_cap(world, cap)) {
            return leads ? "VSP-14: a table is in use to which there is no capability that says so"
                         : "VSP-12: a page is mapped to which there is no capability that says so";
        }
        const char *text = leads ? table_violated(world, cap.object, asid, address, span - TABLE_SPAN) : NULL;
        if (text) {
            return text;
        }
    }
    return NULL;
}

const char *spaces_violated(const struct world *world)
{
    const char *text = NULL;

    for (word_t p = 0; p < ASID_TABLE && !text; p++) {
        for (uint32_t i = 0; world->pool[p] && i < world->spaces && !text; i++) {
            const struct wspace *s = &world->space[i];
            word_t asid = p * 512u + s->index;
            if (s->pool != world->pool[p]) {
                continue;
            }
            if (!has_cap(world, (struct cap){.kind = CAP_VSPACE, .object = s->root & CAP_OBJECT_MASK, .data = asid})) {
                return "VSP-16: an ASID is in use by a space to which there is no capability that says so";
            }
            text = table_violated(world, s->root, asid, 0, ROOT_SPAN);
        }
    }
    return text;
}
