/* SPDX-License-Identifier: BSD-2-Clause */
/* <channel> and <end> (SDF-42 to SDF-45). */
#include "base/diag.h"
#include "base/memory.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_value.h"

static struct channel_end parse_end(struct sdf *sdf, const struct xml_element *element)
{
    struct channel_end end = {.at = {element, NULL}};

    end.pd = names_find(&sdf->pds, value_text(element, "pd"), attribute_place(element, "pd"));
    end.id = value_id(element, "id");
    end.pp = value_flag_or(element, "pp", false);
    end.notify = value_flag_or(element, "notify", true);
    add_value_setvar(sdf, end.pd, element, "setvar_id", end.id);
    return end;
}

static void check_call(const struct sdf *sdf, const struct channel_end *caller,
                       const struct channel_end *callee)
{
    struct place at = place_of(caller->at, "pp");

    if (callee->pp) {
        sdf_error(place_of(callee->at, "pp"), "Keep pp=\"true\" at the calling end.",
                  "only one end of a channel may call the other, but 'pp' is true on both: '%s' and '%s'",
                  caller->pd->name, callee->pd->name);
    }
    if (caller->pd->priority >= callee->pd->priority) {
        sdf_error(at, "Raise the priority of the called protection domain, or lower that of the caller.",
                  "protection domain '%s' (priority %u) calls '%s' (priority %u), but a caller must have a "
                  "lower priority than the one it calls",
                  caller->pd->name, caller->pd->priority, callee->pd->name, callee->pd->priority);
    }
    if (sdf->board->arch == ARCH_X86_64 && callee->pd->vm != NULL) {
        sdf_error(at, NULL,
                  "protection domain '%s' calls '%s', but on x86_64 a protection domain with a "
                  "virtual machine cannot be called",
                  caller->pd->name, callee->pd->name);
    }
    callee->pd->needs_endpoint = true;
}

static void parse_channel(struct sdf *sdf, const struct xml_element *element, struct channel *channel)
{
    size_t count = xml_count(element, "end");
    size_t i = 0;

    channel->at = (struct place){element, NULL};
    if (count != 2) {
        sdf_error(channel->at, NULL, "a channel must have exactly two ends, and this one has %zu", count);
    }
    FOR_EACH_CHILD (child, element, "end") {
        channel->ends[i++] = parse_end(sdf, child);
    }
    if (channel->ends[0].pp) {
        check_call(sdf, &channel->ends[0], &channel->ends[1]);
    } else if (channel->ends[1].pp) {
        check_call(sdf, &channel->ends[1], &channel->ends[0]);
    }
}

void parse_channels(struct sdf *sdf, const struct xml_element *root)
{
    struct system *system = sdf->system;

    system->channels = MEM_ARRAY(struct channel, xml_count(root, "channel"));
    FOR_EACH_CHILD (element, root, "channel") {
        parse_channel(sdf, element, &system->channels[system->channel_count]);
        system->channel_count++;
    }
}
