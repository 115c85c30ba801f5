/* SPDX-License-Identifier: BSD-2-Clause */
/* Loading of a system description, from the top. */
#include "sdf/sdf.h"

#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"
#include "compose/compose.h"
#include "sdf/check.h"
#include "sdf/sdf_parse.h"
#include "sdf/sdf_schema.h"
#include "sdf/sdf_value.h"

/* Far above any description, and small enough to hold several copies of in memory. */
enum { MAX_SDF_BYTES = 16 << 20 };

const struct xml_element *child_named(const struct xml_element *element, const char *name)
{
    while (element != NULL && strcmp(element->name, name) != 0) {
        element = element->next_sibling;
    }
    return element;
}

const char *find_file(const struct sdf *sdf, const struct xml_element *element, const char *attribute)
{
    const char *name = value_name(element, attribute);
    const struct options *options = sdf->options;
    const char *tried;
    const char *found = path_search(options->search_paths, options->search_path_count, name, &tried);

    if (found == NULL && !options->description_only) {
        sdf_error(attribute_place(element, attribute),
                  "Build the file first, or name its directory with --search-path.",
                  "cannot find the file '%s', tried: %s", name, tried);
    }
    return found;
}

static const struct source *load_source(const char *path)
{
    struct file_bytes bytes;
    const char *reason = file_read(path, MAX_SDF_BYTES, &bytes);

    if (reason != NULL) {
        tool_error("The system description is looked for relative to the current directory only.",
                   "cannot read the system description '%s': %s", path, reason);
    }
    struct source *source = MEM_ARRAY(struct source, 1);
    *source = (struct source){path, (const char *)bytes.data, bytes.size};
    return source;
}

struct system *sdf_load(const struct board *board, const struct options *options)
{
    struct xml_element *root = xml_parse(load_source(options->system_path));
    struct sdf *sdf = MEM_ARRAY(struct sdf, 1);

    *sdf = (struct sdf){.system = MEM_ARRAY(struct system, 1), .board = board, .options = options};
    sdf->system->path = options->system_path;
    schema_check(root);
    const struct composition composition = compose(root, board, options);
    sdf->system->root = root;
    sdf->system->sections = composition.sections;
    sdf->system->section_count = composition.section_count;
    parse_domains(sdf, root);
    parse_regions(sdf, root);
    parse_pds(sdf, root);
    parse_channels(sdf, root);
    parse_io_spaces(sdf, root);
    check_system(sdf->system, board);
    return sdf->system;
}
