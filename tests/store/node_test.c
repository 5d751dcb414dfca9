/* node_test.c - no two processes hold one node number. */
#include "app/domain/node.h"
#include "tests/database.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

#define NODES   256
#define PARTIES 8
#define NOW     INT64_C(1000000)

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(1 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

TEST_BOTH(two_processes_get_two_numbers)
{
    struct db *db = database_fresh(engine);
    struct arena *a = new_arena();
    struct node first, second;

    CHECK_STATUS(node_take(db, a, NOW, &first), OK);
    CHECK_STATUS(node_take(db, a, NOW, &second), OK);
    CHECK(first.number != second.number);
    CHECK_I64(first.lease_until_at, NOW + NODE_LEASE_MS);
}

TEST_BOTH(a_number_is_free_again_when_its_lease_ran_out_and_not_a_moment_before)
{
    struct db *db = database_fresh(engine);
    struct arena *a = new_arena();
    struct node crashed, next;

    CHECK_STATUS(node_take(db, a, NOW, &crashed), OK);
    CHECK_STATUS(node_take(db, a, NOW + NODE_LEASE_MS - 1, &next), OK);
    CHECK(next.number != crashed.number);
    CHECK_STATUS(node_take(db, a, NOW + NODE_LEASE_MS, &next), OK);
    CHECK_I64(next.number, crashed.number);
}

TEST_BOTH(a_renewed_lease_holds_and_a_lost_one_is_noticed)
{
    struct db *db = database_fresh(engine);
    struct arena *a = new_arena();
    struct node mine, other;

    CHECK_STATUS(node_take(db, a, NOW, &mine), OK);
    CHECK_STATUS(node_renew(db, a, NOW + NODE_RENEW_MS, &mine), OK);
    CHECK_I64(mine.lease_until_at, NOW + NODE_RENEW_MS + NODE_LEASE_MS);
    CHECK_STATUS(node_take(db, a, NOW + NODE_LEASE_MS, &other), OK);
    CHECK(other.number != mine.number);
    CHECK_STATUS(node_take(db, a, mine.lease_until_at, &other), OK);
    CHECK_I64(other.number, mine.number);
    CHECK_STATUS(node_renew(db, a, mine.lease_until_at, &mine), E_CONFLICT);
}

TEST_BOTH(a_number_given_back_is_taken_next)
{
    struct db *db = database_fresh(engine);
    struct arena *a = new_arena();
    struct node mine, next;

    CHECK_STATUS(node_take(db, a, NOW, &mine), OK);
    CHECK_STATUS(node_give_back(db, a, NOW + 1, &mine), OK);
    CHECK_STATUS(node_take(db, a, NOW + 1, &next), OK);
    CHECK_I64(next.number, mine.number);
}

TEST_BOTH(the_257th_process_is_told_to_wait)
{
    struct db *db = database_fresh(engine);
    struct arena *a = new_arena();
    bool seen[NODES] = {false};
    struct node n;

    for (int i = 0; i < NODES; i++) {
        CHECK_STATUS(node_take(db, a, NOW, &n), OK);
        CHECK(n.number >= 0 && n.number < NODES && !seen[n.number]);
        seen[n.number] = true;
        arena_reset(a);
    }
    CHECK_STATUS(node_take(db, a, NOW, &n), E_BUSY);
}

struct party {
    pthread_t thread;
    struct db *db;
    struct arena *arena;
    struct node node;
    enum status s;
};

static void *take(void *arg)
{
    struct party *p = arg;

    p->s = node_take(p->db, p->arena, NOW, &p->node);
    return NULL;
}

TEST_BOTH_IN("concurrent", eight_processes_starting_at_once_get_eight_numbers)
{
    struct db *db = database_fresh(engine);
    struct party parties[PARTIES];
    int64_t seen = 0;

    for (int i = 0; i < PARTIES; i++) {
        parties[i] = (struct party){.db = db, .arena = new_arena()};
        CHECK(pthread_create(&parties[i].thread, NULL, take, &parties[i]) == 0);
    }
    for (int i = 0; i < PARTIES; i++) {
        pthread_join(parties[i].thread, NULL);
    }
    for (int i = 0; i < PARTIES; i++) {
        CHECK_STATUS(parties[i].s, OK);
        CHECK((seen & INT64_C(1) << parties[i].node.number) == 0);
        seen |= INT64_C(1) << parties[i].node.number;
    }
}
