/* card.c - see card.h. */
#include "db/store/card.h"

#include "app/base/limits.h"

struct ref_row {
    const char *ref;
};

static const char customer_get_sql[] =
    "SELECT ref FROM customer WHERE member_id = $1 AND provider = $2";

enum status store_customer_get(struct tx *t, int64_t member_id, const char *provider,
                               const char **ref)
{
    static const struct db_col cols[] = {COL_TEXT(struct ref_row, ref), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(provider), IN_END};
    struct ref_row row = {NULL};
    enum status s = db_one(t, customer_get_sql, in, cols, &row);

    *ref = row.ref;
    return s;
}

static const char customer_put_sql[] =
    "INSERT INTO customer (member_id, provider, ref, created_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (member_id, provider) DO NOTHING";

enum status store_customer_put(struct tx *t, int64_t member_id, const char *provider,
                               const char *ref, int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(provider), IN_TEXT(ref), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, customer_put_sql, in, &changed);
}

struct id_row {
    int64_t id;
};

static const char put_sql[] =
    "INSERT INTO card (id, member_id, provider, ref, brand, last4, exp_month, exp_year, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (provider, ref) DO UPDATE SET removed_at = NULL"
    " WHERE card.member_id = excluded.member_id RETURNING id";

enum status store_card_put(struct tx *t, const struct card_row *c, int64_t *id)
{
    static const struct db_col cols[] = {COL_I64(struct id_row, id), COL_END};
    struct db_in in[] = {IN_I64(c->id),         IN_I64(c->member_id),
                         IN_TEXT(c->provider),  IN_TEXT(c->ref),
                         IN_TEXT(c->brand),     IN_TEXT(c->last4),
                         IN_I64(c->exp_month),  IN_I64(c->exp_year),
                         IN_I64(c->created_at), IN_END};
    struct id_row row = {0};
    enum status s = db_one(t, put_sql, in, cols, &row);

    *id = row.id;
    return s;
}

#define CARD_SELECT                                                           \
    "SELECT id, member_id, provider, ref, brand, last4, exp_month, exp_year," \
    " created_at, removed_at FROM card"

static const struct db_col card_cols[] = {
    COL_I64(struct card_row, id),
    COL_I64(struct card_row, member_id),
    COL_TEXT(struct card_row, provider),
    COL_TEXT(struct card_row, ref),
    COL_TEXT(struct card_row, brand),
    COL_TEXT(struct card_row, last4),
    COL_I64(struct card_row, exp_month),
    COL_I64(struct card_row, exp_year),
    COL_I64(struct card_row, created_at),
    COL_I64_NULL(struct card_row, removed_at),
    COL_END,
};

static const char get_sql[] = CARD_SELECT " WHERE id = $1";

enum status store_card_get(struct tx *t, int64_t id, struct card_row *c)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, card_cols, c);
}

static const char newest_sql[] =
    CARD_SELECT " WHERE member_id = $1 AND removed_at IS NULL ORDER BY id DESC LIMIT 1";

enum status store_card_newest(struct tx *t, int64_t member_id, struct card_row *c)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_one(t, newest_sql, in, card_cols, c);
}

static const char list_sql[] = CARD_SELECT " WHERE member_id = $1 AND removed_at IS NULL"
                                           " ORDER BY id";

enum status store_card_list(struct tx *t, int64_t member_id, struct card_row **cards, int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_many(t, list_sql, in, card_cols, sizeof **cards, CARDS_MAX, cards, n);
}

static const char remove_sql[] =
    "UPDATE card SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";

enum status store_card_remove(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, remove_sql, in);
}

static const char setup_insert_sql[] =
    "INSERT INTO card_setup (id, member_id, state, locale, created_at, updated_at)"
    " VALUES ($1, $2, 'pending', $3, $4, $4)";

enum status store_card_setup_insert(struct tx *t, const struct card_setup_row *s)
{
    struct db_in in[] = {IN_I64(s->id), IN_I64(s->member_id), IN_TEXT(s->locale),
                         IN_I64(s->created_at), IN_END};

    return db_exec(t, setup_insert_sql, in);
}

#define SETUP_SELECT                                                                       \
    "SELECT id, member_id, state, ref, url, locale, card_id, created_at, updated_at FROM " \
    "card_setup"

static const struct db_col setup_cols[] = {
    COL_I64(struct card_setup_row, id),           COL_I64(struct card_setup_row, member_id),
    COL_TEXT(struct card_setup_row, state),       COL_TEXT_NULL(struct card_setup_row, ref),
    COL_TEXT_NULL(struct card_setup_row, url),    COL_TEXT(struct card_setup_row, locale),
    COL_I64_NULL(struct card_setup_row, card_id), COL_I64(struct card_setup_row, created_at),
    COL_I64(struct card_setup_row, updated_at),   COL_END,
};

static const char setup_get_sql[] = SETUP_SELECT " WHERE id = $1";

enum status store_card_setup_get(struct tx *t, int64_t id, struct card_setup_row *s)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, setup_get_sql, in, setup_cols, s);
}

static const char setup_by_ref_sql[] = SETUP_SELECT " WHERE ref = $1 ORDER BY id LIMIT 1";

enum status store_card_setup_by_ref(struct tx *t, const char *ref, struct card_setup_row *s)
{
    struct db_in in[] = {IN_TEXT(ref), IN_END};

    return db_one(t, setup_by_ref_sql, in, setup_cols, s);
}

static const char setup_save_sql[] =
    "UPDATE card_setup SET state = $3, ref = $4, url = $5, card_id = $6, updated_at = $7"
    " WHERE id = $1 AND state = $2";

enum status store_card_setup_save(struct tx *t, const struct card_setup_row *s, const char *from)
{
    struct db_in in[] = {IN_I64(s->id),         IN_TEXT(from),   IN_TEXT(s->state),
                         IN_TEXT(s->ref),       IN_TEXT(s->url), IN_I64_OR_NULL(s->card_id),
                         IN_I64(s->updated_at), IN_END};
    enum status st = db_exec(t, setup_save_sql, in);

    return st == E_NOT_FOUND ? E_CONFLICT : st;
}

static const char setups_pending_sql[] =
    SETUP_SELECT " WHERE member_id = $1 AND state = 'pending' ORDER BY id";

enum status store_card_setups_pending(struct tx *t, int64_t member_id, struct card_setup_row **rows,
                                      int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_many(t, setups_pending_sql, in, setup_cols, sizeof **rows, CARDS_MAX, rows, n);
}
