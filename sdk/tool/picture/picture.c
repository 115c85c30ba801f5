/* SPDX-License-Identifier: BSD-2-Clause */
/* The scene as SVG. Everything is in one file without references, so that it shows anywhere. */
#include "picture/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "picture/picture_style.h"

static const char style[] =
    "<style>\n"
    "  text { font: 11px 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #27303f; }\n"
    "  .heading { font: 600 19px system-ui, 'DejaVu Sans', sans-serif; }\n"
    "  .caption { font: 12px system-ui, 'DejaVu Sans', sans-serif; fill: #6b7688; }\n"
    "  .title { font-size: 12px; font-weight: 700; }\n"
    "  .card { fill: #fff; stroke: #c9d1dd; } .box { fill: #fbfcfe; stroke: #d5dbe5; }\n"
    "  .head { fill: #eef1f6; } .light { fill: #fff; }\n"
    "  .driver { fill: #0f766e; } .server { fill: #6d4bb4; } .program { fill: #2f5f9e; } .monitor { fill: #9a5b13; }\n"
    "  .device { fill: #e3f4f0; } .memory { fill: #eceff4; }\n"
    "  .badge { fill: #fff; fill-opacity: .22; }\n"
    "  .faint { fill: #7a8496; } .t-notify { fill: #2463c4; } .t-call { fill: #c2410c; }\n"
    "  .t-control { fill: #a21caf; } .t-memory { fill: #27303f; } .rights { fill: #0f766e; font-weight: 700; }\n"
    "  .writes { fill: #b42318; font-weight: 700; }\n"
    "  .edge { fill: none; stroke-width: 1.6; stroke-opacity: .75; } .call { stroke-width: 2.6; }\n"
    "  .notify { stroke: #2463c4; } .call { stroke: #c2410c; } .control { stroke: #a21caf; stroke-dasharray: 6 4; }\n"
    "  .shared { stroke: #8b95a7; } .plain { stroke: #0f766e; }\n"
    "</style>\n";

static const struct {
    const char *edge, *text;
} tones[] = {
    [TONE_PLAIN] = {"plain", "t-memory"},      [TONE_FAINT] = {"shared", "faint"},
    [TONE_NOTIFY] = {"notify", "t-notify"},    [TONE_CALL] = {"call", "t-call"},
    [TONE_CONTROL] = {"control", "t-control"}, [TONE_MEMORY] = {"shared", "t-memory"},
};

/* At most `longest` characters of text, for XML. */
static void print_text(FILE *out, const char *text, size_t longest)
{
    size_t count = 0;

    for (const char *c = text; *c != '\0'; c++) {
        bool starts = ((unsigned char)*c & 0xc0) != 0x80;

        count += starts ? 1 : 0;
        if (count > longest) {
            fputs("\u2026", out);
            return;
        }
        switch (*c) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            putc(*c, out);
        }
    }
}

static void draw_text(FILE *out, double x, double y, const char *anchor, const char *class, const char *text)
{
    if (text != NULL) {
        fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, class);
        print_text(out, text, LONGEST_TEXT);
        fputs("</text>\n", out);
    }
}

/* Rights in red where they let someone write. */
static const char *side_class(const struct picture_line *line, const char *side)
{
    if (line->tone != TONE_MEMORY || side == NULL || strspn(side, "rwx") != strlen(side)) {
        return line->tone == TONE_MEMORY ? "faint" : tones[line->tone].text;
    }
    return strchr(side, 'w') != NULL ? "writes" : "rights";
}

static void draw_line(FILE *out, const struct node *node, const struct picture_line *line, double y)
{
    double left = node->x + PADDING;
    double right = node->x + node->width - PADDING;

    draw_text(out, left, y, "start", side_class(line, line->left), line->left);
    draw_text(out, right, y, "end", side_class(line, line->right), line->right);
    const char *text = line->tone == TONE_MEMORY ? region_label(node, line->text) : line->text;
    if (line->centred) {
        draw_text(out, node->x + node->width / 2, y, "middle", tones[line->tone].text, text);
    } else {
        double indent = line->left == NULL ? 0 : 4 * CHARACTER_WIDTH;
        draw_text(out, left + indent, y, "start", tones[line->tone].text, text);
    }
}

/* What the pointer shows: everything in full. */
static void draw_tooltip(FILE *out, const struct node *node)
{
    fputs("<title>", out);
    print_text(out, node->title, SIZE_MAX);
    if (node->other_title != NULL) {
        fputs(" \u2013 ", out);
        print_text(out, node->other_title, SIZE_MAX);
    }
    for (size_t i = 0; i < node->lines.count; i++) {
        const struct picture_line *line = &node->lines.items[i];
        const char *parts[] = {line->left, line->text, line->right};

        putc('\n', out);
        for (size_t p = 0; p < 3; p++) {
            if (parts[p] != NULL) {
                print_text(out, parts[p], SIZE_MAX);
                putc(' ', out);
            }
        }
    }
    fputs("</title>\n", out);
}

static void draw_head(FILE *out, const struct node *node)
{
    bool pd = node->kind == NODE_PD;
    const char *class = pd ? node->role : node->kind == NODE_DEVICE ? "device" : "head";
    const char *title = pd ? "title light" : "title";
    double right = node->x + node->width;
    double bottom = node->lines.count == 0 ? 7 : 0;

    fprintf(
        out,
        "<path class=\"%s\" d=\"M%.1f %.1fv%.1fq0 %.1f %.1f %.1fh%.1fq%.1f 0 %.1f %.1fv%.1fq0 -7 -7 -7h%.1fq-7 0 "
        "-7 7z\"/>\n",
        class, node->x, node->y + 7, TITLE_HEIGHT - 7 - bottom, bottom, bottom, bottom,
        node->width - 2 * bottom, bottom, bottom, -bottom, -(TITLE_HEIGHT - 7 - bottom), -(node->width - 14));
    draw_text(out, node->x + PADDING, node->y + 16, "start", title, node->title);
    draw_text(out, right - PADDING, node->y + 16, "end", title, node->other_title);
    if (node->badge != NULL) {
        double width = (double)strlen(node->badge) * CHARACTER_WIDTH + 10;

        if (pd) {
            fprintf(out,
                    "<rect class=\"badge\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"16\" rx=\"8\"/>\n",
                    right - width - 5, node->y + 4, width);
        }
        draw_text(out, right - 10, node->y + 16, "end", pd ? "light" : "faint", node->badge);
    }
}

static void draw_node(FILE *out, const struct node *node)
{
    double y = node->y + TITLE_HEIGHT + LINE_HEIGHT - 3;

    fputs("<g>\n", out);
    draw_tooltip(out, node);
    fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"7\"/>\n",
            node->kind == NODE_PD ? "card" : "box", node->x, node->y, node->width, node->height);
    draw_head(out, node);
    for (size_t i = 0; i < node->lines.count; i++) {
        draw_line(out, node, &node->lines.items[i], y);
        y += LINE_HEIGHT;
    }
    fputs("</g>\n", out);
}

static void draw_edge(FILE *out, const struct edge *edge)
{
    double bend = fmax(32, (edge->x2 - edge->x1) / 2);
    const char *tone = tones[edge->tone].edge;

    fprintf(out, "<path class=\"edge %s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"", tone, edge->x1,
            edge->y1, edge->x1 + bend, edge->y1, edge->x2 - bend, edge->y2, edge->x2, edge->y2);
    if (edge->arrow_first) {
        fprintf(out, " marker-start=\"url(#%s)\"", tone);
    }
    if (edge->arrow_second) {
        fprintf(out, " marker-end=\"url(#%s)\"", tone);
    }
    fputs("/>\n", out);
}

static void draw_markers(FILE *out)
{
    static const struct {
        const char *name, *colour;
    } markers[] = {{"notify", "#2463c4"}, {"call", "#c2410c"}, {"control", "#a21caf"}};

    fputs("<defs>\n", out);
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        fprintf(out,
                "<marker id=\"%s\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" "
                "markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">"
                "<path d=\"M0 0L10 5L0 10z\" fill=\"%s\"/></marker>\n",
                markers[i].name, markers[i].colour);
    }
    fputs("</defs>\n", out);
}

static void draw_legend(FILE *out, double y)
{
    static const struct {
        const char *class, *text;
        bool line;
        double width;
    } items[] = {{"driver", "driver", false, 80},
                 {"server", "passive server", false, 128},
                 {"monitor", "VM monitor", false, 108},
                 {"program", "program", false, 92},
                 {"edge call", "protected call", true, 134},
                 {"edge notify", "notification", true, 122},
                 {"edge control", "control", true, 94},
                 {"edge shared", "memory only", true, 110}};
    double x = MARGIN;

    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        if (items[i].line) {
            fprintf(out, "<path class=\"%s\" d=\"M%.1f %.1fh20\"/>\n", items[i].class, x, y - 4);
        } else {
            fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"12\" rx=\"3\"/>\n",
                    items[i].class, x, y - 10);
        }
        draw_text(out, x + 27, y, "start", "caption", items[i].text);
        x += items[i].width;
    }
}

static void draw(FILE *out, const struct scene *scene)
{
    const struct system *system = scene->authority->system;

    fprintf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n%s",
        scene->width, scene->height, scene->width, scene->height, style);
    draw_markers(out);
    fprintf(out, "<rect width=\"100%%\" height=\"100%%\" fill=\"#f4f6fa\"/>\n");
    fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"heading\">", MARGIN, MARGIN + 12);
    print_text(out, basename(system->path), 60);
    fprintf(
        out,
        "</text>\n<text x=\"%.1f\" y=\"%.1f\" class=\"caption\">%zu protection domains, %zu memory regions, "
        "%zu channels; numbers in coloured titles are priorities</text>\n",
        MARGIN, MARGIN + 31, system->pd_count, system->region_count, system->channel_count);
    for (size_t i = 0; i < scene->edges.count; i++) {
        draw_edge(out, &scene->edges.items[i]);
    }
    for (size_t i = 0; i < scene->nodes.count; i++) {
        draw_node(out, &scene->nodes.items[i]);
    }
    draw_legend(out, scene->height - MARGIN + 4);
    fputs("</svg>\n", out);
}

void picture_write(const char *path, const struct system *system, const struct board *board)
{
    struct authority authority = authority_of(system);
    struct scene scene = {.authority = &authority, .board = board};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        tool_error(NULL, "out of memory");
    }
    scene_make(&scene);
    scene_link(&scene);
    scene_lay_out(&scene);
    draw(out, &scene);
    fclose(out);
    const char *reason = file_write(path, text, size);
    free(text);
    if (reason != NULL) {
        tool_error(NULL, "cannot write the picture '%s': %s", path, reason);
    }
}
