/* db_test.c - transactions and snapshots as db.h promises them, on both engines. */
#include "db/db.h"

#include "app/base/limits.h"
#include "db/db_maintain.h"
#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <string.h>

static const struct db_col thing_cols[] = {
    COL_I64(struct thing, id),
    COL_I64_NULL(struct thing, n),
    COL_TEXT_NULL(struct thing, name),
    COL_BYTES_NULL(struct thing, data),
    COL_END,
};
static const char get_sql[] = "SELECT id, n, name, data FROM thing WHERE id = $1";

TEST_BOTH(what_was_written_is_read_back_byte_by_byte)
{
    struct scene s = scene_open(engine);
    static const uint8_t bytes[] = {0, 1, 0xff, '\\', '\'', 0};
    struct thing in = {5, -7, "お互い", {bytes, sizeof bytes}}, out = {.id = 5};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &in), OK);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), OK);
    CHECK_I64(out.n, -7);
    CHECK_TEXT(out.name, "お互い");
    CHECK_I64(out.data.len, sizeof bytes);
    CHECK(memcmp(out.data.data, bytes, sizeof bytes) == 0);
}

TEST_BOTH(an_empty_text_is_not_null_and_null_is_not_empty)
{
    struct scene s = scene_open(engine);
    struct thing empty = {6, 1, "", {(const uint8_t *)"", 0}}, out = {.id = 6};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &empty), OK);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), OK);
    CHECK_TEXT(out.name, "");
    CHECK(out.data.data != NULL && out.data.len == 0);
    out.id = 1;
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), OK);
    CHECK(out.name == NULL && out.data.data == NULL);
}

static const char swapped_sql[] = "SELECT id, n, name, data FROM thing WHERE n = $2 AND id = $1";

static enum status get_swapped(struct tx *t, void *arg)
{
    struct thing *g = arg;
    struct db_in in[] = {IN_I64(g->id), IN_I64(g->n), IN_END};

    return db_one(t, swapped_sql, in, thing_cols, g);
}

TEST_BOTH(parameters_go_by_their_number_not_by_their_place)
{
    struct scene s = scene_open(engine);
    struct thing in = {8, 9, NULL, {NULL, 0}}, out = {.id = 8, .n = 9};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &in), OK);
    CHECK_STATUS(db_read(s.db, s.arena, get_swapped, &out), OK);
    CHECK_I64(out.id, 8);
}

TEST_BOTH(a_second_row_with_the_same_key_is_a_lost_race)
{
    struct scene s = scene_open(engine);
    struct thing a = {2, 1, "a", {NULL, 0}}, b = {2, 1, "b", {NULL, 0}}, c = {3, 1, "a", {NULL, 0}};
    struct thing big = {4, 1000000, "d", {NULL, 0}};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &a), OK);
    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &b), E_CONFLICT);
    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &c), E_CONFLICT);
    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &big), E_CONFLICT);
}

static enum status put_two_ignoring(struct tx *t, void *arg)
{
    struct thing *pair = arg;

    (void)!thing_put(t, &pair[0]);
    (void)!thing_put(t, &pair[1]);
    return OK;
}

TEST_BOTH(a_failed_statement_can_not_be_ignored)
{
    struct scene s = scene_open(engine);
    struct thing pair[] = {{20, 1, "x", {NULL, 0}}, {20, 1, "y", {NULL, 0}}}, out = {.id = 20};

    CHECK_STATUS(db_tx(s.db, s.arena, put_two_ignoring, pair), E_CONFLICT);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), E_NOT_FOUND);
}

TEST_BOTH(a_refusal_writes_nothing)
{
    struct scene s = scene_open(engine);
    struct thing in = {30, 1, "x", {NULL, 0}}, out = {.id = 30};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put_then_refuse, &in), E_RULE);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), E_NOT_FOUND);
}

TEST_BOTH(a_write_inside_a_read_is_refused)
{
    struct scene s = scene_open(engine);
    struct thing in = {40, 1, "x", {NULL, 0}}, out = {.id = 40};

    CHECK_STATUS(db_read(s.db, s.arena, thing_put, &in), E_INTERNAL);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &out), E_NOT_FOUND);
}

/* ---- rows ---- */

static const char all_sql[] = "SELECT id, n, name, data FROM thing ORDER BY id /* scan: a test */";

struct many {
    struct thing *rows;
    int n, max;
};

static enum status get_all(struct tx *t, void *arg)
{
    struct many *m = arg;

    return db_many(t, all_sql, NULL, thing_cols, sizeof *m->rows, m->max, &m->rows, &m->n);
}

static const char any_sql[] = "SELECT id, n, name, data FROM thing /* scan: a test */";

static enum status get_any(struct tx *t, void *arg)
{
    return db_one(t, any_sql, NULL, thing_cols, arg);
}

TEST_BOTH(a_list_is_whole_or_too_large_never_cut)
{
    struct scene s = scene_open(engine);
    struct many m = {.max = 100};
    struct thing one;

    for (int i = 2; i <= 100; i++) {
        struct thing in = {i, i * 3, NULL, {(const uint8_t *)&i, sizeof i}};

        CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &in), OK);
    }
    CHECK_STATUS(db_read(s.db, s.arena, get_all, &m), OK);
    CHECK_I64(m.n, 100);
    for (int i = 2; i <= 100; i++) {
        CHECK_I64(m.rows[i - 1].n, i * 3);
        CHECK(memcmp(m.rows[i - 1].data.data, &i, sizeof i) == 0);
    }
    m.max = 99;
    CHECK_STATUS(db_read(s.db, s.arena, get_all, &m), E_TOO_LARGE);
    CHECK_STATUS(db_read(s.db, s.arena, get_any, &one), E_INTERNAL);
}

static const char all_n_sql[] = "UPDATE thing SET n = $1 /* scan: a test */";
static const char one_n_sql[] = "UPDATE thing SET n = $2 WHERE id = $1";

struct change {
    int64_t id, n, changed;
};

static enum status change_all(struct tx *t, void *arg)
{
    struct change *c = arg;
    struct db_in in[] = {IN_I64(c->n), IN_END};

    return db_change(t, all_n_sql, in, &c->changed);
}

static enum status exec_all(struct tx *t, void *arg)
{
    struct change *c = arg;
    struct db_in in[] = {IN_I64(c->n), IN_END};

    return db_exec(t, all_n_sql, in);
}

static enum status exec_one(struct tx *t, void *arg)
{
    struct change *c = arg;
    struct db_in in[] = {IN_I64(c->id), IN_I64(c->n), IN_END};

    return db_exec(t, one_n_sql, in);
}

TEST_BOTH(changed_rows_are_counted)
{
    struct scene s = scene_open(engine);
    struct thing in = {2, 1, NULL, {NULL, 0}};
    struct change c = {.id = 99, .n = 5};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &in), OK);
    CHECK_STATUS(db_tx(s.db, s.arena, change_all, &c), OK);
    CHECK_I64(c.changed, 2);
    CHECK_STATUS(db_tx(s.db, s.arena, exec_all, &c), E_INTERNAL);
    CHECK_STATUS(db_tx(s.db, s.arena, exec_one, &c), E_NOT_FOUND);
    c.id = 2;
    CHECK_STATUS(db_tx(s.db, s.arena, exec_one, &c), OK);
}

/* ---- values that do not fit ---- */

static const struct db_col strict_cols[] = {
    COL_I64(struct thing, id),
    COL_I64(struct thing, n),
    COL_TEXT_NULL(struct thing, name),
    COL_BYTES_NULL(struct thing, data),
    COL_END,
};

static enum status get_strict(struct tx *t, void *arg)
{
    struct thing *g = arg;
    struct db_in in[] = {IN_I64(g->id), IN_END};

    return db_one(t, get_sql, in, strict_cols, g);
}

static const char null_n_sql[] = "UPDATE thing SET n = NULL WHERE id = $1";

static enum status set_null(struct tx *t, void *arg)
{
    struct thing *g = arg;
    struct db_in in[] = {IN_I64(g->id), IN_END};

    return db_exec(t, null_n_sql, in);
}

TEST_BOTH(null_where_no_null_may_be_is_an_internal_error)
{
    struct scene s = scene_open(engine);
    struct thing g = {.id = 1};

    CHECK_STATUS(db_read(s.db, s.arena, get_strict, &g), OK);
    CHECK_STATUS(db_tx(s.db, s.arena, set_null, &g), OK);
    CHECK_STATUS(db_read(s.db, s.arena, get_strict, &g), E_INTERNAL);
}

static enum status spoil(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, "UPDATE thing SET n = 'abc' WHERE id = 1");
}

TEST(a_text_in_a_number_column_of_sqlite_is_not_read_as_zero)
{
    struct scene s = scene_open("sqlite");
    struct thing g = {.id = 1};

    CHECK_STATUS(db_tx(s.db, s.arena, spoil, NULL), E_CONFLICT); /* 'abc' < 1000000 is false */
    CHECK_STATUS(db_command(s.db, "PRAGMA ignore_check_constraints = ON;"
                                  "UPDATE thing SET n = 'abc' WHERE id = 1"),
                 OK);
    CHECK_STATUS(db_read(s.db, s.arena, thing_get, &g), E_INTERNAL);
}
