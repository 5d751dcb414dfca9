/* fault.h - what a test ordered to go wrong. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_FAULT_H
#define PAYMENTS_SANDBOX_FAULT_H

#include "payments/sandbox/parts.h"

enum fault_mode {
    FAULT_NONE,
    FAULT_DROP_BEFORE, /* hang up, nothing happened */
    FAULT_DROP_AFTER,  /* it happened, then hang up */
    FAULT_DELAY,       /* wait, then do it: meanwhile the key is in flight */
    FAULT_DELAY_AFTER, /* do it, then wait */
    FAULT_TRUNCATE,    /* do it, answer with half of the body */
    FAULT_STATUS       /* answer with that status, having done it or not, remembering it or not */
};

struct mishap {
    enum fault_mode mode;
    int64_t wait_ms;
    int http;
    bool after, store;
    json_t *headers; /* NULL, or the caller's to decref */
};

/* Takes the oldest that fits, once less. */
enum status fault_take(struct sandbox *sb, struct arena *a, const char *method, const char *path,
                       struct mishap *fault) WARN_UNUSED;
/* The texts a test may write. FAULT_NONE for any other. */
enum fault_mode fault_mode_of(const char *text);
void fault_wait(const struct mishap *fault);

#endif
