/* SPDX-License-Identifier: BSD-2-Clause */
/* Files as a whole. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

bool file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

bool directory_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

char *path_join(const char *directory, const char *name)
{
    if (name[0] == '/') {
        return mem_string(name, strlen(name));
    }
    return mem_format("%s/%s", directory, name);
}

const char *path_search(const char *const *directories, size_t count, const char *name, const char **tried)
{
    if (name[0] == '/') {
        *tried = name;
        return file_exists(name) ? name : NULL;
    }
    *tried = NULL;
    for (size_t i = 0; i < count; i++) {
        char *path = path_join(directories[i], name);
        if (file_exists(path)) {
            return path;
        }
        *tried = *tried == NULL ? path : mem_format("%s, %s", *tried, path);
    }
    if (file_exists(name)) {
        return name;
    }
    *tried = *tried == NULL ? name : mem_format("%s, %s", *tried, name);
    return NULL;
}

/* Reads exactly `size` bytes, or fewer at the end of the file. Returns the count, or -1 with errno. */
static ssize_t read_fully(int fd, uint8_t *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t step = read(fd, data + done, size - done);
        if (step < 0 && errno == EINTR) {
            continue;
        }
        if (step < 0) {
            return -1;
        }
        if (step == 0) {
            break;
        }
        done += (size_t)step;
    }
    return (ssize_t)done;
}

static const char *read_open_file(int fd, size_t limit, struct file_bytes *file)
{
    struct stat status;

    if (fstat(fd, &status) != 0) {
        return strerror(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return "not a regular file";
    }
    if ((uint64_t)status.st_size > limit) {
        return mem_format("the file has %jd bytes, and at most %zu are supported", (intmax_t)status.st_size,
                          limit);
    }
    size_t size = (size_t)status.st_size;
    uint8_t *data = mem_array(size + 1, 1);
    ssize_t got = read_fully(fd, data, size);
    if (got < 0) {
        return strerror(errno);
    }
    if ((size_t)got != size) {
        return "the file shrank while it was read";
    }
    file->data = data;
    file->size = size;
    return NULL;
}

const char *file_read(const char *path, size_t limit, struct file_bytes *file)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        return strerror(errno);
    }
    const char *reason = read_open_file(fd, limit, file);
    close(fd);
    return reason;
}

static const char *write_and_close(int fd, const uint8_t *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t step = write(fd, data + done, size - done);
        if (step < 0 && errno != EINTR) {
            const char *reason = strerror(errno);
            close(fd);
            return reason;
        }
        done += step > 0 ? (size_t)step : 0;
    }
    return close(fd) == 0 ? NULL : strerror(errno);
}

/* A device or a pipe named as the output must be written to: a rename would put a file in its place. */
static const char *write_in_place(const char *path, const void *data, size_t size)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    return fd < 0 ? strerror(errno) : write_and_close(fd, data, size);
}

const char *file_write(const char *path, const void *data, size_t size)
{
    struct stat status;

    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        return write_in_place(path, data, size);
    }
    char *temporary = mem_format("%s.%ld.tmp", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return strerror(errno);
    }
    const char *reason = write_and_close(fd, data, size);
    if (reason == NULL && rename(temporary, path) != 0) {
        reason = strerror(errno);
    }
    if (reason != NULL) {
        unlink(temporary);
    }
    return reason;
}
