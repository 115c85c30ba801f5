/* SPDX-License-Identifier: BSD-2-Clause */
/* Small frames with known contents: taken from the image, or left to the kernel if they are empty. */
#include "objects/content.h"

static bool is_zero(const uint8_t *bytes, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

object_id graph_small_frame(struct graph *graph, const char *name, const uint8_t *bytes, uint64_t size)
{
    uint64_t used = size < SMALL_PAGE ? size : SMALL_PAGE;
    object_id frame;

    if (is_zero(bytes, used)) {
        return graph_object(graph, OBJECT_SMALL_FRAME, name);
    }
    frame = graph_object(graph, OBJECT_IMAGE_PAGE, name);
    graph->objects.items[frame].reference = graph_content(graph, bytes, used);
    return frame;
}
