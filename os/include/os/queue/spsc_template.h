/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Body of <os/queue/spsc.h>, included once for each index width. The includer defines
 *   SPSC_INDEX       the index type of the wire layout, uint16_t or uint32_t
 *   SPSC(name)       the name with the width in it: spsc16_name or spsc32_name
 *   SPSC_LOAD(p)     acquire load of an index
 *   SPSC_STORE(p,v)  release store of an index
 * The documentation of every function is here; the rules of use are in spsc.h. No include guard: that is the
 * point.
 */

/* The largest capacity: half of the index range, so that an impossible length is always recognised. */
#define SPSC_MAX_CAPACITY ((uint32_t)((SPSC_INDEX)-1 / 2 + 1u))

/* A power of two, neither 0 nor more than half of the index range (SER-2, NET-4). */
/*@ assigns \nothing;
    ensures \result ==> 0 < capacity <= SPSC_MAX_CAPACITY;
    ensures 0 < capacity <= SPSC_MAX_CAPACITY ==> (\result <==> (capacity & (capacity - 1)) == 0); */
static inline bool SPSC(capacity_valid)(uint32_t capacity)
{
    return capacity != 0 && capacity <= SPSC_MAX_CAPACITY && (capacity & (capacity - 1)) == 0;
}

/* Distance of two free-running indices, in the index width: exact across the wrap (NET-4, NET-5). */
/*@ assigns \nothing;
    ensures \result == (SPSC_INDEX)(tail - head); */
static inline SPSC_INDEX SPSC(distance)(SPSC_INDEX tail, SPSC_INDEX head)
{
    return (SPSC_INDEX)(tail - head);
}

/* No honest peer ever makes the distance exceed the capacity (GEN-12). */
/*@ assigns \nothing;
    ensures \result <==> (SPSC_INDEX)(tail - head) <= capacity; */
static inline bool SPSC(possible)(SPSC_INDEX tail, SPSC_INDEX head, uint32_t capacity)
{
    return SPSC(distance)(tail, head) <= capacity;
}

/* Entries that a consumer may take, 0..capacity; 0 if the indices are impossible. */
/*@ assigns \nothing;
    ensures \result <= capacity;
    ensures (SPSC_INDEX)(tail - head) <= capacity ==> \result == (SPSC_INDEX)(tail - head); */
static inline uint32_t SPSC(length)(SPSC_INDEX tail, SPSC_INDEX head, uint32_t capacity)
{
    return SPSC(possible)(tail, head, capacity) ? SPSC(distance)(tail, head) : 0;
}

/* Entries that a producer may add, 0..capacity; 0 if the indices are impossible. */
/*@ assigns \nothing;
    ensures \result <= capacity;
    ensures (SPSC_INDEX)(tail - head) <= capacity ==> \result == capacity - (SPSC_INDEX)(tail - head); */
static inline uint32_t SPSC(space)(SPSC_INDEX tail, SPSC_INDEX head, uint32_t capacity)
{
    return SPSC(possible)(tail, head, capacity) ? capacity - SPSC(distance)(tail, head) : 0;
}

/* Array slot of a free-running index. */
/*@ requires 0 < capacity;
    assigns \nothing;
    ensures \result < capacity && \result == (index & (capacity - 1));
    ensures \forall integer k; 0 <= k < 32 && capacity == (1 << k) ==> \result == index % capacity; */
static inline uint32_t SPSC(slot)(SPSC_INDEX index, uint32_t capacity)
{
    return index & (capacity - 1);
}

/*
 * The producer's end, kept in private memory.
 * Invariants: capacity_valid(capacity); `tail` is the only truth
 * about our own index: *shared_tail is written from it and never read back, so a peer that overwrites the
 * shared copy confuses only itself (SER-23, WEAK-2).
 */
struct SPSC(producer) {
    SPSC_INDEX *shared_tail;
    const SPSC_INDEX *shared_head;
    uint32_t capacity;
    uint32_t violations; /* how often the peer's index was impossible */
    SPSC_INDEX tail;
};

/*@ predicate SPSC(is_producer)(struct SPSC(producer) *p) =
      \valid(p) && \valid(p->shared_tail) && \valid_read(p->shared_head) && 0 < p->capacity <= SPSC_MAX_CAPACITY &&
      \separated(p, p->shared_tail, p->shared_head); */

/*
 * Binds an end to its shared indices. `start` is the common value of both indices when the link came up: 0 at
 * boot, because shared memory starts zeroed (GEN-17). Touches no shared memory.
 */
/*@ requires \valid(p);
    assigns *p;
    ensures p->shared_tail == shared_tail && p->shared_head == shared_head && p->capacity == capacity;
    ensures p->tail == start && p->violations == 0; */
static inline void SPSC(producer_init)(struct SPSC(producer) *p, SPSC_INDEX *shared_tail,
                                       const SPSC_INDEX *shared_head, uint32_t capacity, SPSC_INDEX start)
{
    p->shared_tail = shared_tail;
    p->shared_head = shared_head;
    p->capacity = capacity;
    p->violations = 0;
    p->tail = start;
}

/* Free entries, 0..capacity. Reads the peer's index once. An impossible index counts as "full". */
/*@ requires SPSC(is_producer)(p);
    assigns p->violations;
    ensures \result <= p->capacity; */
static inline uint32_t SPSC(producer_free)(struct SPSC(producer) *p)
{
    SPSC_INDEX head = SPSC_LOAD(p->shared_head); /* [Q1] */

    if (!SPSC(possible)(p->tail, head, p->capacity)) {
        p->violations++;
        return 0;
    }
    return p->capacity - SPSC(distance)(p->tail, head);
}

/* Slot of the entry that will be the `ahead`-th one published from now on; ahead < producer_free(). */
/*@ requires \valid_read(p) && 0 < p->capacity;
    assigns \nothing;
    ensures \result < p->capacity && \result == ((SPSC_INDEX)(p->tail + ahead) & (p->capacity - 1));
    ensures \forall integer k; 0 <= k < 32 && p->capacity == (1 << k) ==>
              \result == (SPSC_INDEX)(p->tail + ahead) % p->capacity; */
static inline uint32_t SPSC(producer_slot)(const struct SPSC(producer) *p, uint32_t ahead)
{
    return SPSC(slot)((SPSC_INDEX)(p->tail + ahead), p->capacity);
}

/*
 * Hands the next `count` entries, already written, over to the consumer (GEN-18); count <= producer_free().
 */
/*@ requires SPSC(is_producer)(p);
    assigns p->tail, *p->shared_tail;
    ensures p->tail == (SPSC_INDEX)(\old(p->tail) + count) && *p->shared_tail == p->tail; */
static inline void SPSC(producer_publish)(struct SPSC(producer) *p, uint32_t count)
{
    p->tail = (SPSC_INDEX)(p->tail + count);
    SPSC_STORE(p->shared_tail, p->tail); /* [Q3] */
}

/* The consumer's end, kept in private memory. Same invariants as the producer's, for `head`. */
struct SPSC(consumer) {
    const SPSC_INDEX *shared_tail;
    SPSC_INDEX *shared_head;
    uint32_t capacity;
    uint32_t violations; /* how often the peer's index was impossible */
    SPSC_INDEX head;
};

/*@ predicate SPSC(is_consumer)(struct SPSC(consumer) *c) =
      \valid(c) && \valid(c->shared_head) && \valid_read(c->shared_tail) && 0 < c->capacity <= SPSC_MAX_CAPACITY &&
      \separated(c, c->shared_tail, c->shared_head); */

/* As producer_init. */
/*@ requires \valid(c);
    assigns *c;
    ensures c->shared_tail == shared_tail && c->shared_head == shared_head && c->capacity == capacity;
    ensures c->head == start && c->violations == 0; */
static inline void SPSC(consumer_init)(struct SPSC(consumer) *c, const SPSC_INDEX *shared_tail,
                                       SPSC_INDEX *shared_head, uint32_t capacity, SPSC_INDEX start)
{
    c->shared_tail = shared_tail;
    c->shared_head = shared_head;
    c->capacity = capacity;
    c->violations = 0;
    c->head = start;
}

/*
 * Entries ready to be taken, 0..capacity. Reads the peer's index once: use the result as the bound of this
 * round of work, so that a peer that keeps producing cannot hold us here. An impossible index counts as
 * "empty".
 */
/*@ requires SPSC(is_consumer)(c);
    assigns c->violations;
    ensures \result <= c->capacity; */
static inline uint32_t SPSC(consumer_ready)(struct SPSC(consumer) *c)
{
    SPSC_INDEX tail = SPSC_LOAD(c->shared_tail); /* [Q4] */

    if (!SPSC(possible)(tail, c->head, c->capacity)) {
        c->violations++;
        return 0;
    }
    return SPSC(distance)(tail, c->head);
}

/* Slot of the `ahead`-th entry not yet released; ahead < consumer_ready(). */
/*@ requires \valid_read(c) && 0 < c->capacity;
    assigns \nothing;
    ensures \result < c->capacity && \result == ((SPSC_INDEX)(c->head + ahead) & (c->capacity - 1));
    ensures \forall integer k; 0 <= k < 32 && c->capacity == (1 << k) ==>
              \result == (SPSC_INDEX)(c->head + ahead) % c->capacity; */
static inline uint32_t SPSC(consumer_slot)(const struct SPSC(consumer) *c, uint32_t ahead)
{
    return SPSC(slot)((SPSC_INDEX)(c->head + ahead), c->capacity);
}

/* Gives the first `count` entries, already copied out, back to the producer; count <= consumer_ready(). */
/*@ requires SPSC(is_consumer)(c);
    assigns c->head, *c->shared_head;
    ensures c->head == (SPSC_INDEX)(\old(c->head) + count) && *c->shared_head == c->head; */
static inline void SPSC(consumer_release)(struct SPSC(consumer) *c, uint32_t count)
{
    c->head = (SPSC_INDEX)(c->head + count);
    SPSC_STORE(c->shared_head, c->head); /* [Q6] */
}

#undef SPSC_MAX_CAPACITY
