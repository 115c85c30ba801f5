/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The abstract state of the reference model: what the kernel's state means, without how it is represented. Objects are
 * named by their addresses. Queues are lists, the derivation tree has explicit parents, refills are lists.
 *
 * world_import() reads it from the kernel's data. The functions of the model change it as the rules say and never call
 * the kernel's own functions; they share just its constants, the layouts of capabilities and fault numbers.
 */
#pragma once

#include "abi.h"
#include "cspace/cap.h"
#include "irq/irq.h"
#include "thread/tcb.h"

#include <arch_irq.h>

enum {
    NODES_MAX = 1000,
    INDEX_SIZE = 2048,
    THREADS_MAX = 32,
    OBJECTS_MAX = 64, /* of each kind */
    REFILLS_MAX = 16,
    BUFFERS_MAX = 32,
    BUFFER_WORDS = 128,
    ENTRIES_MAX = 256, /* of all page tables */
    SPACES_MAX = 64,
    ASID_TABLE = 128,
    LISTS = 4, /* list registers */
};

typedef uint64_t name_t; /* 0: none */

struct queue {
    name_t member[THREADS_MAX];
    uint32_t count;
};

/* A slot that is not empty. */
struct node {
    name_t slot;
    struct cap cap;
    name_t parent;
    name_t next; /* in the order of the tree, in which children follow their parent, the newest first */
    bool family; /* may be a parent (CDT-2, CDT-3) */
};

struct wthread {
    name_t name;
    word_t reg[REG_TOTAL];
    enum thread_state state;
    uint32_t priority;
    uint32_t mcp;
    uint32_t domain;
    word_t flags;
    name_t sc;
    name_t reply;
    name_t bound;
    name_t yield_to;
    name_t vcpu;
    vaddr_t buffer_address;
    name_t waits_on; /* endpoint or notification */
    word_t badge;    /* the rest: of a blocked sender */
    bool grant;
    bool grant_reply;
    bool call;
    struct fault fault;
};

struct wendpoint {
    name_t name;
    struct queue queue;
};

struct wnotification {
    name_t name;
    bool active;
    word_t word;
    struct queue queue;
    name_t bound;
    name_t sc;
};

/* Call stacks: older and newer name replies, sc is set on the newest. */
struct wreply {
    name_t name;
    name_t thread;
    name_t sc;
    name_t older;
    name_t newer;
};

struct wrefill {
    ticks_t time;
    ticks_t amount;
};

struct wsc {
    name_t name;
    ticks_t period;
    ticks_t consumed;
    word_t badge;
    name_t thread;
    name_t notification;
    name_t top;
    name_t yield_from;
    uint32_t capacity; /* 0: inactive */
    bool sporadic;
    struct wrefill refill[REFILLS_MAX];
    uint32_t count;
};

struct wslot {
    uint32_t domain;
    ticks_t duration;
};

/* An entry of a page table that is not 0. */
struct wentry {
    name_t table;
    uint32_t index;
    uint64_t raw;
};

/* An entry of an ASID pool that is not 0. */
struct wspace {
    name_t pool;
    uint32_t index;
    name_t root;
};

struct wvcpu {
    name_t name;
    name_t thread;
    bool masked; /* its timer */
    bool lost;   /* the model cannot tell what is in its registers */
    word_t reg[seL4_VCPUReg_Num];
    uint32_t list[LISTS]; /* as recorded */
};

/* User memory that messages were read from or written to. */
struct wbuffer {
    name_t name;
    word_t word[BUFFER_WORDS];
};

struct world {
    struct node node[NODES_MAX];
    uint32_t nodes;
    uint16_t index[INDEX_SIZE]; /* hash table of slots: position in node[], plus 1 */
    struct wthread thread[THREADS_MAX];
    uint32_t threads;
    struct wendpoint endpoint[OBJECTS_MAX];
    uint32_t endpoints;
    struct wnotification notification[OBJECTS_MAX];
    uint32_t notifications;
    struct wreply reply[OBJECTS_MAX];
    uint32_t replies;
    struct wsc sc[OBJECTS_MAX];
    uint32_t scs;
    struct wbuffer buffer[BUFFERS_MAX];
    uint32_t buffers;
    struct wentry entry[ENTRIES_MAX];
    uint32_t entries;
    struct wspace space[SPACES_MAX];
    uint32_t spaces;
    name_t pool[ASID_TABLE];
    struct wvcpu vcpu[OBJECTS_MAX];
    uint32_t vcpus;
    name_t loaded;        /* the VCPU in the processor */
    bool guest;           /* and it is enabled */
    uint32_t list[LISTS]; /* the list registers of the hardware, if one is loaded */
    uint64_t ended;       /* those whose end of interrupt raised the maintenance line */

    name_t cur;
    name_t idle;
    name_t idle_sc;
    ticks_t now;
    ticks_t pending;
    uint32_t domain;
    uint32_t domain_index;
    uint32_t domain_start;
    ticks_t domain_time;
    struct wslot schedule[DOMAIN_SCHEDULE_LENGTH];
    struct queue ready; /* of all domains and priorities; among equals of both, order counts */
    struct queue released;
    enum irq_state line[IRQ_COUNT];
    uint32_t lines_enabled;
    uint32_t lines_raised;
    ticks_t deadline;

    /* Only while an entry is under way. */
    name_t cur_sc;
    enum { KEEP, PICK, SWITCH } decision;
    name_t chosen;
    bool rearm;
    bool undefined; /* the model cannot tell: it has no room, or does not know the object */
};

extern struct world w;

/* Reads the kernel's state, without buffers. */
void world_import(struct world *into);

/* The first difference between what the model expects and what is, or null. Compares also buffers with memory. */
const char *world_difference(const struct world *expected, const struct world *actual);

/* What is wrong with address spaces and the capabilities to what is in them, or null. */
const char *spaces_violated(const struct world *world);

/* Look-ups by name; for 0 or an unknown name, null. */
struct wthread *thread_of(name_t name);
struct wendpoint *endpoint_of(name_t name);
struct wnotification *notification_of(name_t name);
struct wreply *reply_of(name_t name);
struct wsc *sc_of(name_t name);
struct wvcpu *vcpu_of(name_t name);
struct node *node_of(name_t slot);
const struct node *node_in(const struct world *world, name_t slot);

/* Adding and removing nodes, which moves others in node[]. */
void node_add(struct world *world, struct node node);
void node_drop(struct world *world, name_t slot);

/* Empty slots have a null capability. */
struct cap cap_in(name_t slot);

/* Queues. */
void queue_append(struct queue *q, name_t member);
void queue_insert(struct queue *q, uint32_t at, name_t member);
void queue_remove(struct queue *q, name_t member);
bool queue_has(const struct queue *q, name_t member);

/* The words of the IPC buffer of t that the kernel may read, or write; null: it has none. */
word_t *buffer_of(const struct wthread *t, bool writable);

static inline name_t slot_name(name_t first, word_t index)
{
    return first + index * sizeof(struct slot);
}
