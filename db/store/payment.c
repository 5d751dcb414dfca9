/* payment.c - see payment.h. */
#include "db/store/payment.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO payment (id, booking_id, part, payer_id, payee_id, method, amount_minor, currency,"
    " state, state_at, authorize_at, card_id, provider, due_minor, failure, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

enum status store_payment_insert(struct tx *t, const struct payment_row *p)
{
    struct db_in in[] = {
        IN_I64(p->id),
        IN_I64(p->booking_id),
        IN_TEXT(p->part),
        IN_I64(p->payer_id),
        IN_I64(p->payee_id),
        IN_TEXT(p->method),
        IN_I64(p->amount_minor),
        IN_TEXT(p->currency),
        IN_TEXT(p->state),
        IN_I64(p->state_at),
        IN_I64_OR_NULL(p->authorize_at),
        IN_I64_OR_NULL(p->card_id),
        IN_TEXT(p->provider),
        IN_I64_OR_NULL(p->due_minor),
        IN_TEXT(p->failure),
        IN_I64(p->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define PAYMENT_SELECT                                                                          \
    "SELECT id, booking_id, part, payer_id, payee_id, method, amount_minor, currency, state,"   \
    " state_at, authorize_at, deadline_at, card_id, provider, intent_ref, charge_ref, old_ref," \
    " intent_minor, held_minor, captured_minor, due_minor, capture_before_at, action_url,"      \
    " failure, payer_confirmed_at, payee_confirmed_at, created_at FROM payment"

static const struct db_col payment_cols[] = {
    COL_I64(struct payment_row, id),
    COL_I64(struct payment_row, booking_id),
    COL_TEXT(struct payment_row, part),
    COL_I64(struct payment_row, payer_id),
    COL_I64(struct payment_row, payee_id),
    COL_TEXT(struct payment_row, method),
    COL_I64(struct payment_row, amount_minor),
    COL_TEXT(struct payment_row, currency),
    COL_TEXT(struct payment_row, state),
    COL_I64(struct payment_row, state_at),
    COL_I64_NULL(struct payment_row, authorize_at),
    COL_I64_NULL(struct payment_row, deadline_at),
    COL_I64_NULL(struct payment_row, card_id),
    COL_TEXT_NULL(struct payment_row, provider),
    COL_TEXT_NULL(struct payment_row, intent_ref),
    COL_TEXT_NULL(struct payment_row, charge_ref),
    COL_TEXT_NULL(struct payment_row, old_ref),
    COL_I64(struct payment_row, intent_minor),
    COL_I64(struct payment_row, held_minor),
    COL_I64(struct payment_row, captured_minor),
    COL_I64_NULL(struct payment_row, due_minor),
    COL_I64_NULL(struct payment_row, capture_before_at),
    COL_TEXT_NULL(struct payment_row, action_url),
    COL_TEXT_NULL(struct payment_row, failure),
    COL_I64_NULL(struct payment_row, payer_confirmed_at),
    COL_I64_NULL(struct payment_row, payee_confirmed_at),
    COL_I64(struct payment_row, created_at),
    COL_END,
};

static const char get_sql[] = PAYMENT_SELECT " WHERE id = $1";

enum status store_payment_get(struct tx *t, int64_t id, struct payment_row *p)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, payment_cols, p);
}

static const char part_sql[] = PAYMENT_SELECT " WHERE booking_id = $1 AND part = $2";

enum status store_payment_part(struct tx *t, int64_t booking_id, const char *part,
                               struct payment_row *p)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(part), IN_END};

    return db_one(t, part_sql, in, payment_cols, p);
}

static const char of_sql[] = PAYMENT_SELECT " WHERE booking_id = $1 ORDER BY id";

enum status store_payments_of(struct tx *t, int64_t booking_id, struct payment_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, of_sql, in, payment_cols, sizeof **rows, PAYMENT_PARTS_MAX, rows, n);
}

static const char by_ref_sql[] =
    PAYMENT_SELECT " WHERE id IN (SELECT id FROM payment WHERE provider = $1 AND intent_ref = $2"
                   " UNION ALL SELECT id FROM payment WHERE provider = $1 AND old_ref = $2)";

enum status store_payment_by_ref(struct tx *t, const char *provider, const char *ref,
                                 struct payment_row *p)
{
    struct db_in in[] = {IN_TEXT(provider), IN_TEXT(ref), IN_END};

    return db_one(t, by_ref_sql, in, payment_cols, p);
}

static const char save_sql[] =
    "UPDATE payment SET method = $3, amount_minor = $4, state = $5, state_at = $6,"
    " authorize_at = $7, deadline_at = $8, card_id = $9, provider = $10, intent_ref = $11,"
    " charge_ref = $12, old_ref = $13, intent_minor = $14, held_minor = $15, captured_minor = $16,"
    " due_minor = $17, capture_before_at = $18, action_url = $19, failure = $20,"
    " payer_confirmed_at = $21, payee_confirmed_at = $22 WHERE id = $1 AND state = $2";

enum status store_payment_save(struct tx *t, const struct payment_row *p, const char *from)
{
    struct db_in in[] = {
        IN_I64(p->id),
        IN_TEXT(from),
        IN_TEXT(p->method),
        IN_I64(p->amount_minor),
        IN_TEXT(p->state),
        IN_I64(p->state_at),
        IN_I64_OR_NULL(p->authorize_at),
        IN_I64_OR_NULL(p->deadline_at),
        IN_I64_OR_NULL(p->card_id),
        IN_TEXT(p->provider),
        IN_TEXT(p->intent_ref),
        IN_TEXT(p->charge_ref),
        IN_TEXT(p->old_ref),
        IN_I64(p->intent_minor),
        IN_I64(p->held_minor),
        IN_I64(p->captured_minor),
        IN_I64_OR_NULL(p->due_minor),
        IN_I64_OR_NULL(p->capture_before_at),
        IN_TEXT(p->action_url),
        IN_TEXT(p->failure),
        IN_I64_OR_NULL(p->payer_confirmed_at),
        IN_I64_OR_NULL(p->payee_confirmed_at),
        IN_END,
    };
    enum status s = db_exec(t, save_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char without_card_sql[] =
    PAYMENT_SELECT " WHERE payer_id = $1 AND state = 'method_required' ORDER BY id";

enum status store_payments_without_card(struct tx *t, int64_t payer_id, struct payment_row **rows,
                                        int *n)
{
    struct db_in in[] = {IN_I64(payer_id), IN_END};

    return db_many(t, without_card_sql, in, payment_cols, sizeof **rows, PAYMENTS_WAITING_MAX, rows,
                   n);
}

struct count_row {
    int64_t n;
};

static const char on_card_sql[] =
    "SELECT COUNT(*) FROM payment WHERE card_id = $1 AND method = 'card'"
    " AND state NOT IN ('captured', 'voided', 'uncollected')";

enum status store_payments_on_card(struct tx *t, int64_t card_id, int64_t *n)
{
    static const struct db_col cols[] = {COL_I64(struct count_row, n), COL_END};
    struct db_in in[] = {IN_I64(card_id), IN_END};
    struct count_row row = {0};
    enum status s = db_one(t, on_card_sql, in, cols, &row);

    *n = row.n;
    return s;
}
