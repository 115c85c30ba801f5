/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the place of musl's header that enters a Unix kernel. A protection domain has no such kernel below
 * it: every system call of the C library becomes a plain call of os_libc_syscall() (os/lib/libc/syscall.c).
 */

#define __SYSCALL_LL_E(x) (x)
#define __SYSCALL_LL_O(x) (x)
#define IPC_64 0

extern long os_libc_syscall(long number, long a, long b, long c, long d, long e, long f);

static inline long __syscall0(long n)
{
    return os_libc_syscall(n, 0, 0, 0, 0, 0, 0);
}

static inline long __syscall1(long n, long a)
{
    return os_libc_syscall(n, a, 0, 0, 0, 0, 0);
}

static inline long __syscall2(long n, long a, long b)
{
    return os_libc_syscall(n, a, b, 0, 0, 0, 0);
}

static inline long __syscall3(long n, long a, long b, long c)
{
    return os_libc_syscall(n, a, b, c, 0, 0, 0);
}

static inline long __syscall4(long n, long a, long b, long c, long d)
{
    return os_libc_syscall(n, a, b, c, d, 0, 0);
}

static inline long __syscall5(long n, long a, long b, long c, long d, long e)
{
    return os_libc_syscall(n, a, b, c, d, e, 0);
}

static inline long __syscall6(long n, long a, long b, long c, long d, long e, long f)
{
    return os_libc_syscall(n, a, b, c, d, e, f);
}
