/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Composition: a device class that the description names by role, <timer>, <serial> or <net>, becomes the
 * protection domains, memory regions, channels and configuration that the class needs (04 section 13). What
 * comes out is an ordinary description, plus bytes for sections of programs.
 */
#pragma once

#include "sdf/model.h"
#include "sdk/board.h"

/* Adds to the tree at `root`, whose shape has been checked, what its device classes stand for; everything
 * new points at the element that asked for it. Returns the configuration of programs, by name of the
 * protection domain. Ends the process if a class cannot be expanded. */
struct composition {
    struct composed_section *sections; /* in document order of what asked for them */
    size_t section_count;
};
struct composition compose(struct xml_element *root, const struct board *board,
                           const struct options *options);

/* True for the names of elements that compose() replaces. */
bool is_device_class(const char *element);
