/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls that the C library may make inside a protection domain: memory, console output, and the
 * end of the program. All else answers ENOSYS, which the library passes on as an ordinary error.
 */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "heap.h"
#include "libc.h"

#define STDOUT 1
#define STDERR 2

long os_libc_syscall(long number, long a, long b, long c, long d, long e, long f);

static long write_vector(long file, const struct iovec *vector, long count)
{
    if (file != STDOUT && file != STDERR) {
        return -EBADF;
    }
    size_t written = 0;
    for (long i = 0; i < count; i++) {
        os_libc_write(vector[i].iov_base, vector[i].iov_len);
        written += vector[i].iov_len;
    }
    return (long)written;
}

static long map_memory(size_t length, long flags)
{
    if ((flags & MAP_ANONYMOUS) == 0) {
        return -ENODEV;
    }
    void *pages = os_libc_heap_take(length);
    return pages ? (long)(uintptr_t)pages : -ENOMEM;
}

long os_libc_syscall(long number, long a, long b, long c, long d, long e, long f)
{
    (void)e;
    (void)f;
    switch (number) {
    case SYS_write: {
        struct iovec one = {.iov_base = (void *)(uintptr_t)b, .iov_len = (size_t)c};
        return write_vector(a, &one, 1);
    }
    case SYS_writev:
        return write_vector(a, (const struct iovec *)(uintptr_t)b, c);
    case SYS_mmap:
        return map_memory((size_t)b, d);
    case SYS_munmap:
    case SYS_madvise:
    case SYS_rt_sigprocmask:
    case SYS_brk: /* "no break": malloc() then uses mmap alone */
        return 0;
    case SYS_set_tid_address:
        return 1;
    case SYS_ioctl:
        return -ENOTTY;
    case SYS_exit:
    case SYS_exit_group:
        /* A fault is how a component ends: the monitor reports it, with the place. */
        __builtin_trap();
    default:
        return -ENOSYS;
    }
}
