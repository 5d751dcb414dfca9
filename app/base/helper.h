/* helper.h - runs a program as a process of its own, with nothing but bytes in and bytes out: no
 * environment, no files, no terminal, and a time after which it is killed. */
#ifndef APP_BASE_HELPER_H
#define APP_BASE_HELPER_H

#include "app/base/arena.h"

struct helper {
    const char *program; /* path */
    const char *command; /* its only argument */
    int64_t ms_max;      /* from its start to its end */
    size_t out_bytes_max;
};

struct helper_end {
    struct slice out; /* in the arena */
    int code;         /* exit code, or -signal; of one that was killed for its time, -SIGKILL */
    bool late;        /* killed: it took too long or said too much */
};

/* Feeds it `in` through its standard input and takes what it writes, on one socket. OK when it ran,
 * however it ended; E_BUSY when it can't be started now. */
enum status helper_run(struct arena *a, const struct helper *h, struct slice in,
                       struct helper_end *end) WARN_UNUSED;

#endif
