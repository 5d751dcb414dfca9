/* db_group_test.c - many writers at once: one commit for those who wait, each on his own account.
 */
#include "db/db_fault.h"

#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define GROUP 16

/* GROUP writers, all in the queue while the writer is held, then let go: one group. Returns how
 * many commits it took. */
static int64_t run_as_group(struct scene *s, struct writer *w, int n)
{
    struct db_stats before, after;
    struct held held;

    writer_hold(&held, s);
    db_stats(s->db, &before);
    writers_start(w, n);
    wait_for_transactions(s, before.transactions + n);
    writer_release(&held);
    writers_join(w, n);
    db_stats(s->db, &after);
    return after.commits - before.commits;
}

static void fill_writers(struct writer *w, struct scene *s)
{
    memset(w, 0, GROUP * sizeof *w);
    for (int i = 0; i < GROUP; i++) {
        w[i] = (struct writer){
            .scene = s, .fn = thing_put, .thing = {.id = 100 + i, .n = i}, .times = 1};
    }
}

TEST_IN("concurrent", those_who_wait_for_the_writer_share_one_commit)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];

    fill_writers(w, &s);
    CHECK_I64(run_as_group(&s, w, GROUP), 1);
    for (int i = 0; i < GROUP; i++) {
        CHECK_STATUS(w[i].status, OK);
        CHECK_I64(scene_n(&s, 100 + i), i);
    }
}

TEST_IN("concurrent", one_that_fails_in_a_group_takes_nobody_with_it)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];

    fill_writers(w, &s);
    w[3].fn = thing_put_then_refuse;
    w[7].thing.id = 1;      /* taken before the group */
    w[9].thing.n = 1000000; /* against the CHECK */
    CHECK_I64(run_as_group(&s, w, GROUP), 1);
    for (int i = 0; i < GROUP; i++) {
        bool well = i != 3 && i != 7 && i != 9;

        CHECK_STATUS(w[i].status, well ? OK : i == 3 ? E_RULE : E_CONFLICT);
        CHECK_I64(scene_n(&s, 100 + i), well ? i : -1);
    }
    CHECK_I64(scene_n(&s, 1), 0);
}

TEST_IN("concurrent", of_two_in_one_group_with_the_same_key_one_wins)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];
    int won = 0;

    fill_writers(w, &s);
    for (int i = 0; i < GROUP; i++) {
        w[i].thing.id = 100;
    }
    (void)run_as_group(&s, w, GROUP);
    for (int i = 0; i < GROUP; i++) {
        CHECK(w[i].status == OK || w[i].status == E_CONFLICT);
        won += w[i].status == OK;
    }
    CHECK_I64(won, 1);
    CHECK_I64(scene_count(&s), 2);
}

TEST_IN("concurrent", a_group_whose_members_all_fail_writes_nothing_at_all)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];

    fill_writers(w, &s);
    for (int i = 0; i < GROUP; i++) {
        w[i].fn = thing_put_then_refuse;
    }
    CHECK_I64(run_as_group(&s, w, GROUP), 0);
    CHECK_I64(scene_count(&s), 1);
}

static enum status create_children(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t,
                     "CREATE TABLE child (id BIGINT NOT NULL PRIMARY KEY, thing_id BIGINT NOT NULL"
                     " REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED);"
                     "CREATE INDEX child_by_thing ON child (thing_id)");
}

static const char orphan_sql[] = "INSERT INTO child (id, thing_id) VALUES ($1, 999999)";

static enum status put_orphan(struct tx *t, void *thing)
{
    struct db_in in[] = {IN_I64(((struct thing *)thing)->id), IN_END};

    return db_exec(t, orphan_sql, in);
}

TEST_IN("concurrent", what_only_the_commit_finds_out_hits_the_guilty_alone)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];

    CHECK_STATUS(db_tx(s.db, s.arena, create_children, NULL), OK);
    fill_writers(w, &s);
    w[5].fn = put_orphan;
    (void)run_as_group(&s, w, GROUP);
    for (int i = 0; i < GROUP; i++) {
        CHECK_STATUS(w[i].status, i == 5 ? E_CONFLICT : OK);
        CHECK_I64(scene_n(&s, 100 + i), i == 5 ? -1 : i);
    }
}

TEST_BOTH(a_deferred_constraint_is_a_conflict_at_the_commit)
{
    struct scene s = scene_open(engine);
    struct thing g = {.id = 5};

    CHECK_STATUS(db_tx(s.db, s.arena, create_children, NULL), OK);
    CHECK_STATUS(db_tx(s.db, s.arena, put_orphan, &g), E_CONFLICT);
}

TEST_IN("concurrent", a_group_that_loses_its_transaction_is_done_again_one_by_one)
{
    static const enum db_fault_kind kinds[] = {DB_FAULT_IO, DB_FAULT_FULL};

    for (int at = 1; at <= GROUP; at += 5) {
        for (int k = 0; k < 2; k++) {
            struct scene s = scene_open("sqlite");
            struct writer w[GROUP];

            fill_writers(w, &s);
            db_fault_order(s.db, DB_FAULT_STATEMENT, kinds[k], at);
            (void)run_as_group(&s, w, GROUP);
            CHECK(db_fault_fired(s.db));
            for (int i = 0; i < GROUP; i++) {
                CHECK_STATUS(w[i].status, OK);
                CHECK_I64(scene_n(&s, 100 + i), i);
            }
            database_close(s.db);
        }
    }
}

/* ---- when COMMIT fails ---- */

static void commit_fails(enum db_fault_kind kind, enum status want)
{
    struct scene s = scene_open("sqlite");
    struct writer w[GROUP];

    fill_writers(w, &s);
    db_fault_order(s.db, DB_FAULT_COMMIT, kind, 1);
    (void)run_as_group(&s, w, GROUP);
    CHECK(db_fault_fired(s.db));
    for (int i = 0; i < GROUP; i++) {
        CHECK_STATUS(w[i].status, want);
    }
    CHECK_I64(scene_count(&s), want == OK ? 1 + GROUP : 1);
    /* And it goes on as if nothing had been, also after a restart. */
    fill_writers(w, &s);
    for (int i = 0; i < GROUP; i++) {
        w[i].thing.id += 1000;
    }
    CHECK_I64(run_as_group(&s, w, GROUP), 1);
    database_close(s.db);
    s.db = database_open(s.url, NULL);
    CHECK_I64(scene_count(&s), want == OK ? 1 + 2 * GROUP : 1 + GROUP);
}

TEST_IN("concurrent", a_commit_that_failed_wrote_nothing_and_says_so)
{
    commit_fails(DB_FAULT_IO, E_BUSY);
    commit_fails(DB_FAULT_FULL, E_BUSY);
    commit_fails(DB_FAULT_BUSY, E_BUSY);
    commit_fails(DB_FAULT_LOST, E_BUSY);
}

TEST_IN("concurrent", a_commit_that_seemed_to_fail_but_did_not_is_ok)
{
    commit_fails(DB_FAULT_LOST_AFTER, OK);
}

/* ---- one counter ---- */

#define COUNTERS 32

TEST_BOTH_IN("concurrent", thirty_two_threads_count_without_losing_one)
{
    struct scene s = scene_open(engine);
    struct writer w[COUNTERS];
    int times = strcmp(engine, "sqlite") == 0 ? 50 : 5;

    memset(w, 0, sizeof w);
    for (int i = 0; i < COUNTERS; i++) {
        w[i] =
            (struct writer){.scene = &s, .fn = thing_increment, .thing = {.id = 1}, .times = times};
    }
    writers_start(w, COUNTERS);
    writers_join(w, COUNTERS);
    for (int i = 0; i < COUNTERS; i++) {
        CHECK_STATUS(w[i].status, OK);
    }
    CHECK_I64(scene_n(&s, 1), COUNTERS * times);
}

TEST_BOTH_IN("concurrent", of_many_who_insert_the_same_name_one_wins)
{
    struct scene s = scene_open(engine);
    struct writer w[COUNTERS];
    int won = 0;

    memset(w, 0, sizeof w);
    for (int i = 0; i < COUNTERS; i++) {
        w[i] = (struct writer){
            .scene = &s, .fn = thing_put, .thing = {.id = 100 + i, .name = "one seat"}, .times = 2};
    }
    writers_start(w, COUNTERS);
    writers_join(w, COUNTERS);
    for (int i = 0; i < COUNTERS; i++) {
        CHECK_STATUS(w[i].status, E_CONFLICT); /* the winner at its second time */
    }
    for (int i = 0; i < COUNTERS; i++) {
        won += scene_n(&s, 100 + i) == 0;
    }
    CHECK_I64(won, 1);
}
