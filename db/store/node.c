/* node.c - see node.h. */
#include "db/store/node.h"

struct taken {
    int64_t node;
};
static const struct db_col taken_cols[] = {COL_I64(struct taken, node), COL_END};

static enum status one_node(struct tx *t, const char *sql, const struct db_in *in, int64_t *node)
{
    struct taken row;
    enum status s = db_one(t, sql, in, taken_cols, &row);

    if (s == OK) {
        *node = row.node;
    }
    return s;
}

static const char reuse_sql[] =
    "UPDATE node_lease SET holder = $1, lease_until_at = $2 /* scan: 256 rows at the most */"
    " WHERE lease_until_at <= $3 AND node ="
    " (SELECT node FROM node_lease WHERE lease_until_at <= $3 ORDER BY lease_until_at, node LIMIT "
    "1)"
    " RETURNING node";

enum status store_node_reuse(struct tx *t, const char *holder, int64_t lease_until_at, int64_t now,
                             int64_t *node)
{
    struct db_in in[] = {IN_TEXT(holder), IN_I64(lease_until_at), IN_I64(now), IN_END};

    return one_node(t, reuse_sql, in, node);
}

static const char add_sql[] =
    "INSERT INTO node_lease (node, holder, lease_until_at)"
    " SELECT COALESCE(MAX(node), -1) + 1, CAST($1 AS TEXT), CAST($2 AS BIGINT)"
    " FROM node_lease /* scan: 256 rows at the most */ HAVING COALESCE(MAX(node), -1) < 255"
    " RETURNING node";

enum status store_node_add(struct tx *t, const char *holder, int64_t lease_until_at, int64_t *node)
{
    struct db_in in[] = {IN_TEXT(holder), IN_I64(lease_until_at), IN_END};

    return one_node(t, add_sql, in, node);
}

static const char renew_sql[] =
    "UPDATE node_lease SET lease_until_at = $3 WHERE node = $1 AND holder = $2";

enum status store_node_renew(struct tx *t, int64_t node, const char *holder, int64_t lease_until_at)
{
    struct db_in in[] = {IN_I64(node), IN_TEXT(holder), IN_I64(lease_until_at), IN_END};

    return db_exec(t, renew_sql, in);
}

static const char live_sql[] = "SELECT COUNT(*) FROM node_lease WHERE lease_until_at > $1"
                               " /* scan: 256 rows at the most */";

enum status store_node_live(struct tx *t, int64_t now, int64_t *live)
{
    struct db_in in[] = {IN_I64(now), IN_END};

    return one_node(t, live_sql, in, live);
}
