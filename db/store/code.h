/* code.h - rows of the code table: one-time codes sent by mail or SMS, and decoys. */
#ifndef DB_STORE_CODE_H
#define DB_STORE_CODE_H

#include "db/db.h"

struct code {
    int64_t id;
    int64_t member_id; /* 0: a decoy */
    const char *purpose;
    const char *code_blind;
    struct slice target_sealed; /* empty: the member's own address or number */
    int64_t tries;
    int64_t created_at;
    int64_t expires_at;
    int64_t used_at;   /* 0: not yet */
    int64_t newest_id; /* of the same member and purpose: that one counts */
};

enum status store_code_insert(struct tx *t, const struct code *c) WARN_UNUSED;
/* E_NOT_FOUND. */
enum status store_code_get(struct tx *t, int64_t id, struct code *c) WARN_UNUSED;
/* The newest of a member and purpose. E_NOT_FOUND. */
enum status store_code_newest(struct tx *t, int64_t member_id, const char *purpose,
                              int64_t *id) WARN_UNUSED;
/* One more wrong try. */
enum status store_code_tried(struct tx *t, int64_t id) WARN_UNUSED;
/* E_NOT_FOUND when it was used meanwhile. */
enum status store_code_use(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;
/* Whatever was sent to the member opens nothing any more. */
enum status store_code_spoil(struct tx *t, int64_t member_id, int64_t now) WARN_UNUSED;

#endif
