/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only place where integers become pointers.
 *
 * All physical memory that holds kernel objects is visible in one window of the kernel's address space, at
 * physical address + PHYSICAL_WINDOW (LDR-2). Capabilities store physical addresses; these functions turn them
 * into objects and back. A proof takes their contracts as its only axioms about memory: distinct live objects
 * do not overlap (INV-12).
 */
#pragma once

#include "types.h"
#include <arch_memory.h>

struct endpoint;
struct notification;
struct reply;
struct sched_context;
struct slot;
struct tcb;

/* The window is aligned to its size. */
static inline void *physical_pointer(paddr_t address)
{
    return (void *)(uintptr_t)(address | PHYSICAL_WINDOW);
}

/* A user address as structures that are shared with user level declare it. The kernel never follows it. */
static inline void *user_pointer(vaddr_t address)
{
    return (void *)(uintptr_t)address;
}

/* Physical address of memory in the window (not of kernel variables, which live in the image mapping). */
static inline paddr_t pointer_physical(const void *pointer)
{
    return (paddr_t)(uintptr_t)pointer - PHYSICAL_WINDOW;
}

static inline struct slot *slots_at(paddr_t address)
{
    return (struct slot *)physical_pointer(address);
}

static inline struct tcb *tcb_at(paddr_t address)
{
    return (struct tcb *)physical_pointer(address);
}

static inline struct endpoint *endpoint_at(paddr_t address)
{
    return (struct endpoint *)physical_pointer(address);
}

static inline struct notification *notification_at(paddr_t address)
{
    return (struct notification *)physical_pointer(address);
}

static inline struct reply *reply_at(paddr_t address)
{
    return (struct reply *)physical_pointer(address);
}

static inline struct sched_context *sched_context_at(paddr_t address)
{
    return (struct sched_context *)physical_pointer(address);
}

static inline word_t *words_at(paddr_t address)
{
    return (word_t *)physical_pointer(address);
}

/* Device pages, in the order in which kernel_space.c maps them at DEVICE_PAGES. */
enum device_page { DEVICE_GIC_HYPERVISOR, DEVICE_GIC_DISTRIBUTOR, DEVICE_GIC_CPU_INTERFACE, DEVICE_UART };

static inline volatile uint32_t *device_registers(enum device_page page)
{
    return (volatile uint32_t *)(uintptr_t)(DEVICE_PAGES + ((uint64_t)page << 12));
}

/* Derivation-tree links are the low 48 bits of kernel addresses, whose upper bits all repeat bit 47. */
#define SLOT_LINK_MASK MASK_BITS(48)

static inline struct slot *slot_from_link(uint64_t link)
{
    return (struct slot *)(uintptr_t)((int64_t)(link << 16) >> 16);
}

static inline uint64_t slot_to_link(const struct slot *slot)
{
    return (uint64_t)(uintptr_t)slot & SLOT_LINK_MASK;
}
