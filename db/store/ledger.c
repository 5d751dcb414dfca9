/* ledger.c - see ledger.h. */
#include "db/store/ledger.h"

#include <assert.h>

static const char add_sql[] =
    "INSERT INTO journal (id, effect, at, booking_id, payment_id, currency, reverses)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (effect) DO NOTHING";

enum status store_journal_add(struct tx *t, const struct journal_row *j)
{
    struct db_in in[] = {IN_I64(j->id),
                         IN_TEXT(j->effect),
                         IN_I64(j->at),
                         IN_I64_OR_NULL(j->booking_id),
                         IN_I64_OR_NULL(j->payment_id),
                         IN_TEXT(j->currency),
                         IN_I64_OR_NULL(j->reverses),
                         IN_END};

    return db_exec(t, add_sql, in);
}

/* Up to four lines in one statement; a line without an amount is not there. */
static const char lines_sql[] =
    "INSERT INTO entry (journal_id, seq, account, owner_id, amount_minor)"
    " SELECT CAST($1 AS BIGINT), column1, column2, column3, column4 FROM (VALUES"
    " (1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)),"
    " (2, CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS BIGINT)),"
    " (3, CAST($8 AS TEXT), CAST($9 AS BIGINT), CAST($10 AS BIGINT)),"
    " (4, CAST($11 AS TEXT), CAST($12 AS BIGINT), CAST($13 AS BIGINT))) v WHERE column4 <> 0";

static const char seal_sql[] = "INSERT INTO journal_seal (journal_id, sealed_at) VALUES ($1, $2)";

enum status store_journal_seal(struct tx *t, const struct journal_row *j,
                               const struct entry_row *lines, int n)
{
    struct db_in in[3 * ENTRIES_PER_JOURNAL_MAX + 2] = {IN_I64(j->id)};
    struct db_in seal[] = {IN_I64(j->id), IN_I64(j->at), IN_END};
    int64_t added;
    enum status s;

    assert(n <= ENTRIES_PER_JOURNAL_MAX);
    for (int i = 0; i < ENTRIES_PER_JOURNAL_MAX; i++) {
        in[3 * i + 1] = (struct db_in)IN_TEXT(i < n ? lines[i].account : "");
        in[3 * i + 2] = (struct db_in)IN_I64(i < n ? lines[i].owner_id : 0);
        in[3 * i + 3] = (struct db_in)IN_I64(i < n ? lines[i].amount_minor : 0);
    }
    in[3 * ENTRIES_PER_JOURNAL_MAX + 1] = (struct db_in)IN_END;
    s = db_change(t, lines_sql, in, &added);
    return s == OK ? db_exec(t, seal_sql, seal) : s;
}

static const struct db_col journal_cols[] = {
    COL_I64(struct journal_row, id),
    COL_TEXT(struct journal_row, effect),
    COL_I64(struct journal_row, at),
    COL_I64_NULL(struct journal_row, booking_id),
    COL_I64_NULL(struct journal_row, payment_id),
    COL_TEXT(struct journal_row, currency),
    COL_I64_NULL(struct journal_row, reverses),
    COL_END,
};

static const char by_effect_sql[] =
    "SELECT id, effect, at, booking_id, payment_id, currency, reverses FROM journal"
    " WHERE effect = $1";

enum status store_journal_by_effect(struct tx *t, const char *effect, struct journal_row *j)
{
    struct db_in in[] = {IN_TEXT(effect), IN_END};

    return db_one(t, by_effect_sql, in, journal_cols, j);
}

static const struct db_col entry_cols[] = {
    COL_I64(struct entry_row, journal_id),   COL_I64(struct entry_row, seq),
    COL_TEXT(struct entry_row, account),     COL_I64(struct entry_row, owner_id),
    COL_I64(struct entry_row, amount_minor), COL_END,
};

static const char entries_sql[] = "SELECT journal_id, seq, account, owner_id, amount_minor"
                                  " FROM entry WHERE journal_id = $1 ORDER BY seq";

enum status store_entries_of(struct tx *t, int64_t journal_id, struct entry_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(journal_id), IN_END};

    return db_many(t, entries_sql, in, entry_cols, sizeof **rows, ENTRIES_PER_JOURNAL_MAX, rows, n);
}

static const char line_sql[] = "INSERT INTO balance_line (provider, ref, journal_id)"
                               " VALUES ($1, $2, $3)";

enum status store_balance_line_add(struct tx *t, const char *provider, const char *ref,
                                   int64_t journal_id)
{
    struct db_in in[] = {IN_TEXT(provider), IN_TEXT(ref), IN_I64(journal_id), IN_END};

    return db_exec(t, line_sql, in);
}

static const char sum_sql[] = "SELECT COALESCE(CAST(SUM(amount_minor) AS BIGINT), 0) FROM entry"
                              " WHERE account = $1 AND ($2 = -1 OR owner_id = $2)";

enum status store_ledger_sum(struct tx *t, const char *account, int64_t owner_id,
                             int64_t *amount_minor)
{
    static const struct db_col cols[] = {{DB_I64, false, 0}, COL_END};
    struct db_in in[] = {IN_TEXT(account), IN_I64(owner_id), IN_END};

    return db_one(t, sum_sql, in, cols, amount_minor);
}

static const struct db_col ledger_cols[] = {
    COL_I64(struct ledger_row, journal.id),
    COL_TEXT(struct ledger_row, journal.effect),
    COL_I64(struct ledger_row, journal.at),
    COL_I64_NULL(struct ledger_row, journal.booking_id),
    COL_I64_NULL(struct ledger_row, journal.payment_id),
    COL_TEXT(struct ledger_row, journal.currency),
    COL_I64_NULL(struct ledger_row, journal.reverses),
    COL_I64(struct ledger_row, entry.journal_id),
    COL_I64(struct ledger_row, entry.seq),
    COL_TEXT(struct ledger_row, entry.account),
    COL_I64(struct ledger_row, entry.owner_id),
    COL_I64(struct ledger_row, entry.amount_minor),
    COL_END,
};

static const char page_sql[] =
    "SELECT j.id, j.effect, j.at, j.booking_id, j.payment_id, j.currency, j.reverses,"
    " e.journal_id, e.seq, e.account, e.owner_id, e.amount_minor"
    " FROM journal j JOIN entry e ON e.journal_id = j.id"
    " WHERE j.id > $3 AND j.at >= $1 AND j.at < $2 ORDER BY j.id, e.seq LIMIT $4";

enum status store_ledger_page(struct tx *t, int64_t from_at, int64_t until_at, int64_t after_id,
                              int max, struct ledger_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(from_at), IN_I64(until_at), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, page_sql, in, ledger_cols, sizeof **rows, max, rows, n);
}
