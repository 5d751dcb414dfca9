/* no_show.c - see no_show.h. */
#include "db/store/no_show.h"

static const char open_sql[] =
    "INSERT INTO no_show_claim (booking_id, claimed_by, against, opened_at)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (booking_id) DO NOTHING";

enum status store_no_show_open(struct tx *t, int64_t booking_id, int64_t claimed_by,
                               const char *against, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(claimed_by), IN_TEXT(against), IN_I64(at),
                         IN_END};
    int64_t changed;

    return db_change(t, open_sql, in, &changed);
}

static const char get_sql[] =
    "SELECT booking_id, claimed_by, against, opened_at, contested_at, contested_by, closed_at,"
    " outcome, decision, decided_by, decided_at, reason_sealed FROM no_show_claim WHERE booking_id "
    "= $1";

enum status store_no_show_get(struct tx *t, int64_t booking_id, struct no_show_row *r)
{
    static const struct db_col cols[] = {
        COL_I64(struct no_show_row, booking_id),
        COL_I64(struct no_show_row, claimed_by),
        COL_TEXT_NULL(struct no_show_row, against),
        COL_I64(struct no_show_row, opened_at),
        COL_I64_NULL(struct no_show_row, contested_at),
        COL_I64_NULL(struct no_show_row, contested_by),
        COL_I64_NULL(struct no_show_row, closed_at),
        COL_TEXT_NULL(struct no_show_row, outcome),
        COL_TEXT_NULL(struct no_show_row, decision),
        COL_I64_NULL(struct no_show_row, decided_by),
        COL_I64_NULL(struct no_show_row, decided_at),
        COL_BYTES_NULL(struct no_show_row, reason_sealed),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_one(t, get_sql, in, cols, r);
}

/* The row is there and in the state the statement wants, or somebody was first. */
static enum status must_change(struct tx *t, const char *sql, const struct db_in *in)
{
    enum status s = db_exec(t, sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char say_sql[] =
    "UPDATE no_show_claim SET claimed_by = $2, against = $3, opened_at = $4, closed_at = NULL,"
    " outcome = NULL, contested_at = NULL, contested_by = NULL WHERE booking_id = $1"
    " AND ((against IS NULL AND contested_at IS NULL AND closed_at IS NULL)"
    "      OR outcome = 'withdrawn')";

enum status store_no_show_say(struct tx *t, int64_t booking_id, int64_t by_id, const char *against,
                              int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(by_id), IN_TEXT(against), IN_I64(at), IN_END};

    return must_change(t, say_sql, in);
}

static const char contest_sql[] =
    "UPDATE no_show_claim SET contested_at = $3, contested_by = $2"
    " WHERE booking_id = $1 AND contested_at IS NULL AND closed_at IS NULL";

enum status store_no_show_contest(struct tx *t, int64_t booking_id, int64_t by_id, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(by_id), IN_I64(at), IN_END};

    return must_change(t, contest_sql, in);
}

static const char withdraw_sql[] =
    "UPDATE no_show_claim SET closed_at = $3, outcome = 'withdrawn', withdrawn_by = $2"
    " WHERE booking_id = $1 AND closed_at IS NULL";

enum status store_no_show_withdraw(struct tx *t, int64_t booking_id, int64_t by_id, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(by_id), IN_I64(at), IN_END};

    return must_change(t, withdraw_sql, in);
}

static const char decide_sql[] =
    "UPDATE no_show_claim SET decision = $2, decided_by = $3, decided_at = $4, reason_sealed = $5"
    " WHERE booking_id = $1 AND contested_at IS NOT NULL AND closed_at IS NULL"
    " AND decision IS NULL";

enum status store_no_show_decide(struct tx *t, int64_t booking_id, const char *decision,
                                 int64_t by_id, int64_t at, struct slice reason)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(decision), IN_I64(by_id),
                         IN_I64(at),         IN_BYTES(reason),  IN_END};

    return must_change(t, decide_sql, in);
}

static const char close_sql[] = "UPDATE no_show_claim SET closed_at = $3, outcome = $2"
                                " WHERE booking_id = $1 AND closed_at IS NULL";

enum status store_no_show_close(struct tx *t, int64_t booking_id, const char *outcome, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(outcome), IN_I64(at), IN_END};
    int64_t changed;

    return db_change(t, close_sql, in, &changed);
}
