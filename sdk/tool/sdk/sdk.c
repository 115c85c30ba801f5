/* SPDX-License-Identifier: BSD-2-Clause */
/* The SDK as a directory tree. */
#include "sdk/sdk.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/memory.h"

static const char *executable_sdk(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

    if (length < 0) {
        tool_error("Set the environment variable MICROKIT_SDK.", "cannot find out where this program is");
    }
    path[length] = '\0';
    for (int level = 0; level < 2; level++) { /* bin/microkit */
        char *slash = strrchr(path, '/');
        if (slash == NULL || slash == path) {
            return "/";
        }
        *slash = '\0';
    }
    return mem_string(path, strlen(path));
}

const char *sdk_find(void)
{
    const char *named = getenv("MICROKIT_SDK");
    const char *sdk = named != NULL ? named : executable_sdk();

    if (!directory_exists(sdk)) {
        tool_error("Set MICROKIT_SDK to the directory of an SDK, or unset it to use the SDK of this program.",
                   "the environment variable MICROKIT_SDK names '%s', which is not a directory", sdk);
    }
    const char *boards = path_join(sdk, "board");
    if (!directory_exists(boards)) {
        tool_error("Set MICROKIT_SDK to the directory of a complete SDK.",
                   "the SDK has no directory of boards: '%s' is not a directory", boards);
    }
    return sdk;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct name_list directory_names(const char *path)
{
    struct name_list list = {NULL, 0};
    DIR *directory = opendir(path);

    if (directory == NULL) {
        return list;
    }
    for (const struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        if (entry->d_name[0] != '.' && directory_exists(path_join(path, entry->d_name))) {
            list.names = mem_append(list.names, list.count, sizeof *list.names);
            list.names[list.count++] = mem_string(entry->d_name, strlen(entry->d_name));
        }
    }
    closedir(directory);
    if (list.count > 0) {
        qsort(list.names, list.count, sizeof *list.names, compare_names);
    }
    return list;
}

struct name_list sdk_boards(const char *sdk)
{
    return directory_names(path_join(sdk, "board"));
}

struct name_list sdk_configs(const char *sdk, const char *board)
{
    return directory_names(path_join(path_join(sdk, "board"), board));
}

bool name_list_has(const struct name_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

const char *name_list_join(const struct name_list *list)
{
    const char *joined = "none";

    for (size_t i = 0; i < list->count; i++) {
        joined = i == 0 ? list->names[0] : mem_format("%s, %s", joined, list->names[i]);
    }
    return joined;
}
