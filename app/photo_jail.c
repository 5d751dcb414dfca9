/* photo_jail.c - see photo_jail.h.
 *
 * DESIGN: limits first, then no_new_privs, then a filter of system calls (seccomp(2)) that kills
 * the process at the first call a decoder has no business with: no open, no socket, no fork. It is
 * a list of what is allowed, in classic BPF, so that no library is needed for it. Sanitizers want
 * terabytes of addresses and calls of their own: their builds keep the limits they can bear. */
#include "app/photo_jail.h"

#include "app/base/limits.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "the photo worker's list of system calls knows x86-64 and arm64 alone"
#endif

static enum status set_limit(int what, rlim_t value)
{
    struct rlimit limit = {value, value};

    return setrlimit((__rlimit_resource_t)what, &limit) == 0 ? OK : E_INTERNAL;
}

static enum status set_limits(void)
{
    enum status s = set_limit(RLIMIT_CPU, PHOTO_CPU_S_MAX);

    s = s == OK ? set_limit(RLIMIT_CORE, 0) : s;
    s = s == OK ? set_limit(RLIMIT_FSIZE, 0) : s;
    s = s == OK ? set_limit(RLIMIT_NOFILE, 3) : s;
    s = s == OK ? set_limit(RLIMIT_NPROC, 0) : s;
    return s == OK && !SANITIZED ? set_limit(RLIMIT_AS, PHOTO_MEMORY_BYTES_MAX) : s;
}

/* clang-format off */
#define ALLOW(call) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), \
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static const struct sock_filter allowed[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    ALLOW(read),
    ALLOW(write),
    ALLOW(brk),
    ALLOW(mmap), /* without a file to map: there is none to be had */
    ALLOW(mremap),
    ALLOW(munmap),
    ALLOW(madvise),
    ALLOW(futex),
    ALLOW(clock_gettime),
    ALLOW(getrandom), /* malloc's first */
    ALLOW(rt_sigreturn),
    ALLOW(exit_group),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};
/* clang-format on */

static enum status filter_calls(void)
{
    struct sock_fprog program = {
        .len = sizeof allowed / sizeof allowed[0],
        .filter = (struct sock_filter *)(uintptr_t)allowed,
    };

    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? OK : E_INTERNAL;
}

enum status photo_jail(void)
{
    enum status s = set_limits();

    if (s == OK && (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
                    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)) {
        return E_INTERNAL;
    }
    return s == OK && !SANITIZED ? filter_calls() : s;
}
