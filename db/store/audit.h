/* audit.h - rows of audit_log and of its hash chain audit_seal: both are only ever added to. */
#ifndef DB_STORE_AUDIT_H
#define DB_STORE_AUDIT_H

#include "db/db.h"

struct audit_row {
    int64_t id;
    int64_t at;
    int64_t actor_id;     /* 0: the program */
    int64_t on_behalf_of; /* 0: nobody */
    int64_t household_id; /* 0: none */
    const char *action;
    int64_t subject_id; /* 0: none */
    const char *detail; /* canonical JSON without personal data, or "" */
};

enum status store_audit_insert(struct tx *t, const struct audit_row *row) WARN_UNUSED;

struct audit_seal {
    int64_t seq;
    int64_t audit_id;
    const char *sha256;
};

/* The newest seal. E_NOT_FOUND when nothing is sealed yet. */
enum status store_audit_seal_last(struct tx *t, struct audit_seal *seal) WARN_UNUSED;
enum status store_audit_seal_insert(struct tx *t, const struct audit_seal *seal) WARN_UNUSED;

/* Up to max rows with an id above after_id that have no seal, by id. */
enum status store_audit_unsealed(struct tx *t, int64_t after_id, int max, struct audit_row **rows,
                                 int *n) WARN_UNUSED;

/* A sealed row and its seal, for checking the chain. */
struct audit_link {
    struct audit_row row;
    int64_t seq;
    const char *sha256;
};
/* Up to max links with a seq above after_seq, in order. */
enum status store_audit_links(struct tx *t, int64_t after_seq, int max, struct audit_link **links,
                              int *n) WARN_UNUSED;

/* What a family reads of it. */
struct audit_look {
    int64_t id, at;
    const char *action;
    int64_t actor_id;       /* 0: the program */
    const char *actor_name; /* NULL for the program, and for the child's other home */
    int64_t by;             /* 1: is or was a guardian of this household, 2: of a child's other */
    int64_t child_id;       /* about which of the household's children; 0: no single one */
};
/* Newest first, below before_id. */
enum status store_audit_of_household(struct tx *t, int64_t household_id, int64_t before_id, int max,
                                     struct audit_look **rows, int *n) WARN_UNUSED;

#endif
