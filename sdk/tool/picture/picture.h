/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A system as a picture. Columns from left to right: devices, then protection domains by their distance from
 * the devices, with boxes between them that say what connects them. Three steps, each a file: what there is
 * to see (picture_scene.c, picture_links.c), where it goes (picture_layout.c), and SVG (picture.c).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "authority/authority.h"
#include "base/list.h"
#include "sdk/board.h"

enum node_kind {
    NODE_DEVICE, /* a region of device memory */
    NODE_PD,
    NODE_LINK,  /* all that connects two PDs */
    NODE_MEMORY /* a region that three or more PDs map */
};

enum tone { TONE_PLAIN, TONE_FAINT, TONE_NOTIFY, TONE_CALL, TONE_CONTROL, TONE_MEMORY };

/* One line of text in a box: `left` and `right` stand at the edges, `text` behind `left` or centred. */
struct picture_line {
    const char *left, *text, *right;
    enum tone tone;
    bool centred;
};

struct node {
    enum node_kind kind;
    const char *title;       /* full; shortened when drawn */
    const char *other_title; /* NODE_LINK: name of the second PD, at the right */
    const char *badge;       /* NODE_PD: the priority */
    const char *role;        /* NODE_PD: name of a style */
    LIST(struct picture_line) lines;
    unsigned column;
    double x, y, width, height;
    double wanted; /* where its neighbours would have its middle */
};

/* A curve between two nodes; `first` is the one further left. */
struct edge {
    size_t first, second;
    enum tone tone;
    bool arrow_first, arrow_second; /* something acts on that end through a channel */
    double x1, y1, x2, y2;
};

struct scene {
    const struct authority *authority;
    const struct board *board;
    LIST(struct node) nodes; /* node i is PD i for i < pd_count */
    LIST(struct edge) edges;
    unsigned columns;
    double width, height;
};

/* Makes PD and device nodes, and decides the columns of PDs. */
void scene_make(struct scene *scene);

/* Whether a PD maps the region as device registers: uncached, at a fixed address outside the board's memory.
 */
bool is_device(const struct scene *scene, const struct memory_region *region);

/* Makes the boxes between PDs. */
void scene_link(struct scene *scene);

/* Adds a curve between a box and a PD; columns decide which end is first. Returns it. */
struct edge *scene_connect(struct scene *scene, size_t box, size_t pd, enum tone tone);

/* Adds a line of text. */
void node_line(struct node *node, enum tone tone, const char *left, const char *text, const char *right);

/* The name of a region as a line of the box shows it: the part of a path that says most, if it is one. */
const char *region_label(const struct node *node, const char *name);

/* "4 KiB", "0x1234 bytes" */
const char *size_text(uint64_t size);

/* Gives each node a place, and each edge its ends. */
void scene_lay_out(struct scene *scene);

/* Draws the system into a file; ends the process if that cannot be written. */
void picture_write(const char *path, const struct system *system, const struct board *board);
