/* audit.c - see audit.h. */
#include "db/store/audit.h"

static const char insert_sql[] =
    "INSERT INTO audit_log (id, at, actor_id, on_behalf_of, household_id, action, subject_id,"
    " detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_audit_insert(struct tx *t, const struct audit_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_I64(row->at),
        IN_I64(row->actor_id),
        IN_I64_OR_NULL(row->on_behalf_of),
        IN_I64_OR_NULL(row->household_id),
        IN_TEXT(row->action),
        IN_I64_OR_NULL(row->subject_id),
        IN_TEXT(row->detail),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char last_sql[] = "SELECT seq, audit_id, sha256 FROM audit_seal ORDER BY seq DESC "
                               "LIMIT 1 /* scan: the last alone */";

enum status store_audit_seal_last(struct tx *t, struct audit_seal *seal)
{
    static const struct db_col cols[] = {
        COL_I64(struct audit_seal, seq),
        COL_I64(struct audit_seal, audit_id),
        COL_TEXT(struct audit_seal, sha256),
        COL_END,
    };
    struct db_in in[] = {IN_END};

    return db_one(t, last_sql, in, cols, seal);
}

static const char seal_sql[] = "INSERT INTO audit_seal (seq, audit_id, sha256) VALUES ($1, $2, $3)";

enum status store_audit_seal_insert(struct tx *t, const struct audit_seal *seal)
{
    struct db_in in[] = {IN_I64(seal->seq), IN_I64(seal->audit_id), IN_TEXT(seal->sha256), IN_END};

    return db_exec(t, seal_sql, in);
}

static const char unsealed_sql[] =
    "SELECT a.id, a.at, a.actor_id, a.on_behalf_of, a.household_id, a.action, a.subject_id,"
    " a.detail FROM audit_log a WHERE a.id > $1"
    " AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id)"
    " ORDER BY a.id LIMIT $2";

enum status store_audit_unsealed(struct tx *t, int64_t after_id, int max, struct audit_row **rows,
                                 int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct audit_row, id),
        COL_I64(struct audit_row, at),
        COL_I64(struct audit_row, actor_id),
        COL_I64_NULL(struct audit_row, on_behalf_of),
        COL_I64_NULL(struct audit_row, household_id),
        COL_TEXT(struct audit_row, action),
        COL_I64_NULL(struct audit_row, subject_id),
        COL_TEXT(struct audit_row, detail),
        COL_END,
    };
    struct db_in in[] = {IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, unsealed_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char links_sql[] =
    "SELECT a.id, a.at, a.actor_id, a.on_behalf_of, a.household_id, a.action, a.subject_id,"
    " a.detail, s.seq, s.sha256 FROM audit_seal s JOIN audit_log a ON a.id = s.audit_id"
    " WHERE s.seq > $1 ORDER BY s.seq LIMIT $2";

enum status store_audit_links(struct tx *t, int64_t after_seq, int max, struct audit_link **links,
                              int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct audit_link, row.id),
        COL_I64(struct audit_link, row.at),
        COL_I64(struct audit_link, row.actor_id),
        COL_I64_NULL(struct audit_link, row.on_behalf_of),
        COL_I64_NULL(struct audit_link, row.household_id),
        COL_TEXT(struct audit_link, row.action),
        COL_I64_NULL(struct audit_link, row.subject_id),
        COL_TEXT(struct audit_link, row.detail),
        COL_I64(struct audit_link, seq),
        COL_TEXT(struct audit_link, sha256),
        COL_END,
    };
    struct db_in in[] = {IN_I64(after_seq), IN_I64(max), IN_END};

    return db_many(t, links_sql, in, cols, sizeof **links, max, links, n);
}

#define LOOK_HERE \
    "EXISTS (SELECT 1 FROM guardian g WHERE g.household_id = $1 AND g.member_id = a.actor_id)"
/* Of the other home of a child nobody here may read who lives there. */
#define LOOK_OTHER_HOME                                                            \
    "(a.action = 'home.added' OR EXISTS (SELECT 1 FROM guardian g"                 \
    " JOIN child_home t ON t.household_id = g.household_id AND t.ended_at IS NULL" \
    " JOIN child_home o ON o.child_id = t.child_id AND o.household_id = $1"        \
    " WHERE g.member_id = a.actor_id AND g.ended_at IS NULL AND g.household_id <> $1))"

static const char looks_sql[] =
    "SELECT a.id, a.at, a.action, a.actor_id, CASE WHEN " LOOK_HERE " OR NOT " LOOK_OTHER_HOME
    " THEN m.display_name END, CASE WHEN " LOOK_HERE " THEN 1 WHEN " LOOK_OTHER_HOME
    " THEN 2 ELSE 0 END, c.child_id"
    " FROM audit_log a LEFT JOIN member m ON m.id = a.actor_id"
    " LEFT JOIN child_home c ON c.household_id = $1 AND c.child_id = a.subject_id"
    " WHERE a.household_id = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3";

enum status store_audit_of_household(struct tx *t, int64_t household_id, int64_t before_id, int max,
                                     struct audit_look **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct audit_look, id),
        COL_I64(struct audit_look, at),
        COL_TEXT(struct audit_look, action),
        COL_I64(struct audit_look, actor_id),
        COL_TEXT_NULL(struct audit_look, actor_name),
        COL_I64(struct audit_look, by),
        COL_I64_NULL(struct audit_look, child_id),
        COL_END,
    };
    struct db_in in[] = {IN_I64(household_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, looks_sql, in, cols, sizeof **rows, max, rows, n);
}
