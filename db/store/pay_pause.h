/* pay_pause.h - rows of pay_pause: the card provider does not take our key, and everybody knows. */
#ifndef DB_STORE_PAY_PAUSE_H
#define DB_STORE_PAY_PAUSE_H

#include "db/db.h"

struct pay_pause_row {
    const char *provider;
    int64_t paused_at, next_at; /* next_at: of the next try */
    const char *error;
};

/* E_NOT_FOUND: not paused. */
enum status store_pay_pause_get(struct tx *t, const char *provider,
                                struct pay_pause_row *p) WARN_UNUSED;
/* Begins, or goes on: paused_at stays. */
enum status store_pay_pause_put(struct tx *t, const struct pay_pause_row *p) WARN_UNUSED;
enum status store_pay_pause_end(struct tx *t, const char *provider) WARN_UNUSED;

struct pause_community {
    int64_t id;
};
/* Every community, since each one's staff has to know. */
enum status store_pay_pause_communities(struct tx *t, struct pause_community **rows,
                                        int *n) WARN_UNUSED;

#endif
