/* request_link.h - rows of request_link: an ask's link for the family's own chat. */
#ifndef DB_STORE_REQUEST_LINK_H
#define DB_STORE_REQUEST_LINK_H

#include "db/db.h"

struct request_link_row {
    int64_t id, request_id;
    const char *token_sha256;
    int64_t made_by, created_at;
};

enum status store_request_link_insert(struct tx *t, const struct request_link_row *row) WARN_UNUSED;
/* The ask that a token leads to. E_NOT_FOUND. */
enum status store_request_link_find(struct tx *t, const char *token_sha256,
                                    int64_t *request_id) WARN_UNUSED;
/* How many of a request there are. */
enum status store_request_link_count(struct tx *t, int64_t request_id, int64_t *n) WARN_UNUSED;

#endif
