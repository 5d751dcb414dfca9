/* notice_wish.h - rows of notice_wish and notice_bounce: how a member wants to be told, and where
 * nothing arrives. */
#ifndef DB_STORE_NOTICE_WISH_H
#define DB_STORE_NOTICE_WISH_H

#include "db/db.h"

struct notice_wish {
    int64_t member_id;
    int64_t quiet_from_min, quiet_to_min; /* equal: none; from above to: over midnight */
    int64_t mail_off, sms_off;            /* bits of enum notice_category */
    int64_t updated_at;
};

/* E_NOT_FOUND: the member never said anything. */
enum status store_notice_wish_get(struct tx *t, int64_t member_id,
                                  struct notice_wish *w) WARN_UNUSED;
/* Makes it, or writes all of it anew. */
enum status store_notice_wish_put(struct tx *t, const struct notice_wish *w) WARN_UNUSED;

/* Notes that a message was refused there; the first time counts. */
enum status store_notice_bounce_put(struct tx *t, int64_t member_id, const char *channel,
                                    int64_t now) WARN_UNUSED;
/* Something arrived, or the address is another one; *n: 1 when it had bounced. */
enum status store_notice_bounce_clear(struct tx *t, int64_t member_id, const char *channel,
                                      int64_t *n) WARN_UNUSED;

/* Since when the member's address and number bounce; 0: they don't. */
struct notice_bounces {
    int64_t mail_at, sms_at;
};
enum status store_notice_bounces(struct tx *t, int64_t member_id,
                                 struct notice_bounces *b) WARN_UNUSED;

#endif
