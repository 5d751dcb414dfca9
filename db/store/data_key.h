/* data_key.h - rows of the key store: the wrapped key of each household or member. */
#ifndef DB_STORE_DATA_KEY_H
#define DB_STORE_DATA_KEY_H

#include "db/db.h"

struct data_key {
    int64_t owner_id;
    int64_t version; /* from 1; the newest seals, all of them open */
    struct slice wrapped;
    int64_t created_at;
};

/* Does nothing when the owner has that version already: the first one made is the key. */
enum status store_data_key_put(struct tx *t, const struct data_key *k) WARN_UNUSED;

/* E_NOT_FOUND. */
enum status store_data_key_newest(struct tx *t, int64_t owner_id, struct data_key *k) WARN_UNUSED;
enum status store_data_key_get(struct tx *t, int64_t owner_id, int64_t version,
                               struct data_key *k) WARN_UNUSED;

/* Up to max rows behind (owner_id, version), in that order. */
enum status store_data_keys_after(struct tx *t, int64_t owner_id, int64_t version, int max,
                                  struct data_key **rows, int *n) WARN_UNUSED;
/* The same key wrapped anew. OK also when the owner's key was destroyed meanwhile. */
enum status store_data_key_rewrap(struct tx *t, const struct data_key *k) WARN_UNUSED;

/* All versions of the owner's key. */
enum status store_data_key_delete(struct tx *t, int64_t owner_id) WARN_UNUSED;

#endif
