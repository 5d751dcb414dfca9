/* tie_member.h - what a handshake has to know of the other person. */
#ifndef DB_STORE_TIE_MEMBER_H
#define DB_STORE_TIE_MEMBER_H

#include "db/db.h"

struct tie_member_row {
    const char *display_name;
    const char *phone_tail_blind; /* NULL: no number yet */
    int64_t community_id;         /* the oldest one that both belong to; 0: none */
    const char *zone;             /* of that community; NULL with 0 */
    int64_t blocked;              /* either blocked the other */
};

/* The other as seen by me. E_NOT_FOUND for one who is not an active member. */
enum status store_tie_member(struct tx *t, int64_t me, int64_t other,
                             struct tie_member_row *row) WARN_UNUSED;

#endif
