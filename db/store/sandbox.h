/* sandbox.h - rows of the payment sandbox's own database: the objects of the simulated API. */
#ifndef DB_STORE_SANDBOX_H
#define DB_STORE_SANDBOX_H

#include "db/db.h"

struct sandbox_object_row {
    const char *ref, *kind;
    int64_t seq, created_at;
    const char *customer_ref, *parent_ref, *label; /* "" none */
    int64_t due_at;                                /* 0 never */
    const char *body;
};

/* New, or changed: kind, seq and created_at stay what they were. */
enum status store_sandbox_put(struct tx *t, const struct sandbox_object_row *o) WARN_UNUSED;
enum status store_sandbox_get(struct tx *t, const char *ref,
                              struct sandbox_object_row *o) WARN_UNUSED;

/* One page of a kind, newest first; oldest first when after_seq counts. */
struct sandbox_list {
    const char *kind;
    const char *customer_ref, *parent_ref, *label; /* "" any; label "|a|b|" any of these */
    int64_t created_from_at, created_to_at;        /* inclusive */
    int64_t before_seq;                            /* INT64_MAX: from the newest */
    int64_t after_seq;                             /* 0: not used */
    int rows_max;
};
enum status store_sandbox_list(struct tx *t, const struct sandbox_list *list,
                               struct sandbox_object_row **rows, int *n) WARN_UNUSED;

/* Up to rows_max objects whose time has come, longest due first. */
enum status store_sandbox_due(struct tx *t, int64_t now, int rows_max,
                              struct sandbox_object_row **rows, int *n) WARN_UNUSED;

/* 0 when it was never set. */
enum status store_sandbox_setting(struct tx *t, const char *name, int64_t *value) WARN_UNUSED;
enum status store_sandbox_set(struct tx *t, const char *name, int64_t value) WARN_UNUSED;

/* Text messages; list: newest first, of one number or ("") of all, 100 at the most. */
struct sandbox_message_row {
    int64_t seq;
    const char *ref, *account, *to_number, *from_number, *text;
    int64_t created_at;
};
enum status store_sandbox_message(struct tx *t, const struct sandbox_message_row *m) WARN_UNUSED;
enum status store_sandbox_messages(struct tx *t, const char *to_number,
                                   struct sandbox_message_row **rows, int *n) WARN_UNUSED;

#endif
