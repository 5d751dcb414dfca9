/* offer.c - see offer.h. */
#include "db/store/offer.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO offer (id, request_id, supporter_id, tie_id, state, state_at, asked_at, start_at,"
    " end_at, fee_mode, rate_minor, waived_pct, price_minor)"
    " VALUES ($1, $2, $3, $4, 'asked', $5, $5, $6, $7, $8, $9, $10, $11)";

enum status store_offer_insert(struct tx *t, const struct offer_row *o)
{
    struct db_in in[] = {
        IN_I64(o->id),         IN_I64(o->request_id),  IN_I64(o->supporter_id),
        IN_I64(o->tie_id),     IN_I64(o->asked_at),    IN_I64(o->start_at),
        IN_I64(o->end_at),     IN_TEXT(o->fee_mode),   IN_I64_OR_NULL(o->rate_minor),
        IN_I64(o->waived_pct), IN_I64(o->price_minor), IN_END,
    };

    return db_exec(t, insert_sql, in);
}

struct one {
    struct offer_row offer;
};
static const struct db_col offer_cols[] = {OFFER_COLS(struct one, offer), COL_END};

static const char get_sql[] = "SELECT " OFFER_COLUMNS " FROM offer o WHERE o.id = $1";

enum status store_offer_get(struct tx *t, int64_t id, struct offer_row *o)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, offer_cols, o);
}

static const char of_request_sql[] =
    "SELECT " OFFER_COLUMNS " FROM offer o WHERE o.request_id = $1 ORDER BY o.id";

enum status store_offers_of_request(struct tx *t, int64_t request_id, struct offer_row **offers,
                                    int *n)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return db_many(t, of_request_sql, in, offer_cols, sizeof **offers, AUDIENCE_MAX, offers, n);
}

static const char shown_sql[] =
    "SELECT " OFFER_COLUMNS ", m.display_name FROM offer o JOIN request r ON r.id = o.request_id"
    " JOIN member m ON m.id = o.supporter_id WHERE o.request_id = $1"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id IN ($2, r.asked_by)"
    " AND b.blocked_id = o.supporter_id)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = o.supporter_id"
    " AND b.blocked_id IN ($2, r.asked_by)) ORDER BY o.id";

enum status store_offers_shown(struct tx *t, int64_t request_id, int64_t viewer_id,
                               struct offer_shown **offers, int *n)
{
    static const struct db_col cols[] = {
        OFFER_COLS(struct offer_shown, offer),
        COL_TEXT(struct offer_shown, display_name),
        COL_END,
    };
    struct db_in in[] = {IN_I64(request_id), IN_I64(viewer_id), IN_END};

    return db_many(t, shown_sql, in, cols, sizeof **offers, AUDIENCE_MAX, offers, n);
}

static const char move_sql[] =
    "UPDATE offer SET state = $3, state_at = $4 WHERE id = $1 AND state = $2";

enum status store_offer_move(struct tx *t, int64_t id, const char *from, const char *to,
                             int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(from), IN_TEXT(to), IN_I64(now), IN_END};
    enum status s = db_exec(t, move_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char terms_sql[] =
    "UPDATE offer SET start_at = $2, end_at = $3, fee_mode = $4, rate_minor = $5, waived_pct = $6,"
    " price_minor = $7, note_sealed = $8 WHERE id = $1";

enum status store_offer_terms(struct tx *t, const struct offer_row *o)
{
    struct db_in in[] = {
        IN_I64(o->id),          IN_I64(o->start_at),           IN_I64(o->end_at),
        IN_TEXT(o->fee_mode),   IN_I64_OR_NULL(o->rate_minor), IN_I64(o->waived_pct),
        IN_I64(o->price_minor), IN_BYTES(o->note_sealed),      IN_END,
    };

    return db_exec(t, terms_sql, in);
}

static const char rank_sql[] =
    "UPDATE offer SET reserve_rank = (SELECT COALESCE(MAX(o.reserve_rank), 0) + 1 FROM offer o"
    " WHERE o.request_id = $1) WHERE id = $2";

enum status store_offer_rank(struct tx *t, int64_t request_id, int64_t id)
{
    struct db_in in[] = {IN_I64(request_id), IN_I64(id), IN_END};

    return db_exec(t, rank_sql, in);
}
