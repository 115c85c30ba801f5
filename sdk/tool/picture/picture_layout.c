/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Places for the nodes. Each column is a stack; its order and heights follow from where the neighbours of
 * each node are, in a fixed number of sweeps from left to right and back, so that curves are short and cross
 * little.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "picture/picture.h"
#include "picture/picture_style.h"

enum { SWEEPS = 16 };

/* One column, top to bottom. */
struct column {
    struct node **nodes;
    size_t count;
    double width;
};

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; text != NULL && *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80 ? 1 : 0;
    }
    return count;
}

static double text_width(const char *text)
{
    size_t count = characters(text);

    return (double)(count > LONGEST_TEXT ? LONGEST_TEXT : count) * CHARACTER_WIDTH;
}

static double widest(double a, double b)
{
    return a > b ? a : b;
}

static void measure(struct node *node)
{
    double title = text_width(node->title) * TITLE_SCALE + 2 * PADDING;

    title += node->other_title != NULL ? text_width(node->other_title) * TITLE_SCALE + 3 * PADDING : 0;
    title += node->badge != NULL ? text_width(node->badge) + 3 * PADDING : 0;
    node->width = title;
    for (size_t i = 0; i < node->lines.count; i++) {
        const struct picture_line *line = &node->lines.items[i];
        double sides = line->centred ? 2 * widest(text_width(line->left), text_width(line->right))
                                     : text_width(line->left) + text_width(line->right);
        node->width = widest(node->width, sides + text_width(line->text) + 5 * PADDING);
    }
    node->height =
        TITLE_HEIGHT + (double)node->lines.count * LINE_HEIGHT + (node->lines.count != 0 ? PADDING : 0);
}

static double middle(const struct node *node)
{
    return node->y + node->height / 2;
}

static int by_wanted(const void *a, const void *b)
{
    const struct node *one = *(struct node *const *)a;
    const struct node *other = *(struct node *const *)b;

    if (one->wanted != other->wanted) {
        return one->wanted < other->wanted ? -1 : 1;
    }
    return one < other ? -1 : one > other;
}

/* Moves nodes down until none overlap, then all up by what they have come too low on average. */
static void stack(struct column *column)
{
    double end = 0;
    double excess = 0;

    qsort(column->nodes, column->count, sizeof column->nodes[0], by_wanted);
    for (size_t i = 0; i < column->count; i++) {
        struct node *node = column->nodes[i];
        double top = node->wanted - node->height / 2;

        node->y = i == 0 ? top : widest(top, end + GAP);
        end = node->y + node->height;
        excess += node->y - top;
    }
    for (size_t i = 0; i < column->count; i++) {
        column->nodes[i]->y -= excess / (double)column->count;
    }
}

/* Where the neighbours in the direction that is swept from have the node. */
static void want(struct scene *scene, struct node *node, bool from_left)
{
    size_t index = (size_t)(node - scene->nodes.items);
    double sum = 0;
    size_t count = 0;

    for (size_t i = 0; i < scene->edges.count; i++) {
        const struct edge *edge = &scene->edges.items[i];
        size_t neighbour = edge->first == index ? edge->second : edge->first;
        bool touches = edge->first == index || edge->second == index;
        bool is_left = neighbour == edge->first;

        if (touches && is_left == from_left) {
            sum += middle(&scene->nodes.items[neighbour]);
            count++;
        }
    }
    node->wanted = count != 0 ? sum / (double)count : middle(node);
}

static struct column *make_columns(struct scene *scene)
{
    struct column *columns = MEM_ARRAY(struct column, scene->columns + 2);

    for (size_t i = 0; i < scene->nodes.count; i++) {
        struct node *node = &scene->nodes.items[i];
        struct column *column = &columns[node->column];

        column->nodes = mem_append(column->nodes, column->count, sizeof *column->nodes);
        column->nodes[column->count++] = node;
        column->width = widest(column->width, node->width);
        node->wanted = (double)i;
    }
    return columns;
}

static void sweep(struct scene *scene, struct column *columns, bool from_left)
{
    for (unsigned i = 0; i <= scene->columns; i++) {
        struct column *column = &columns[from_left ? i : scene->columns - i];

        for (size_t n = 0; n < column->count; n++) {
            want(scene, column->nodes[n], from_left);
        }
        if (column->count != 0) {
            stack(column);
        }
    }
}

static void place_columns(struct scene *scene, const struct column *columns)
{
    double x = MARGIN;
    double top = INFINITY;
    double bottom = 0;

    for (unsigned i = 0; i <= scene->columns; i++) {
        for (size_t n = 0; n < columns[i].count; n++) {
            struct node *node = columns[i].nodes[n];
            node->x = x;
            node->width = columns[i].width;
            top = fmin(top, node->y);
        }
        x += columns[i].count != 0 ? columns[i].width + COLUMN_GAP : 0;
    }
    for (size_t i = 0; i < scene->nodes.count; i++) {
        struct node *node = &scene->nodes.items[i];
        node->y += MARGIN + HEADING - top;
        bottom = widest(bottom, node->y + node->height);
    }
    scene->width = widest(x - COLUMN_GAP + MARGIN, LEAST_WIDTH);
    scene->height = bottom + LEGEND + MARGIN;
}

/* The ends of curves at one side of one node. */
struct port {
    double *y;
    double other; /* middle of the node at the other end */
    size_t order;
};

static int by_other_end(const void *a, const void *b)
{
    const struct port *one = a;
    const struct port *other = b;

    if (one->other != other->other) {
        return one->other < other->other ? -1 : 1;
    }
    return one->order < other->order ? -1 : 1;
}

/* Spreads the ends over the side of the node, in the order in which they leave it. */
static void place_ports(struct scene *scene, size_t index, bool right_side)
{
    const struct node *node = &scene->nodes.items[index];
    struct port *ports = NULL;
    size_t count = 0;

    for (size_t i = 0; i < scene->edges.count; i++) {
        struct edge *edge = &scene->edges.items[i];
        size_t own = right_side ? edge->first : edge->second;
        size_t other = right_side ? edge->second : edge->first;

        if (own == index) {
            ports = mem_append(ports, count, sizeof *ports);
            ports[count] =
                (struct port){right_side ? &edge->y1 : &edge->y2, middle(&scene->nodes.items[other]), i};
            count++;
            *(right_side ? &edge->x1 : &edge->x2) = node->x + (right_side ? node->width : 0);
        }
    }
    if (count != 0) {
        qsort(ports, count, sizeof *ports, by_other_end);
    }
    for (size_t i = 0; i < count; i++) {
        *ports[i].y = node->y + node->height * (double)(i + 1) / (double)(count + 1);
    }
}

void scene_lay_out(struct scene *scene)
{
    struct column *columns = make_columns(scene);

    for (size_t i = 0; i < scene->nodes.count; i++) {
        measure(&scene->nodes.items[i]);
        columns[scene->nodes.items[i].column].width =
            widest(columns[scene->nodes.items[i].column].width, scene->nodes.items[i].width);
    }
    for (unsigned i = 0; i <= scene->columns; i++) {
        if (columns[i].count != 0) {
            stack(&columns[i]);
        }
    }
    for (int i = 0; i < SWEEPS; i++) {
        sweep(scene, columns, i % 2 == 0);
    }
    place_columns(scene, columns);
    for (size_t i = 0; i < scene->nodes.count; i++) {
        place_ports(scene, i, false);
        place_ports(scene, i, true);
    }
}
