/* offer.h - rows of the offer table: one per asked supporter. */
#ifndef DB_STORE_OFFER_H
#define DB_STORE_OFFER_H

#include "db/db.h"

struct offer_row {
    int64_t id, request_id, supporter_id, tie_id;
    const char *state;
    int64_t state_at, asked_at;
    int64_t start_at, end_at; /* as asked, or shifted */
    const char *fee_mode;
    int64_t rate_minor;
    int64_t waived_pct;
    int64_t price_minor;
    struct slice note_sealed;
    int64_t reserve_rank; /* 0: none */
};

/* The columns of an offer_row of table `o`, and where they go within a struct that holds one as
 * `field`: for statements that join. */
#define OFFER_COLUMNS                                                                \
    "o.id, o.request_id, o.supporter_id, o.tie_id, o.state, o.state_at, o.asked_at," \
    " o.start_at, o.end_at, o.fee_mode, o.rate_minor, o.waived_pct, o.price_minor,"  \
    " o.note_sealed, o.reserve_rank"
#define OFFER_COLS(row, field)                                                                  \
    COL_I64(row, field.id), COL_I64(row, field.request_id), COL_I64(row, field.supporter_id),   \
        COL_I64(row, field.tie_id), COL_TEXT(row, field.state), COL_I64(row, field.state_at),   \
        COL_I64(row, field.asked_at), COL_I64(row, field.start_at), COL_I64(row, field.end_at), \
        COL_TEXT(row, field.fee_mode), COL_I64_NULL(row, field.rate_minor),                     \
        COL_I64(row, field.waived_pct), COL_I64(row, field.price_minor),                        \
        COL_BYTES_NULL(row, field.note_sealed), COL_I64_NULL(row, field.reserve_rank)

enum status store_offer_insert(struct tx *t, const struct offer_row *o) WARN_UNUSED;
enum status store_offer_get(struct tx *t, int64_t id, struct offer_row *o) WARN_UNUSED;

/* By id; at most AUDIENCE_MAX. */
enum status store_offers_of_request(struct tx *t, int64_t request_id, struct offer_row **offers,
                                    int *n) WARN_UNUSED;

/* The same with names, without those who blocked the viewer or the asker, or were blocked. */
struct offer_shown {
    struct offer_row offer;
    const char *display_name; /* the supporter's */
};
enum status store_offers_shown(struct tx *t, int64_t request_id, int64_t viewer_id,
                               struct offer_shown **offers, int *n) WARN_UNUSED;

/* E_CONFLICT when it is not in `from` (any more). */
enum status store_offer_move(struct tx *t, int64_t id, const char *from, const char *to,
                             int64_t now) WARN_UNUSED;

/* What the supporter says with a yes: time, fee, note. */
enum status store_offer_terms(struct tx *t, const struct offer_row *o) WARN_UNUSED;
/* Ranks it behind the reserves there are. */
enum status store_offer_rank(struct tx *t, int64_t request_id, int64_t id) WARN_UNUSED;

#endif
