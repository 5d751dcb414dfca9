/* sandbox.c - see sandbox.h. */
#include "db/store/sandbox.h"

#include "app/base/limits.h"

static const char put_sql[] =
    "INSERT INTO sandbox_object (ref, kind, seq, created_at, customer_ref, parent_ref, label,"
    " due_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (ref) DO UPDATE SET customer_ref = excluded.customer_ref,"
    " parent_ref = excluded.parent_ref, label = excluded.label, due_at = excluded.due_at,"
    " body = excluded.body";

enum status store_sandbox_put(struct tx *t, const struct sandbox_object_row *o)
{
    struct db_in in[] = {
        IN_TEXT(o->ref),          IN_TEXT(o->kind),
        IN_I64(o->seq),           IN_I64(o->created_at),
        IN_TEXT(o->customer_ref), IN_TEXT(o->parent_ref),
        IN_TEXT(o->label),        IN_I64_OR_NULL(o->due_at),
        IN_TEXT(o->body),         IN_END,
    };

    return db_exec(t, put_sql, in);
}

#define OBJECT_COLUMNS                                                                 \
    "SELECT ref, kind, seq, created_at, customer_ref, parent_ref, label, due_at, body" \
    " FROM sandbox_object"

static const struct db_col object_cols[] = {
    COL_TEXT(struct sandbox_object_row, ref),
    COL_TEXT(struct sandbox_object_row, kind),
    COL_I64(struct sandbox_object_row, seq),
    COL_I64(struct sandbox_object_row, created_at),
    COL_TEXT(struct sandbox_object_row, customer_ref),
    COL_TEXT(struct sandbox_object_row, parent_ref),
    COL_TEXT(struct sandbox_object_row, label),
    COL_I64_NULL(struct sandbox_object_row, due_at),
    COL_TEXT(struct sandbox_object_row, body),
    COL_END,
};

static const char get_sql[] = OBJECT_COLUMNS " WHERE ref = $1";

enum status store_sandbox_get(struct tx *t, const char *ref, struct sandbox_object_row *o)
{
    struct db_in in[] = {IN_TEXT(ref), IN_END};

    return db_one(t, get_sql, in, object_cols, o);
}

/* A label "|a|b|" means a or b: ours hold no '|', but '_', which LIKE would take for any letter. */
#define OBJECT_FILTER                                                                      \
    " WHERE kind = $1 AND ($2 = '' OR customer_ref = $2) AND ($3 = '' OR parent_ref = $3)" \
    " AND ($4 = '' OR label = $4 OR $4 LIKE '%|' || REPLACE(label, '_', '!_') || '|%'"     \
    " ESCAPE '!') AND created_at >= $5 AND created_at <= $6 AND seq < $7 AND seq > $8"

static const char down_sql[] = OBJECT_COLUMNS OBJECT_FILTER " ORDER BY seq DESC LIMIT $9";
static const char up_sql[] = OBJECT_COLUMNS OBJECT_FILTER " ORDER BY seq LIMIT $9";

enum status store_sandbox_list(struct tx *t, const struct sandbox_list *l,
                               struct sandbox_object_row **rows, int *n)
{
    struct db_in in[] = {
        IN_TEXT(l->kind),           IN_TEXT(l->customer_ref),
        IN_TEXT(l->parent_ref),     IN_TEXT(l->label),
        IN_I64(l->created_from_at), IN_I64(l->created_to_at),
        IN_I64(l->before_seq),      IN_I64(l->after_seq),
        IN_I64(l->rows_max),        IN_END,
    };

    return db_many(t, l->after_seq > 0 ? up_sql : down_sql, in, object_cols, sizeof **rows,
                   l->rows_max, rows, n);
}

static const char due_sql[] = OBJECT_COLUMNS " WHERE due_at <= $1 ORDER BY due_at, seq LIMIT $2";

enum status store_sandbox_due(struct tx *t, int64_t now, int rows_max,
                              struct sandbox_object_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(now), IN_I64(rows_max), IN_END};

    return db_many(t, due_sql, in, object_cols, sizeof **rows, rows_max, rows, n);
}

struct setting {
    int64_t value;
};
static const struct db_col setting_cols[] = {COL_I64(struct setting, value), COL_END};
static const char setting_sql[] = "SELECT value FROM sandbox_setting WHERE name = $1";

enum status store_sandbox_setting(struct tx *t, const char *name, int64_t *value)
{
    struct db_in in[] = {IN_TEXT(name), IN_END};
    struct setting row = {0};
    enum status s = db_one(t, setting_sql, in, setting_cols, &row);

    *value = row.value;
    return s == E_NOT_FOUND ? OK : s;
}

static const char set_sql[] = "INSERT INTO sandbox_setting (name, value) VALUES ($1, $2)"
                              " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

enum status store_sandbox_set(struct tx *t, const char *name, int64_t value)
{
    struct db_in in[] = {IN_TEXT(name), IN_I64(value), IN_END};

    return db_exec(t, set_sql, in);
}

static const char message_sql[] =
    "INSERT INTO sandbox_message (seq, ref, account, to_number, from_number, text, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_sandbox_message(struct tx *t, const struct sandbox_message_row *m)
{
    struct db_in in[] = {
        IN_I64(m->seq),          IN_TEXT(m->ref),  IN_TEXT(m->account),   IN_TEXT(m->to_number),
        IN_TEXT(m->from_number), IN_TEXT(m->text), IN_I64(m->created_at), IN_END,
    };

    return db_exec(t, message_sql, in);
}

static const struct db_col message_cols[] = {
    COL_I64(struct sandbox_message_row, seq),
    COL_TEXT(struct sandbox_message_row, ref),
    COL_TEXT(struct sandbox_message_row, account),
    COL_TEXT(struct sandbox_message_row, to_number),
    COL_TEXT(struct sandbox_message_row, from_number),
    COL_TEXT(struct sandbox_message_row, text),
    COL_I64(struct sandbox_message_row, created_at),
    COL_END,
};
static const char messages_sql[] =
    "SELECT seq, ref, account, to_number, from_number, text, created_at FROM sandbox_message"
    " WHERE ($1 = '' OR to_number = $1) ORDER BY seq DESC LIMIT $2 /* scan: a test tool's list */";

enum status store_sandbox_messages(struct tx *t, const char *to_number,
                                   struct sandbox_message_row **rows, int *n)
{
    struct db_in in[] = {IN_TEXT(to_number), IN_I64(PAGE_ROWS_MAX), IN_END};

    return db_many(t, messages_sql, in, message_cols, sizeof **rows, PAGE_ROWS_MAX, rows, n);
}
