/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding the SDK, its boards and their configurations (TOOL-5, SDK-2). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Sorted names. */
struct name_list {
    const char **names;
    size_t count;
};

/* The SDK root: $MICROKIT_SDK if set, else the parent of the directory of the running executable. Ends the
 * process if that is no directory or has no "board" directory. */
const char *sdk_find(void);

/* The boards of an SDK, and the configurations of one board: the sub-directories. */
struct name_list sdk_boards(const char *sdk);
struct name_list sdk_configs(const char *sdk, const char *board);

/* The sub-directories of a directory that do not start with '.'; none if there is no such directory. */
struct name_list directory_names(const char *path);

bool name_list_has(const struct name_list *list, const char *name);

/* The names with ", " between them; "none" for an empty list. */
const char *name_list_join(const struct name_list *list);
