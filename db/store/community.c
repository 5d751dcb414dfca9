/* community.c - see community.h. */
#include "db/store/community.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO community (id, name, name_en, zone, currency, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_community_insert(struct tx *t, const struct community_row *c)
{
    struct db_in in[] = {IN_I64(c->id),
                         IN_TEXT(c->name),
                         IN_TEXT(c->name_en),
                         IN_TEXT(c->zone),
                         IN_TEXT(c->currency),
                         IN_I64(c->created_at),
                         IN_END};

    return db_exec(t, insert_sql, in);
}

static const struct db_col community_cols[] = {
    COL_I64(struct community_row, id),
    COL_TEXT(struct community_row, name),
    COL_TEXT(struct community_row, name_en),
    COL_TEXT(struct community_row, zone),
    COL_TEXT(struct community_row, currency),
    COL_I64(struct community_row, created_at),
    COL_END,
};

static const struct db_col cols[] = {
    COL_I64(struct community_row, id),
    COL_TEXT(struct community_row, name),
    COL_TEXT(struct community_row, name_en),
    COL_TEXT(struct community_row, zone),
    COL_TEXT(struct community_row, currency),
    COL_I64(struct community_row, created_at),
    COL_END,
};

static const char get_sql[] =
    "SELECT id, name, name_en, zone, currency, created_at FROM community WHERE id = $1";

enum status store_community_get(struct tx *t, int64_t id, struct community_row *c)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, community_cols, c);
}

static const char all_sql[] = "SELECT id, name, name_en, zone, currency, created_at FROM community"
                              " WHERE id > $1 ORDER BY id LIMIT $2";

enum status store_communities(struct tx *t, int64_t after_id, int max, struct community_row **rows,
                              int *n)
{
    struct db_in in[] = {IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, all_sql, in, community_cols, sizeof **rows, max, rows, n);
}

static const char list_sql[] = "SELECT id, name, name_en, zone, currency, created_at FROM community"
                               " WHERE id > $1 ORDER BY id LIMIT $2";

enum status store_community_list(struct tx *t, int64_t after_id, int max,
                                 struct community_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char words_sql[] =
    "SELECT word, locale, text FROM community_word WHERE community_id = $1 ORDER BY word, locale";

enum status store_community_words(struct tx *t, int64_t id, struct word_row **rows, int *n)
{
    static const struct db_col word_cols[] = {
        COL_TEXT(struct word_row, word),
        COL_TEXT(struct word_row, locale),
        COL_TEXT(struct word_row, text),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_many(t, words_sql, in, word_cols, sizeof **rows, COMMUNITY_WORDS_MAX, rows, n);
}
