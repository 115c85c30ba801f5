/* SPDX-License-Identifier: BSD-2-Clause */
/* The client side of QMP, as far as reading memory needs it. */
#include "machine/monitor_link.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/memory.h"

enum { RETRY_MICROSECONDS = 10000 };

static int try_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int link = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (strlen(path) >= sizeof address.sun_path) {
        tool_error("Set TMPDIR to a directory with a shorter path.", "the path '%s' is too long for a socket",
                   path);
    }
    strcpy(address.sun_path, path);
    if (link >= 0 && connect(link, (struct sockaddr *)&address, sizeof address) != 0) {
        close(link);
        link = -1;
    }
    return link;
}

/* The answer to the command before; events in between are passed over. NULL when the machine is gone. */
static json_t *receive(int link)
{
    for (;;) {
        json_t *message = json_loadfd(link, JSON_DISABLE_EOF_CHECK, NULL);
        json_t *value = json_object_get(message, "return");

        if (message == NULL) {
            return NULL;
        }
        json_incref(value);
        json_decref(message);
        if (value != NULL) {
            return value;
        }
    }
}

static json_t *command(int link, json_t *request)
{
    char *text = json_dumps(request, JSON_COMPACT);
    size_t size = strlen(text);
    bool sent = send(link, text, size, MSG_NOSIGNAL) == (ssize_t)size;

    free(text);
    json_decref(request);
    return sent ? receive(link) : NULL;
}

int monitor_connect(const char *path, bool (*alive)(void))
{
    int link;

    while ((link = try_connect(path)) < 0) {
        if (!alive()) {
            return -1;
        }
        usleep(RETRY_MICROSECONDS);
    }
    json_decref(command(link, json_pack("{s:s}", "execute", "qmp_capabilities")));
    return link;
}

/* Lines like "0000000060094000: 0x0000000000000001 0x0000000000000002". */
static bool parse_words(const char *text, uint64_t *words, size_t count)
{
    size_t done = 0;

    while (done < count && text != NULL) {
        const char *word = strstr(text, " 0x");

        if (word == NULL) {
            return false;
        }
        words[done++] = strtoull(word + 1, NULL, 16);
        text = word + 3;
    }
    return done == count;
}

bool monitor_read(int link, uint64_t address, uint64_t *words, size_t count)
{
    const char *line = mem_format("xp /%zugx 0x%" PRIx64, count, address);
    json_t *answer = command(link, json_pack("{s:s,s:{s:s}}", "execute", "human-monitor-command", "arguments",
                                             "command-line", line));
    bool read = parse_words(json_string_value(answer), words, count);

    json_decref(answer);
    return read;
}
